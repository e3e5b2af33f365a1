/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack token}. */
@Command(name = "token", description = "Manages your own API tokens.")
final class TokenCommands {
    private static final View VIEW = View.namedBy("id")
            .column("ID", "id")
            .column("NAME", "name")
            .column("SCOPES", "scopes")
            .column("EXPIRES", "expires")
            .column("LAST USED", "lastUsed")
            .wide("CREATED", "created");

    private final Cli cli;

    TokenCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List your API tokens.")
    int list() {
        return cli.list("/me/api-tokens", VIEW);
    }

    @Command(name = "add", description = "Make an API token; it is shown once.")
    int add(
            @Parameters(paramLabel = "NAME", description = "What it is for.") String name,
            @Option(names = "--scope", description = "May be repeated; all of yours if none is given.") @Nullable
                    List<String> scopes,
            @Option(names = "--days", defaultValue = "30", description = "For how long, 1 to 365.") int days) {
        ObjectNode body = Remote.MAPPER.createObjectNode().put("name", name).put("days", days);
        if (scopes != null) {
            scopes.forEach(body.putArray("scopes")::add);
        }
        JsonNode token = cli.remote().post("/me/api-tokens", body);
        if (cli.printer().structured()) {
            cli.printer().document(token);
        } else {
            cli.terminal().say(token.path("token").asText());
            cli.terminal()
                    .tell("This token is shown once; it expires "
                            + token.path("expires").asText() + ".");
        }
        return ExitCode.FINE;
    }

    @Command(name = "rm", description = "Delete an API token.")
    int remove(
            @Parameters(paramLabel = "ID", description = "Id of the token.") String id,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return cli.remove("/me/api-tokens/" + Remote.encode(id), "API token " + id, yes);
    }
}
