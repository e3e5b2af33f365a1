/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code subrack key}. */
@Command(name = "key", description = "Lists and rotates the keys that sign tokens.")
final class KeyCommands {
    private static final View VIEW = View.namedBy("kid")
            .column("KEY", "kid")
            .column("ALGORITHM", "algorithm")
            .column("STATE", key -> BundleCommands.lower(key.path("state")))
            .column("CREATED", "created")
            .wide("ACTIVATES", "activates")
            .wide("RETIRED", "retired");

    private final Cli cli;

    KeyCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List signing keys.")
    int list() {
        return cli.list("/keys", VIEW);
    }

    @Command(name = "rotate", description = "Replace the signing keys; tokens stay good unless this is an emergency.")
    int rotate(
            @Option(names = "--emergency", description = "Take the old keys away at once: every token so far is void.")
                    boolean emergency,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        if (emergency
                && !yes
                && cli.terminal().interactive()
                && !cli.terminal().confirm("All people and clients must log in anew. Rotate?")) {
            return ExitCode.REFUSED;
        }
        ObjectNode body = Remote.MAPPER.createObjectNode().put("emergency", emergency);
        cli.remote().post("/keys/rotation", body);
        cli.terminal().tell(emergency ? "The keys are replaced; every token is void." : "The rotation has begun.");
        return ExitCode.FINE;
    }
}
