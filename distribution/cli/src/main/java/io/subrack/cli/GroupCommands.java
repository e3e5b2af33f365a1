/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack group}. */
@Command(name = "group", description = "Manages groups: users who share roles.")
final class GroupCommands {
    private static final View VIEW =
            View.namedBy("name").column("NAME", "name").column("ROLES", "roles").column("DESCRIPTION", "description");

    private final Cli cli;

    GroupCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List groups.")
    int list() {
        return cli.list("/groups", VIEW);
    }

    @Command(name = "set", description = "Make a group, or replace it.")
    int set(
            @Parameters(index = "0", paramLabel = "NAME", description = "Its name.") String name,
            @Parameters(index = "1..*", paramLabel = "ROLE", description = "Roles of its users.") @Nullable
                    List<String> roles,
            @Option(names = "--description", description = "What it is for.") @Nullable String description) {
        ObjectNode body = Remote.MAPPER.createObjectNode();
        var list = body.putArray("roles");
        if (roles != null) {
            roles.forEach(list::add);
        }
        if (description != null) {
            body.put("description", description);
        }
        return cli.show(cli.remote().call("PUT", path(name), body, Map.of()).body(), VIEW);
    }

    @Command(name = "rm", description = "Delete a group that nobody is in.")
    int remove(
            @Parameters(paramLabel = "NAME", description = "Its name.") String name,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return cli.remove(path(name), "group " + name, yes);
    }

    private static String path(String name) {
        return "/groups/" + Remote.encode(name);
    }
}
