/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Everything that changes what is live goes this way: plan, show, ask, apply, follow. */
final class Deploying {
    /** How a change is made. */
    static final class Options {
        @Option(names = "--dry-run", description = "Print the plan and change nothing.")
        boolean dryRun;

        @Option(
                names = {"-y", "--yes"},
                description = "Do not ask; yes, too, to a plan that reaches other bundles.")
        boolean yes;

        @Option(names = "--grant", description = "Grant the scopes that bundles newly ask for: 'asked' or 'none'.")
        @Nullable
        String grant;

        @Option(
                names = {"-m", "--reason"},
                description = "Why, for the history.")
        @Nullable
        String reason;

        @Option(names = "--no-wait", description = "Return when it is accepted, and do not wait for its end.")
        boolean noWait;
    }

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Cli cli;
    private final Options options;

    Deploying(Cli cli, Options options) {
        this.cli = cli;
        this.options = options;
        if (options.grant != null && !List.of("asked", "none").contains(options.grant)) {
            throw CliException.usage("--grant is 'asked' or 'none'");
        }
    }

    static ObjectNode change(String action) {
        return Remote.MAPPER.createObjectNode().put("action", action);
    }

    static ObjectNode onArtifact(String action, String sha256) {
        return change(action).put("artifact", sha256);
    }

    static ObjectNode onBundle(String action, String bundle) {
        return change(action).put("bundle", bundle);
    }

    /** Plans changes, and goes on as {@link #go} does. */
    int make(List<ObjectNode> changes) {
        var request = Remote.MAPPER.createObjectNode();
        ArrayNode list = request.putArray("changes");
        changes.forEach(list::add);
        if (options.reason != null) {
            request.put("reason", options.reason);
        }
        return go(cli.remote().post("/plans", request));
    }

    /** Shows a plan; applies it and follows its deployment unless this is a dry run. Returns the exit code. */
    int go(JsonNode plan) {
        boolean applicable = plan.path("applicable").asBoolean();
        if (options.dryRun) {
            if (cli.printer().structured()) {
                cli.printer().document(plan);
            } else {
                PlanText.of(plan).forEach(cli.terminal()::say);
            }
            return applicable ? ExitCode.FINE : ExitCode.REFUSED;
        }
        PlanText.of(plan).forEach(cli.terminal()::tell);
        if (!applicable) {
            throw new CliException(ExitCode.REFUSED, "this cannot be applied; nothing has changed");
        }
        String grants = Objects.requireNonNullElse(options.grant, "none");
        var asked = PlanText.asked(plan);
        if (!options.yes) {
            if (cli.terminal().interactive()) {
                if (!asked.isEmpty() && options.grant == null) {
                    grants = cli.terminal().confirm("Grant what is asked for (" + String.join("; ", asked) + ")?")
                            ? "asked"
                            : "none";
                }
                if (!cli.terminal().confirm("Apply?")) {
                    cli.terminal().tell("Nothing has changed.");
                    return ExitCode.REFUSED;
                }
            } else if (PlanText.needsYes(plan)) {
                throw CliException.usage("the plan reaches bundles that you did not name; --yes agrees to that");
            }
        }
        if (!asked.isEmpty() && options.grant == null && grants.equals("none")) {
            cli.terminal().tell("Not granted: " + String.join("; ", asked) + " (--grant asked grants it)");
        }
        var request = Remote.MAPPER.createObjectNode();
        request.put("plan", plan.path("id").asText());
        request.put("yes", true);
        request.put("grants", grants);
        return follow(cli.remote().post("/deployments", request));
    }

    private int follow(JsonNode accepted) {
        String id = accepted.path("id").asText();
        JsonNode end = options.noWait ? accepted : toItsEnd(id);
        if (cli.printer().structured()) {
            cli.printer().document(end);
        }
        String status = end.path("status").asText();
        switch (status) {
            case "COMMITTED" -> {
                String took = end.path("durationMillis").asText();
                cli.terminal()
                        .tell("Set " + end.path("newSet").asText() + " is live (deployment " + id + ", " + took
                                + " ms).");
                end.path("warnings").forEach(warning -> cli.terminal().tell("Mind: " + warning.asText()));
                return ExitCode.FINE;
            }
            case "RUNNING" -> {
                cli.terminal()
                        .tell("Deployment " + id + " is on its way; 'subrack deploy show " + id
                                + "' tells how it goes.");
                return ExitCode.FINE;
            }
            default -> {
                String detail = end.path("failure").path("detail").asText(status.toLowerCase(Locale.ROOT));
                throw new CliException(
                        ExitCode.FAILED, "deployment " + id + " failed, and all is as it was before: " + detail);
            }
        }
    }

    /** The stream may break off with the server; then the deployment itself is asked until it has ended. */
    private JsonNode toItsEnd(String id) {
        String path = "/deployments/" + Remote.encode(id);
        try (InputStream stream = cli.remote().stream(path + "/events", "text/event-stream")) {
            Events.read(stream, event -> {
                if (event.name().equals("step")) {
                    cli.terminal()
                            .retell("  " + event.data().path("phase").asText().toLowerCase(Locale.ROOT) + ": "
                                    + event.data().path("text").asText());
                }
                return !event.name().equals("end");
            });
        } catch (IOException broken) {
            cli.terminal().tell("The stream of events broke off; asking instead.");
        } finally {
            cli.terminal().endRetell();
        }
        long until = System.nanoTime() + LONGEST.toNanos();
        JsonNode deployment = cli.remote().get(path + "?wait=PT10S");
        while (deployment.path("status").asText().equals("RUNNING") && System.nanoTime() < until) {
            deployment = cli.remote().get(path + "?wait=PT10S");
        }
        return deployment;
    }
}
