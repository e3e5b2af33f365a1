/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack log}. */
@Command(name = "log", description = "Reads the log, and sets levels that go back by themselves.")
final class LogCommands {
    /** What to read of the log. */
    static final class Options {
        @Option(
                names = {"-f", "--follow"},
                description = "Go on as lines come.")
        boolean follow;

        @Option(names = "--level", description = "This level and those above it.")
        @Nullable
        String level;

        @Option(
                names = {"-q", "--text"},
                description = "Only lines with this in them.")
        @Nullable
        String text;

        @Option(names = "--request", description = "Only lines of this request.")
        @Nullable
        String request;

        @Option(names = "--trace", description = "Only lines of this trace.")
        @Nullable
        String trace;

        @Option(names = "--from", description = "From this time on, as 2026-01-31T12:00:00Z.")
        @Nullable
        String from;

        @Option(names = "--limit", defaultValue = "100", description = "How many lines.")
        int limit;
    }

    private static final View LOGGER = View.namedBy("name")
            .column("LOGGER", "name")
            .column("LEVEL", "level")
            .column("EFFECTIVE", "effective")
            .column("UNTIL", "until");

    private final Cli cli;

    LogCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "show", description = "Show the log.")
    int show(
            @Mixin Options options,
            @Option(names = "--bundle", description = "Only lines of this bundle.") @Nullable String bundle) {
        String filters = Remote.query(
                "bundle",
                bundle,
                "level",
                BundleCommands.upper(options.level),
                "q",
                options.text,
                "request",
                options.request,
                "trace",
                options.trace);
        var newest = cli.remote()
                .all(
                        "/logs" + filters + (filters.isEmpty() ? "?" : "&")
                                + Remote.query("limit", Math.min(options.limit, 1000), "from", options.from)
                                        .substring(1),
                        options.limit);
        if (cli.printer().structured() && !options.follow) {
            cli.printer().document(newest);
            return ExitCode.FINE;
        }
        for (int i = newest.size() - 1; i >= 0; i--) {
            line(newest.get(i));
        }
        if (options.follow) {
            follow(filters);
        }
        return ExitCode.FINE;
    }

    private void follow(String filters) {
        try (InputStream stream = cli.remote().stream("/logs/stream" + filters, "text/event-stream")) {
            Events.read(stream, event -> {
                if (event.name().equals("log")) {
                    line(event.data());
                } else if (event.name().equals("dropped")) {
                    cli.terminal().tell("(" + event.data().path("count").asText() + " lines were too fast to show)");
                }
                return true;
            });
            cli.terminal().tell("The server has ended the stream.");
        } catch (IOException broken) {
            throw new CliException(ExitCode.SERVER_GONE, "the log broke off: the server is gone", broken);
        }
    }

    private void line(JsonNode entry) {
        if (cli.printer().structured()) {
            cli.terminal().out().println(entry);
            return;
        }
        cli.terminal()
                .say(time(entry.path("at").asText()) + " "
                        + String.format("%-5s", entry.path("level").asText()) + " "
                        + entry.path("bundle").asText(entry.path("logger").asText()) + " "
                        + entry.path("message").asText());
        if (entry.hasNonNull("exception")) {
            cli.terminal().say(entry.path("exception").asText());
        }
    }

    /** Milliseconds are enough for eyes. */
    private static String time(String instant) {
        int dot = instant.indexOf('.');
        return dot < 0 || instant.length() < dot + 5 ? instant : instant.substring(0, dot + 4) + "Z";
    }

    @Command(name = "loggers", description = "List loggers with levels of their own.")
    int loggers(
            @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only those with this in their name.")
                    @Nullable
                    String text) {
        return cli.list("/loggers" + Remote.query("q", text), LOGGER);
    }

    @Command(name = "level", description = "Show or set the level of a logger; it goes back by itself.")
    int level(
            @Parameters(index = "0", paramLabel = "LOGGER", description = "Its name, or ROOT.") String logger,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "LEVEL",
                            description = "ERROR, WARN, INFO, DEBUG, TRACE, or RESET.")
                    @Nullable
                    String level,
            @Option(names = "--minutes", description = "For how long.", defaultValue = "10") int minutes) {
        return level(cli, "/loggers/" + Remote.encode(logger), level, minutes);
    }

    static int level(Cli cli, String path, @Nullable String level, int minutes) {
        if (level == null) {
            return cli.show(path, LOGGER);
        }
        if (level.equalsIgnoreCase("RESET")) {
            cli.remote().delete(path);
            cli.terminal().tell("The level is the configured one again.");
            return ExitCode.FINE;
        }
        ObjectNode body = Remote.MAPPER
                .createObjectNode()
                .put("level", BundleCommands.upper(level))
                .put("minutes", minutes);
        cli.remote().call("PUT", path, body, Map.of());
        cli.terminal().tell("The level is " + BundleCommands.upper(level) + " for " + minutes + " minutes.");
        return ExitCode.FINE;
    }
}
