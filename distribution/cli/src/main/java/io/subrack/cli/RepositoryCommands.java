/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack repo}. */
@Command(name = "repo", description = "Manages the repositories that bundles come from, and searches them.")
final class RepositoryCommands {
    private static final View REPOSITORY = View.namedBy("id")
            .column("ID", "id")
            .column("KIND", "kind")
            .column("URL", "url")
            .column("ENABLED", "enabled")
            .column("STATUS", "status")
            .column("BUNDLES", "bundles")
            .wide("CHECKED", "checked")
            .wide("PROBLEM", "problem");

    private static final View FOUND = View.namedBy("symbolicName")
            .column("BUNDLE", "symbolicName")
            .column("LATEST", "latest")
            .column("INSTALLED", "installed")
            .column("REPOSITORY", "repository")
            .column("NAME", "name")
            .wide("COORDINATES", "coordinates")
            .wide("VERSIONS", "versions");

    private static final View UPDATE = View.namedBy("bundle")
            .column("BUNDLE", "bundle")
            .column("VERSION", "version")
            .column("LATEST", "latest")
            .column("REPOSITORY", "repository");

    private final Cli cli;

    RepositoryCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List repositories.")
    int list() {
        return cli.list("/repositories", REPOSITORY);
    }

    @Command(name = "show", description = "Show a repository.")
    int show(@Parameters(paramLabel = "ID", description = "Its name.") String id) {
        return cli.show(path(id), REPOSITORY);
    }

    @Command(name = "add", description = "Add a repository.")
    int add(
            @Parameters(index = "0", paramLabel = "ID", description = "A name for it.") String id,
            @Parameters(index = "1", paramLabel = "URL", description = "Where it is.") String url,
            @Option(names = "--kind", defaultValue = "maven", description = "maven, r5 or folder.") String kind,
            @Option(names = "--priority", description = "Lower ones are asked first.") @Nullable Integer priority) {
        ObjectNode body =
                Remote.MAPPER.createObjectNode().put("id", id).put("kind", kind).put("url", url);
        if (priority != null) {
            body.put("priority", priority);
        }
        return cli.show(cli.remote().post("/repositories", body), REPOSITORY);
    }

    @Command(name = "rm", description = "Remove a repository that no installed bundle came from.")
    int remove(
            @Parameters(paramLabel = "ID", description = "Its name.") String id,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes) {
        return cli.remove(path(id), "repository " + id, yes);
    }

    @Command(name = "refresh", description = "Read a repository anew.")
    int refresh(@Parameters(paramLabel = "ID", description = "Its name.") String id) {
        return JobCommands.follow(cli, cli.remote().post(path(id) + "/refresh", null));
    }

    @Command(name = "search", description = "Search all repositories.")
    int search(
            @Parameters(arity = "0..1", paramLabel = "TEXT", description = "What to look for.") @Nullable String text,
            @Option(names = "--limit", defaultValue = "50", description = "How many.") int limit) {
        return cli.list("/catalogue" + Remote.query("q", text), FOUND, limit);
    }

    @Command(name = "updates", description = "List bundles of which there are newer versions.")
    int updates() {
        return cli.list("/catalogue/updates", UPDATE);
    }

    private static String path(String id) {
        return "/repositories/" + Remote.encode(id);
    }
}
