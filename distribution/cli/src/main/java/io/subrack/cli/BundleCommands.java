/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack bundle}. */
@Command(name = "bundle", description = "Installs, updates, stops and explains capability bundles.")
final class BundleCommands {
    static final View VIEW = View.namedBy("symbolicName")
            .column("BUNDLE", "symbolicName")
            .column("VERSION", "version")
            .column("STATE", bundle -> lower(bundle.path("state")))
            .column("HEALTH", bundle -> lower(bundle.path("health")))
            .column("ENDPOINTS", "endpoints")
            .column("REQ/S", bundle -> rate(bundle.at("/traffic/requestsPerSecond")))
            .column("UPDATE", "update/version")
            .wide("SERVICES", "services")
            .wide("P95 MS", "traffic/p95Millis")
            .wide("SIGNATURE", "signature/state")
            .wide("NAME", "name")
            .wide("SINCE", "since");

    private final Cli cli;

    BundleCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List bundles.")
    int list(
            @Option(names = "--state", description = "Only STARTED or STOPPED ones.") @Nullable String state,
            @Option(names = "--health", description = "Only those of this health, as SERVING or FAILED.") @Nullable
                    String health,
            @Option(names = "--kind", description = "'capability' (default), 'platform' or 'all'.") @Nullable
                    String kind,
            @Option(names = "--sort", description = "name, state, health or version; -name the other way round.")
                    @Nullable
                    String sort,
            @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only those with this in their name.")
                    @Nullable
                    String text) {
        return cli.list(
                "/bundles"
                        + Remote.query(
                                "state", upper(state), "health", upper(health), "kind", kind, "sort", sort, "q", text),
                VIEW);
    }

    @Command(name = "show", description = "Show all about one bundle.")
    int show(@Parameters(paramLabel = "BUNDLE", description = "Symbolic name.") String bundle) {
        return cli.show(path(bundle), VIEW);
    }

    @Command(name = "why", description = "Say why a bundle is not serving, and what helps.")
    int why(@Parameters(paramLabel = "BUNDLE", description = "Symbolic name.") String bundle) {
        JsonNode why = cli.remote().get(path(bundle) + "/why");
        if (cli.printer().structured()) {
            cli.printer().document(why);
            return ExitCode.FINE;
        }
        cli.terminal().say(why.path("sentence").asText());
        why.path("leafCauses").forEach(cause -> cli.terminal().say("  because " + cause.asText()));
        for (JsonNode fix : why.path("fixes")) {
            cli.terminal().say("  fix: " + fix.path("label").asText() + command(fix));
        }
        return ExitCode.FINE;
    }

    @Command(name = "install", description = "Install bundles: jar files, or names and coordinates from repositories.")
    int install(
            @Parameters(arity = "1..*", paramLabel = "WHAT", description = Artifacts.WHAT) List<String> what,
            @Mixin Deploying.Options options) {
        return new Artifacts(cli).deploy("install", what, options);
    }

    @Command(name = "update", description = "Update bundles: jar files, or names and coordinates from repositories.")
    int update(
            @Parameters(arity = "1..*", paramLabel = "WHAT", description = Artifacts.WHAT) List<String> what,
            @Mixin Deploying.Options options) {
        return new Artifacts(cli).deploy("update", what, options);
    }

    @Command(name = "start", description = "Start bundles.")
    int start(
            @Parameters(arity = "1..*", paramLabel = "BUNDLE", description = "Symbolic names.") List<String> bundles,
            @Mixin Deploying.Options options) {
        return make("start", bundles, options);
    }

    @Command(name = "stop", description = "Stop bundles; what is running may end.")
    int stop(
            @Parameters(arity = "1..*", paramLabel = "BUNDLE", description = "Symbolic names.") List<String> bundles,
            @Mixin Deploying.Options options) {
        impact(bundles, "stop");
        return make("stop", bundles, options);
    }

    @Command(name = "uninstall", description = "Uninstall bundles; their data and configuration stay.")
    int uninstall(
            @Parameters(arity = "1..*", paramLabel = "BUNDLE", description = "Symbolic names.") List<String> bundles,
            @Mixin Deploying.Options options) {
        impact(bundles, "uninstall");
        return make("uninstall", bundles, options);
    }

    @Command(name = "grant", description = "Set what the service account of a bundle may do.")
    int grant(
            @Parameters(index = "0", paramLabel = "BUNDLE", description = "Symbolic name.") String bundle,
            @Parameters(
                            index = "1..*",
                            paramLabel = "SCOPE",
                            description = "All scopes it has from then on; none takes all away.")
                    @Nullable
                    List<String> scopes,
            @Mixin Deploying.Options options) {
        ObjectNode change = Deploying.onBundle("grant", bundle);
        var list = change.putArray("scopes");
        if (scopes != null) {
            scopes.forEach(list::add);
        }
        return new Deploying(cli, options).make(List.of(change));
    }

    @Command(name = "logs", description = "Show the log of a bundle.")
    int logs(
            @Parameters(paramLabel = "BUNDLE", description = "Symbolic name.") String bundle,
            @Mixin LogCommands.Options options) {
        return new LogCommands(cli).show(options, bundle);
    }

    @Command(name = "log-level", description = "Show or set the log level of a bundle; it goes back by itself.")
    int level(
            @Parameters(index = "0", paramLabel = "BUNDLE", description = "Symbolic name.") String bundle,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "LEVEL",
                            description = "ERROR, WARN, INFO, DEBUG, TRACE, or RESET.")
                    @Nullable
                    String level,
            @Option(names = "--minutes", description = "For how long.", defaultValue = "10") int minutes) {
        return LogCommands.level(cli, path(bundle) + "/log-level", level, minutes);
    }

    private int make(String action, List<String> bundles, Deploying.Options options) {
        var changes = new ArrayList<ObjectNode>();
        bundles.forEach(bundle -> changes.add(Deploying.onBundle(action, bundle)));
        return new Deploying(cli, options).make(changes);
    }

    private void impact(List<String> bundles, String action) {
        for (String bundle : bundles) {
            try {
                JsonNode impact = cli.remote().get(path(bundle) + "/impact" + Remote.query("action", action));
                cli.terminal().tell(impact.path("sentence").asText());
            } catch (ProblemAnswer unknown) {
                if (unknown.status() != 404) {
                    throw unknown;
                }
                // the plan says it with the name
            }
        }
    }

    /** Returns the command that does what a fix says. */
    static String command(JsonNode fix) {
        String bundle = fix.path("bundle").asText();
        String command = switch (fix.path("kind").asText()) {
            case "install", "update" ->
                "subrack bundle " + fix.path("kind").asText() + " "
                        + fix.path("coordinates").asText(bundle);
            case "start" -> "subrack bundle start " + bundle;
            case "uninstall" -> "subrack bundle uninstall " + bundle;
            case "rollback" -> "subrack deploy rollback " + fix.path("set").asText();
            case "configure" ->
                "subrack config set " + fix.path("pid").asText() + " "
                        + fix.path("key").asText() + "=…";
            case "grant" -> "subrack bundle grant " + bundle + " …";
            default -> "";
        };
        return command.isEmpty() ? "" : " (" + command + ")";
    }

    private static String path(String bundle) {
        return "/bundles/" + Remote.encode(bundle);
    }

    static String lower(JsonNode value) {
        return value.asText().toLowerCase(Locale.ROOT);
    }

    static @Nullable String upper(@Nullable String text) {
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    private static String rate(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f", value.asDouble()) : "";
    }
}
