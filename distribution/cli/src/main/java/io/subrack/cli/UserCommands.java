/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack user}. */
@Command(name = "user", description = "Manages users.")
final class UserCommands {
    private static final View VIEW = View.namedBy("name")
            .column("NAME", "name")
            .column("DISPLAY NAME", "displayName")
            .column("ENABLED", "enabled")
            .column("ROLES", "roles")
            .column("GROUPS", "groups")
            .wide("ID", "id")
            .wide("EMAIL", "email")
            .wide("CREATED", "created");

    private final Cli cli;

    UserCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List users.")
    int list(
            @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only those with this in their name.")
                    @Nullable
                    String text) {
        return cli.list("/users" + Remote.query("query", text), VIEW);
    }

    @Command(name = "show", description = "Show a user.")
    int show(@Parameters(paramLabel = "NAME", description = "Name or id.") String name) {
        return cli.show(find(name), VIEW);
    }

    @Command(name = "add", description = "Make a user; prints a one-time token with which the person sets a password.")
    int add(
            @Parameters(paramLabel = "NAME", description = "Name to log in with.") String name,
            @Option(names = "--display-name", description = "Name to show.") @Nullable String displayName,
            @Option(names = "--email", description = "Address.") @Nullable String email,
            @Option(names = "--role", description = "A role; may be repeated.") @Nullable List<String> roles,
            @Option(names = "--group", description = "A group; may be repeated.") @Nullable List<String> groups) {
        ObjectNode body = members(displayName, email, roles, groups).put("name", name);
        return invited(cli.remote().post("/users", body));
    }

    @Command(name = "set", description = "Change a user.")
    int set(
            @Parameters(paramLabel = "NAME", description = "Name or id.") String name,
            @Option(names = "--display-name", description = "Name to show.") @Nullable String displayName,
            @Option(names = "--email", description = "Address.") @Nullable String email,
            @Option(names = "--role", description = "A role; all that are given replace those there were.") @Nullable
                    List<String> roles,
            @Option(names = "--group", description = "A group; all that are given replace those there were.") @Nullable
                    List<String> groups,
            @Option(names = "--enabled", arity = "1", description = "true or false.") @Nullable Boolean enabled) {
        ObjectNode body = members(displayName, email, roles, groups);
        if (enabled != null) {
            body.put("enabled", enabled);
        }
        if (body.isEmpty()) {
            throw CliException.usage("say what to change: --role, --group, --email, --display-name or --enabled");
        }
        JsonNode answer =
                cli.remote().call("PATCH", path(find(name)), body, Map.of()).body();
        return cli.show(answer.has("user") ? answer.path("user") : answer, VIEW);
    }

    @Command(name = "rm", description = "Delete a user with all that belongs to it.")
    int remove(
            @Parameters(paramLabel = "NAME", description = "Name or id.") String name,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return cli.remove(path(find(name)), "user " + name, yes);
    }

    @Command(name = "reset-password", description = "Void a password; prints a one-time token for a new one.")
    int resetPassword(@Parameters(paramLabel = "NAME", description = "Name or id.") String name) {
        return invited(cli.remote().post(path(find(name)) + "/password-reset", null));
    }

    @Command(name = "reset-second-factor", description = "Take away a lost second factor.")
    int resetSecondFactor(
            @Parameters(paramLabel = "NAME", description = "Name or id.") String name,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return cli.remove(path(find(name)) + "/second-factor", "the second factor of " + name, yes);
    }

    @Command(name = "revoke", description = "Void all sessions and tokens that a user was given until now.")
    int revoke(@Parameters(paramLabel = "NAME", description = "Name or id.") String name) {
        cli.remote().post(path(find(name)) + "/revocation", null);
        cli.terminal().tell("All sessions and tokens of " + name + " have ended.");
        return ExitCode.FINE;
    }

    private int invited(JsonNode answer) {
        if (cli.printer().structured()) {
            cli.printer().document(answer);
            return ExitCode.FINE;
        }
        String token = answer.path("resetToken").asText();
        cli.terminal().say(token);
        cli.terminal()
                .tell("This one-time token is shown once. With it the person sets a password at "
                        + cli.remote().base() + "/account/reset until "
                        + answer.path("resetExpires").asText() + ".");
        return ExitCode.FINE;
    }

    private JsonNode find(String name) {
        for (JsonNode user : cli.remote().all("/users" + Remote.query("query", name), Cli.ALL)) {
            if (user.path("name").asText().equals(name)
                    || user.path("id").asText().equals(name)) {
                return user;
            }
        }
        return cli.remote().get("/users/" + Remote.encode(name));
    }

    private static ObjectNode members(
            @Nullable String displayName,
            @Nullable String email,
            @Nullable List<String> roles,
            @Nullable List<String> groups) {
        ObjectNode body = Remote.MAPPER.createObjectNode();
        if (displayName != null) {
            body.put("displayName", displayName);
        }
        if (email != null) {
            body.put("email", email);
        }
        if (roles != null) {
            roles.forEach(body.putArray("roles")::add);
        }
        if (groups != null) {
            groups.forEach(body.putArray("groups")::add);
        }
        return body;
    }

    private static String path(JsonNode user) {
        return "/users/" + Remote.encode(user.path("id").asText());
    }
}
