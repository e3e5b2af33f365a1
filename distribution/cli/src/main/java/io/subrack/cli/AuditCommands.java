/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack audit}; {@code verify} over files is the start script's. */
@Command(name = "audit", description = "Reads the audit log. 'audit verify' follows the chain in the files, offline.")
final class AuditCommands {
    private static final View VIEW = View.namedBy("sequence")
            .column("#", "sequence")
            .column("AT", "time")
            .column("TYPE", "type")
            .column("OUTCOME", "outcome")
            .column("WHO", "actor/subject")
            .column("TARGET", "target")
            .wide("REQUEST", "request")
            .wide("CLIENT", "actor/client")
            .wide("ADDRESS", "remote")
            .wide("DETAILS", "details");

    private final Cli cli;

    AuditCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List records, the newest first.")
    int list(
            @Option(names = "--from", description = "From this time on.") @Nullable String from,
            @Option(names = "--to", description = "Until this time.") @Nullable String to,
            @Option(names = "--type", description = "Of this type, or beginning so, as auth.login") @Nullable
                    String type,
            @Option(names = "--actor", description = "By this person or client.") @Nullable String actor,
            @Option(names = "--target", description = "On this bundle, user, client …") @Nullable String target,
            @Option(names = "--limit", defaultValue = "50", description = "How many.") int limit) {
        return cli.list(
                "/audit"
                        + Remote.query(
                                "from",
                                from,
                                "to",
                                to,
                                "type",
                                type,
                                "actor",
                                actor,
                                "target",
                                target,
                                "limit",
                                Math.max(1, Math.min(limit, 100))),
                VIEW,
                limit);
    }

    @Command(name = "export", description = "Write records to a file, a JSON object a line.")
    int export(
            @Parameters(paramLabel = "FILE", description = "Where to.") Path file,
            @Option(names = "--from", description = "From this time on.") @Nullable String from,
            @Option(names = "--to", description = "Until this time.") @Nullable String to) {
        cli.remote().download("/audit/export" + Remote.query("from", from, "to", to), file);
        cli.terminal().tell("The records are in " + file + ".");
        return ExitCode.FINE;
    }

    @Command(name = "status", description = "Say how the log stands.")
    int status() {
        return cli.show("/audit/status", VIEW);
    }

    @Command(name = "check", description = "Let the server follow the whole chain.")
    int check() {
        JsonNode answer = cli.remote().post("/audit/verification", null);
        cli.printer().one(answer, VIEW);
        return answer.path("intact").asBoolean() ? ExitCode.FINE : ExitCode.NOT_HEALTHY;
    }
}
