/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack job}. */
@Command(name = "job", description = "Looks after what runs longer than a call.")
final class JobCommands {
    private static final View VIEW = View.namedBy("id")
            .column("JOB", "id")
            .column("KIND", "kind")
            .column("STATE", job -> BundleCommands.lower(job.path("state")))
            .column("TITLE", "title")
            .column("STARTED", "started")
            .wide("ENDED", "ended")
            .wide("BY", "actor");

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Cli cli;

    JobCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List jobs, the newest first.")
    int list(
            @Option(names = "--state", description = "RUNNING, SUCCEEDED, FAILED or CANCELLED.") @Nullable String state,
            @Option(names = "--limit", defaultValue = "20", description = "How many.") int limit) {
        return cli.list("/jobs" + Remote.query("state", BundleCommands.upper(state)), VIEW, limit);
    }

    @Command(name = "show", description = "Show a job with its steps.")
    int show(@Parameters(paramLabel = "ID", description = "Id of the job.") String id) {
        return cli.show(path(id), VIEW);
    }

    @Command(name = "follow", description = "Wait until a job has ended, and show how it goes.")
    int follow(@Parameters(paramLabel = "ID", description = "Id of the job.") String id) {
        return follow(cli, cli.remote().get(path(id)));
    }

    @Command(name = "cancel", description = "Cancel a job.")
    int cancel(@Parameters(paramLabel = "ID", description = "Id of the job.") String id) {
        cli.remote().post(path(id) + "/cancellation", null);
        cli.terminal().tell("Job " + id + " is told to end.");
        return ExitCode.FINE;
    }

    /** Follows a job to its end; returns the exit code. */
    static int follow(Cli cli, JsonNode job) {
        JsonNode end = toItsEnd(cli, job);
        if (cli.printer().structured()) {
            cli.printer().document(end);
        }
        String state = end.path("state").asText();
        if (state.equals("SUCCEEDED")) {
            cli.terminal().tell(end.path("title").asText("It") + ": done.");
            return ExitCode.FINE;
        }
        throw new CliException(
                ExitCode.FAILED,
                "job " + end.path("id").asText() + " " + state.toLowerCase(Locale.ROOT) + ": "
                        + end.path("problem").path("detail").asText("no reason was given"));
    }

    static JsonNode toItsEnd(Cli cli, JsonNode job) {
        String path = path(job.path("id").asText());
        try (InputStream stream = cli.remote().stream(path + "/events", "text/event-stream")) {
            Events.read(stream, event -> {
                if (event.name().equals("progress")) {
                    String percent = event.data().path("percent").asText();
                    JsonNode steps = event.data().path("steps");
                    String step = steps.isEmpty()
                            ? event.data().path("title").asText()
                            : steps.get(steps.size() - 1).path("name").asText();
                    cli.terminal().retell("  " + step + (percent.isEmpty() ? "" : " " + percent + " %"));
                }
                return !event.name().equals("end");
            });
        } catch (IOException broken) {
            cli.terminal().tell("The stream of events broke off; asking instead.");
        } finally {
            cli.terminal().endRetell();
        }
        long until = System.nanoTime() + LONGEST.toNanos();
        JsonNode now = cli.remote().get(path);
        while (now.path("state").asText().equals("RUNNING") && System.nanoTime() < until) {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            now = cli.remote().get(path);
        }
        return now;
    }

    private static String path(String id) {
        return "/jobs/" + Remote.encode(id);
    }
}
