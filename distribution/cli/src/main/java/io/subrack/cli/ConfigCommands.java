/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack config}. */
@Command(name = "config", description = "Reads and changes configuration; each change has a way back.")
final class ConfigCommands {
    private static final View PID = View.namedBy("pid")
            .column("PID", "pid")
            .column("BUNDLE", "bundle")
            .column("CHANGED", pid -> pid.path("changed").asBoolean() ? "yes" : "")
            .column("VALID", pid -> pid.path("valid").asBoolean(true) ? "yes" : "no")
            .wide("LAYERS", "layers")
            .wide("DESCRIPTION", "description");

    private static final View VALUE = View.namedBy("key")
            .column("KEY", "key")
            .column("VALUE", "effective")
            .column("FROM", "layer")
            .wide("DEFAULT", "default")
            .wide("PLATFORM", "platform");

    private static final View REVISION = View.namedBy("revision")
            .column("REVISION", "revision")
            .column("AT", "at")
            .column("BY", "author")
            .column("CHANGES", revision -> changes(revision.path("diff")))
            .column("REASON", "reason");

    private static final View CHANGE =
            View.namedBy("key").column("KEY", "key").column("FROM", "from").column("TO", "to");

    private final Cli cli;

    ConfigCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List what can be configured.")
    int list(
            @Option(names = "--bundle", description = "Only that of this bundle.") @Nullable String bundle,
            @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only PIDs with this in them.") @Nullable
                    String text) {
        return cli.list("/configurations" + Remote.query("bundle", bundle, "q", text), PID);
    }

