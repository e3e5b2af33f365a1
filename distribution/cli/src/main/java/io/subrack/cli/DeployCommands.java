/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack deploy}. */
@Command(name = "deploy", description = "Plans and applies deployments, looks back at them, and goes back.")
final class DeployCommands {
    private static final View DEPLOYMENT = View.namedBy("id")
            .column("DEPLOYMENT", "id")
            .column("STATUS", deployment -> BundleCommands.lower(deployment.path("status")))
            .column("SET", "newSet")
            .column("STARTED", "started")
            .column("MS", "durationMillis")
            .column("BY", "author")
            .column("WHAT", DeployCommands::what)
            .wide("REASON", "reason")
            .wide("FAILURE", "failure/detail");

    private static final View SET = View.namedBy("number")
            .column("SET", "number")
            .column("LIVE", set -> set.path("current").asBoolean() ? "live" : "")
            .column("MADE", "created")
            .column("BY", "author")
            .column("BUNDLES", set -> String.valueOf(set.path("bundles").size()))
            .column("REASON", "reason")
            .wide("DEPLOYMENT", "deployment");

    private static final View DIFFERENCE = View.namedBy("symbolicName")
            .column("BUNDLE", "symbolicName")
            .column("CHANGE", "change")
            .column("FROM", "from")
            .column("TO", "to");

    private final Cli cli;

    DeployCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "plan", description = "Show what a deployment of these bundles would do; changes nothing.")
    int plan(@Parameters(arity = "1..*", paramLabel = "WHAT", description = Artifacts.WHAT) List<String> what) {
        var options = new Deploying.Options();
        options.dryRun = true;
        return new Artifacts(cli).deploy("deploy", what, options);
    }

    @Command(
            name = "apply",
            description = "Install or update to these bundles in one deployment, or apply a plan by its id.")
    int apply(
            @Parameters(arity = "1..*", paramLabel = "WHAT", description = Artifacts.WHAT + " Or 'plan:ID'.")
                    List<String> what,
            @Mixin Deploying.Options options) {
        if (what.size() == 1 && what.get(0).startsWith("plan:")) {
            String id = what.get(0).substring("plan:".length());
            return new Deploying(cli, options).go(cli.remote().get("/plans/" + Remote.encode(id)));
        }
        return new Artifacts(cli).deploy("deploy", what, options);
    }

    @Command(name = "history", description = "List deployments, the newest first.")
    int history(@Option(names = "--limit", defaultValue = "20", description = "How many.") int limit) {
        return cli.list("/deployments?limit=" + Math.min(500, Math.max(1, limit)), DEPLOYMENT, limit);
    }

    @Command(name = "show", description = "Show a deployment with its steps.")
    int show(@Parameters(paramLabel = "ID", description = "Id of the deployment.") String id) {
        return cli.show("/deployments/" + Remote.encode(id), DEPLOYMENT);
    }

    @Command(name = "sets", description = "List deployment sets, the newest first.")
    int sets(@Option(names = "--limit", defaultValue = "20", description = "How many.") int limit) {
        return cli.list("/sets?limit=" + Math.min(500, Math.max(1, limit)), SET, limit);
    }

    @Command(name = "set", description = "Show a deployment set.")
    int set(
            @Parameters(paramLabel = "N", description = "Its number, or 'current'.", defaultValue = "current")
                    String number) {
        return cli.show("/sets/" + Remote.encode(number), SET);
    }

    @Command(name = "diff", description = "Compare two deployment sets.")
    int diff(
            @Parameters(index = "0", paramLabel = "FROM", description = "Number of a set.") long from,
            @Parameters(index = "1", paramLabel = "TO", description = "Number of a set, or 'current'.") String to) {
        JsonNode difference = cli.remote().get("/sets/" + from + "/diff/" + Remote.encode(to));
        if (cli.printer().structured()) {
            cli.printer().document(difference);
        } else {
            cli.printer().list(difference.path("bundles"), DIFFERENCE);
        }
        return ExitCode.FINE;
    }

    @Command(name = "export", description = "Write a deployment set to a file.")
    int export(
            @Parameters(index = "0", paramLabel = "N", description = "Its number, or 'current'.") String number,
            @Parameters(index = "1", paramLabel = "FILE", description = "Where to.") Path file) {
        cli.remote().download("/sets/" + Remote.encode(number) + "/export", file);
        cli.terminal().tell("Set " + number + " is in " + file + ".");
        return ExitCode.FINE;
    }

    @Command(name = "rollback", description = "Make an earlier set live again, as a new one.")
    int rollback(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "N",
                            description = "Number of the set; the one before if it is left out.")
                    @Nullable
                    Long number,
            @Mixin Deploying.Options options) {
        long set = number != null ? number : before();
        return new Deploying(cli, options)
                .make(List.of(Deploying.change("rollBack").put("set", set)));
    }

    private long before() {
        var sets = cli.remote().all("/sets?limit=2", 2);
        if (sets.size() < 2) {
            throw new CliException(ExitCode.NOT_FOUND, "there is no earlier set to go back to");
        }
        return sets.get(1).path("number").asLong();
    }

    private static String what(JsonNode deployment) {
        var what = new StringBuilder();
        for (JsonNode bundle : deployment.path("bundles")) {
            String action = bundle.path("action").asText();
            if (!action.equals("REWIRE")) {
                what.append(what.isEmpty() ? "" : ", ")
                        .append(BundleCommands.lower(bundle.path("action")))
                        .append(' ')
                        .append(bundle.path("bundle").asText())
                        .append(
                                bundle.hasNonNull("to")
                                        ? " " + bundle.path("to").asText()
                                        : "");
            }
        }
        return what.toString();
    }
}
