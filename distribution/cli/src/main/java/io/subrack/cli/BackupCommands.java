/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack backup}. */
@Command(name = "backup", description = "Makes, lists and fetches backups.")
final class BackupCommands {
    private static final View VIEW = View.namedBy("id")
            .column("BACKUP", "id")
            .column("MADE", "created")
            .column("BYTES", "size")
            .column("SET", "set")
            .wide("SHA256", "sha256");

    private final Cli cli;

    BackupCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List backups, the newest first.")
    int list() {
        return cli.list("/backups", VIEW);
    }

    @Command(name = "create", description = "Make a backup while the platform runs.")
    int create(
            @Option(names = "--to", paramLabel = "FILE", description = "Fetch it to this file when it is made.")
                    @Nullable
                    Path file) {
        JsonNode job = JobCommands.toItsEnd(cli, cli.remote().post("/backups", null));
        if (!job.path("state").asText().equals("SUCCEEDED")) {
            throw new CliException(
                    ExitCode.FAILED,
                    "no backup was made: " + job.path("problem").path("detail").asText());
        }
        String href = job.path("result").path("href").asText();
        String id = href.substring(href.lastIndexOf('/') + 1);
        cli.terminal().say(id);
        return file == null ? ExitCode.FINE : fetch(id, file);
    }

    @Command(name = "fetch", description = "Copy a backup to a file.")
    int fetch(
            @Parameters(index = "0", paramLabel = "ID", description = "Id of the backup.") String id,
            @Parameters(index = "1", paramLabel = "FILE", description = "Where to.") Path file) {
        cli.remote().download("/backups/" + Remote.encode(id), file);
        cli.terminal().tell("The backup is in " + file + "; keep it as safe as the platform itself.");
        return ExitCode.FINE;
    }

    @Command(name = "rm", description = "Delete a backup.")
    int remove(
            @Parameters(paramLabel = "ID", description = "Id of the backup.") String id,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return cli.remove("/backups/" + Remote.encode(id), "backup " + id, yes);
    }
}
