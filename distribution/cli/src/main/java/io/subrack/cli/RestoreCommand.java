/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack restore}. */
@Command(name = "restore", description = "Makes everything as it was when a backup was made.")
final class RestoreCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BACKUP", description = "Id of a backup at the server, or a file.")
    @SuppressWarnings("NullAway.Init") // set before it runs
    private String backup;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    private final Cli cli;

    RestoreCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        if (!yes) {
            if (!cli.terminal().interactive()) {
                throw CliException.usage("a restore takes the place of all there is now; --yes agrees to that");
            }
            if (!cli.terminal().confirm("A restore takes the place of all there is now. Restore " + backup + "?")) {
                return ExitCode.REFUSED;
            }
        }
        Path file = Path.of(backup);
        JsonNode job = Files.isRegularFile(file)
                ? cli.remote()
                        .upload("/restores?yes=true", file, "application/zip")
                        .body()
                : cli.remote()
                        .post(
                                "/restores?yes=true",
                                Remote.MAPPER.createObjectNode().put("backup", backup));
        return JobCommands.follow(cli, job);
    }
}
