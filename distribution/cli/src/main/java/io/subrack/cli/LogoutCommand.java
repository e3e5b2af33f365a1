/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code subrack logout}. */
@Command(name = "logout", description = "Ends the login of a context, here and at the server.")
final class LogoutCommand implements Callable<Integer> {
    private final Cli cli;

    LogoutCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        var context = cli.contexts().find(cli.contextName()).orElse(null);
        if (context == null || (context.refreshToken() == null && context.accessToken() == null)) {
            cli.terminal().tell("You are not logged in.");
            return ExitCode.FINE;
        }
        String token = context.refreshToken() != null ? context.refreshToken() : context.accessToken();
        cli.contexts().put(context.withTokens(null, 0, null));
        var response = Credentials.form(
                Http.to(context.url(), context.ca()),
                "/oauth2/revoke",
                Map.of("token", String.valueOf(token), "client_id", Credentials.CLIENT));
        if (response.statusCode() != 200) {
            throw new CliException(
                    ExitCode.of(response.statusCode()),
                    "the tokens are forgotten here, but the server could not end them (" + response.statusCode()
                            + "); they end by themselves, or with 'subrack user revoke'");
        }
        cli.terminal().tell("Logged out from " + context.url() + ".");
        return ExitCode.FINE;
    }
}