    @Command(name = "get", description = "Show the values of a PID, or one of them.")
    int get(
            @Parameters(index = "0", paramLabel = "PID", description = "What is configured.") String pid,
            @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = "One of its keys.") @Nullable
                    String key) {
        JsonNode configuration = cli.remote().get(path(pid));
        JsonNode values = configuration.path("values");
        if (key != null) {
            JsonNode value = values.path(key);
            if (value.isMissingNode()) {
                throw new CliException(
                        ExitCode.NOT_FOUND,
                        pid + " has no key '" + key + "'; 'subrack config get " + pid + "' lists them");
            }
            if (cli.printer().structured()) {
                cli.printer().document(value);
            } else {
                cli.terminal().say(Printer.text(value.path("effective")));
            }
            return ExitCode.FINE;
        }
        if (cli.printer().structured()) {
            cli.printer().document(configuration);
            return ExitCode.FINE;
        }
        var rows = Remote.MAPPER.createArrayNode();
        for (Map.Entry<String, JsonNode> value : values.properties()) {
            ObjectNode row = value.getValue().deepCopy();
            row.put("key", value.getKey());
            row.put("layer", layer(row));
            rows.add(row);
        }
        cli.printer().list(rows, VALUE);
        return ExitCode.FINE;
    }

    @Command(name = "set", description = "Change keys: KEY=VALUE sets, KEY= takes the change back.")
    int set(
            @Parameters(index = "0", paramLabel = "PID", description = "What is configured.") String pid,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "KEY=VALUE",
                            description = "Values; [1,2] is a list.")
                    List<String> pairs,
            @Option(
                            names = {"-m", "--reason"},
                            description = "Why, for the history.")
                    @Nullable
                    String reason,
            @Option(names = "--dry-run", description = "Say what would change, and change nothing.") boolean dryRun) {
        ObjectNode body = Remote.MAPPER.createObjectNode();
        ObjectNode values = body.putObject("values");
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw CliException.usage("'" + pair + "' is not KEY=VALUE");
            }
            String text = pair.substring(equals + 1);
            values.set(pair.substring(0, equals), text.isEmpty() ? null : value(text));
        }
        if (dryRun) {
            return validate(pid, body);
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        cli.remote().call("PATCH", path(pid), body, Map.of());
        cli.terminal().tell(pid + " is changed; 'subrack config revert " + pid + "' takes it back.");
        return ExitCode.FINE;
    }

    private int validate(String pid, ObjectNode body) {
        JsonNode answer = cli.remote().post(path(pid) + "/validation", body);
        if (cli.printer().structured()) {
            cli.printer().document(answer);
        } else {
            cli.printer().list(answer.path("diff"), CHANGE);
            answer.path("faults")
                    .forEach(fault -> cli.terminal()
                            .tell(fault.path("key").asText() + ": "
                                    + fault.path("sentence").asText()));
        }
        return answer.path("valid").asBoolean() ? ExitCode.FINE : ExitCode.REFUSED;
    }

    @Command(name = "diff", description = "Show how a PID differs from its default and the platform's file.")
    int diff(@Parameters(paramLabel = "PID", description = "What is configured.") String pid) {
        var changes = Remote.MAPPER.createArrayNode();
        JsonNode values = cli.remote().get(path(pid)).path("values");
        for (Map.Entry<String, JsonNode> value : values.properties()) {
            JsonNode node = value.getValue();
            if (node.has("admin") || node.has("platform")) {
                ObjectNode change = changes.addObject().put("key", value.getKey());
                change.set(
                        "from", node.has("admin") && node.has("platform") ? node.get("platform") : node.get("default"));
                change.set("to", node.get("effective"));
            }
        }
        cli.printer().list(changes, CHANGE);
        return ExitCode.FINE;
    }

    @Command(name = "history", description = "List the changes of a PID, the newest first.")
    int history(@Parameters(paramLabel = "PID", description = "What is configured.") String pid) {
        return cli.list(path(pid) + "/history", REVISION);
    }

    @Command(name = "revert", description = "Go back to an earlier revision of a PID, as a new one.")
    int revert(
            @Parameters(index = "0", paramLabel = "PID", description = "What is configured.") String pid,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "REVISION",
                            description = "The one before if it is left out.")
                    @Nullable
                    Long revision,
            @Option(
                            names = {"-m", "--reason"},
                            description = "Why, for the history.")
                    @Nullable
                    String reason) {
        ObjectNode body = Remote.MAPPER.createObjectNode();
        if (revision != null) {
            body.put("revision", revision);
        } else {
            var history = cli.remote().all(path(pid) + "/history?limit=2", 2);
            if (history.isEmpty()) {
                throw new CliException(ExitCode.NOT_FOUND, pid + " was never changed");
            }
            if (history.size() < 2) { // before its only change there was none
                cli.remote().delete(path(pid));
                cli.terminal().tell(pid + " is as it was before it was changed.");
                return ExitCode.FINE;
            }
            body.put("revision", history.get(1).path("revision").asLong());
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        cli.remote().post(path(pid) + "/revert", body);
        cli.terminal()
                .tell(pid + " is as it was at revision " + body.path("revision").asText() + ".");
        return ExitCode.FINE;
    }

    @Command(name = "reset", description = "Take back all changes of a PID.")
    int reset(
            @Parameters(paramLabel = "PID", description = "What is configured.") String pid,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return cli.remove(path(pid), "the changes of " + pid, yes);
    }

    private static String path(String pid) {
        return "/configurations/" + Remote.encode(pid);
    }

    private static String layer(JsonNode value) {
        return value.has("admin") ? "admin" : value.has("platform") ? "platform" : "default";
    }

    private static String changes(JsonNode diff) {
        var text = new StringBuilder();
        diff.forEach(change -> text.append(text.isEmpty() ? "" : ", ")
                .append(change.path("key").asText())
                .append('=')
                .append(Printer.text(change.path("to"))));
        return text.toString();
    }

    /** A list is written as JSON; everything else is text, which the schema gives its type. */
    private static JsonNode value(String text) {
        if (text.startsWith("[")) {
            try {
                return Remote.MAPPER.readTree(text);
            } catch (IOException noList) {
                throw new CliException(ExitCode.USAGE, "'" + text + "' is no JSON list", noList);
            }
        }
        return Remote.MAPPER.getNodeFactory().textNode(text);
    }
}
