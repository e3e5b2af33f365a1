/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack session}. */
@Command(name = "session", description = "Lists and ends browser sessions.")
final class SessionCommands {
    private static final View VIEW = View.namedBy("id")
            .column("ID", "id")
            .column("USER", "userId")
            .column("LAST USED", "lastUsed")
            .column("ADDRESS", "address")
            .column("BROWSER", "userAgent")
            .wide("CREATED", "created")
            .wide("METHODS", "methods");

    private final Cli cli;

    SessionCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List sessions, the newest first.")
    int list(@Option(names = "--limit", defaultValue = "50", description = "How many.") int limit) {
        return cli.list("/sessions", VIEW, limit);
    }

    @Command(name = "rm", description = "End a session.")
    int remove(
            @Parameters(paramLabel = "ID", description = "Id of the session.") String id,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return cli.remove("/sessions/" + Remote.encode(id), "session " + id, yes);
    }
}
