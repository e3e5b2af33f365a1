/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code subrack support-zip}. */
@Command(name = "support-zip", description = "Collects what a supporter needs, without secrets.")
final class SupportZipCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "FILE", defaultValue = "subrack-support.zip", description = "Where to.")
    @SuppressWarnings("NullAway.Init") // set before it runs
    private Path file;

    private final Cli cli;

    SupportZipCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        JsonNode job = JobCommands.toItsEnd(cli, cli.remote().post("/support-zip", null));
        String href = job.path("result").path("href").asText();
        if (!job.path("state").asText().equals("SUCCEEDED") || !href.startsWith(Remote.API)) {
            throw new CliException(
                    ExitCode.FAILED,
                    "nothing was collected: "
                            + job.path("problem").path("detail").asText());
        }
        cli.remote().download(href.substring(Remote.API.length()), file);
        cli.terminal().tell("It is in " + file + "; look through it before you send it away.");
        return ExitCode.FINE;
    }
}
