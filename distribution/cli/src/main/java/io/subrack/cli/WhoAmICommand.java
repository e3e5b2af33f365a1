/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code subrack whoami}. */
@Command(name = "whoami", description = "Says as whom you work where, and what you may.")
final class WhoAmICommand implements Callable<Integer> {
    private static final View VIEW = View.namedBy("user/name");

    private final Cli cli;

    WhoAmICommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        JsonNode me = cli.remote().get("/me");
        if (cli.printer().structured()) {
            return cli.show(me, VIEW);
        }
        cli.terminal()
                .say(me.path("user").path("name").asText() + " at "
                        + cli.remote().base());
        cli.terminal().say("roles:  " + Printer.text(me.path("effectiveRoles")));
        JsonNode scopes = me.path("tokenScopes");
        cli.terminal().say("scopes: " + Printer.text(scopes.isEmpty() ? me.path("scopes") : scopes));
        return ExitCode.FINE;
    }
}
