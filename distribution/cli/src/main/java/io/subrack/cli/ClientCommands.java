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

/** {@code subrack client}. */
@Command(name = "client", description = "Manages OAuth clients.")
final class ClientCommands {
    private static final View VIEW = View.namedBy("id")
            .column("CLIENT", "id")
            .column("NAME", "name")
            .column("ENABLED", "enabled")
            .column("AUTHENTICATION", "authentication")
            .column("GRANT TYPES", "grantTypes")
            .wide("SCOPES", "scopes")
            .wide("REDIRECT URIS", "redirectUris");

    private final Cli cli;

    ClientCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List clients.")
    int list(
            @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only those with this in their name.")
                    @Nullable
                    String text) {
        return cli.list("/clients" + Remote.query("query", text), VIEW);
    }

    @Command(name = "show", description = "Show a client.")
    int show(@Parameters(paramLabel = "ID", description = "Client id.") String id) {
        return cli.show(path(id), VIEW);
    }

    @Command(name = "add", description = "Make a client; its secret is shown once.")
    int add(
            @Parameters(paramLabel = "NAME", description = "Name to show to people.") String name,
            @Option(names = "--id", description = "Client id; made up if it is left out.") @Nullable String id,
            @Option(names = "--authentication", description = "none, client_secret_basic or private_key_jwt.") @Nullable
                    String authentication,
            @Option(names = "--grant-type", description = "As client_credentials; may be repeated.") @Nullable
                    List<String> grantTypes,
            @Option(names = "--redirect-uri", description = "May be repeated.") @Nullable List<String> redirectUris,
            @Option(names = "--scope", description = "May be repeated.") @Nullable List<String> scopes) {
        ObjectNode body = Remote.MAPPER.createObjectNode().put("name", name);
        if (id != null) {
            body.put("id", id);
        }
        if (authentication != null) {
            body.put("authentication", authentication);
        }
        array(body, "grantTypes", grantTypes);
        array(body, "redirectUris", redirectUris);
        array(body, "scopes", scopes);
        JsonNode client = cli.remote().post("/clients", body);
        cli.show(client, VIEW);
        if (client.hasNonNull("secret")) {
            cli.terminal().tell("The secret is shown this once.");
        }
        return ExitCode.FINE;
    }

    @Command(name = "enable", description = "Let a client ask for tokens.")
    int enable(@Parameters(paramLabel = "ID", description = "Client id.") String id) {
        return enabled(id, true);
    }

    @Command(name = "disable", description = "Refuse a client; ends all its tokens.")
    int disable(@Parameters(paramLabel = "ID", description = "Client id.") String id) {
        return enabled(id, false);
    }

    @Command(
            name = "add-secret",
            description = "Make a second secret, so that the first can be replaced without a gap.")
    int addSecret(@Parameters(paramLabel = "ID", description = "Client id.") String id) {
        return cli.show(cli.remote().post(path(id) + "/secrets", null), VIEW);
    }

    @Command(name = "rm-secret", description = "Delete a secret.")
    int removeSecret(
            @Parameters(index = "0", paramLabel = "ID", description = "Client id.") String id,
            @Parameters(index = "1", paramLabel = "SECRET", description = "Id of the secret.") String secret,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return cli.remove(path(id) + "/secrets/" + Remote.encode(secret), "secret " + secret + " of " + id, yes);
    }

    @Command(name = "revoke", description = "End all tokens and grants that a client has got until now.")
    int revoke(@Parameters(paramLabel = "ID", description = "Client id.") String id) {
        cli.remote().post(path(id) + "/not-before", null);
        cli.terminal().tell("All tokens of " + id + " have ended.");
        return ExitCode.FINE;
    }

    @Command(name = "rm", description = "Delete a client.")
    int remove(
            @Parameters(paramLabel = "ID", description = "Client id.") String id,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return cli.remove(path(id), "client " + id, yes);
    }

    private int enabled(String id, boolean enabled) {
        ObjectNode body = Remote.MAPPER.createObjectNode().put("enabled", enabled);
        cli.remote().call("PUT", path(id), body, Map.of());
        cli.terminal().tell(id + (enabled ? " may ask for tokens." : " is refused."));
        return ExitCode.FINE;
    }

    private static void array(ObjectNode body, String member, @Nullable List<String> values) {
        if (values != null) {
            values.forEach(body.putArray(member)::add);
        }
    }

    private static String path(String id) {
        return "/clients/" + Remote.encode(id);
    }
}
