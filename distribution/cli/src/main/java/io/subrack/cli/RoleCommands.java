/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack role}. */
@Command(name = "role", description = "Manages roles: named sets of scopes.")
final class RoleCommands {
    private static final View VIEW = View.namedBy("name")
            .column("NAME", "name")
            .column("BUILT IN", "builtIn")
            .column("SCOPES", "scopes")
            .column("DESCRIPTION", "description");

    private static final View SCOPE = View.namedBy("name")
            .column("SCOPE", "name")
            .column("BUNDLE", "bundle")
            .column("DESCRIPTION", "description");

    private final Cli cli;

    RoleCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List roles.")
    int list() {
        return cli.list("/roles", VIEW);
    }

    @Command(name = "scopes", description = "List the scopes that exist.")
    int scopes() {
        return cli.list("/scopes", SCOPE);
    }

    @Command(name = "show", description = "Show a role.")
    int show(@Parameters(paramLabel = "NAME", description = "Its name.") String name) {
        return cli.show(path(name), VIEW);
    }

    @Command(name = "set", description = "Make a role, or replace it.")
    int set(
            @Parameters(index = "0", paramLabel = "NAME", description = "Its name.") String name,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "SCOPE", description = "What it may.")
                    List<String> scopes,
            @Option(names = "--description", description = "What it is for.") @Nullable String description) {
        ObjectNode body = Remote.MAPPER.createObjectNode();
        scopes.forEach(body.putArray("scopes")::add);
        if (description != null) {
            body.put("description", description);
        }
        return cli.show(cli.remote().call("PUT", path(name), body, Map.of()).body(), VIEW);
    }

    @Command(name = "rm", description = "Delete a role that nobody has.")
    int remove(
            @Parameters(paramLabel = "NAME", description = "Its name.") String name,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return cli.remove(path(name), "role " + name, yes);
    }

    private static String path(String name) {
        return "/roles/" + Remote.encode(name);
    }
}
