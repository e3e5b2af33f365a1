/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code subrack context}. */
@Command(name = "context", description = "Names the servers that you work with.")
final class ContextCommands {
    private static final View VIEW = View.namedBy("name")
            .column("CONTEXT", "name")
            .column("CURRENT", context -> context.path("current").asBoolean() ? "*" : "")
            .column("URL", "url")
            .column("LOGGED IN", context -> context.path("loggedIn").asBoolean() ? "yes" : "no")
            .wide("CA", "ca");

    private final Cli cli;

    ContextCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List contexts.")
    int list() {
        var list = Remote.MAPPER.createArrayNode();
        String current = cli.contexts().current();
        for (var context : cli.contexts().all()) {
            list.addObject()
                    .put("name", context.name())
                    .put("current", context.name().equals(current))
                    .put("url", context.url())
                    .put("ca", context.ca())
                    .put("loggedIn", context.refreshToken() != null);
        }
        cli.printer().list(list, VIEW);
        return ExitCode.FINE;
    }

    @Command(name = "add", description = "Add a server; --ca names certificates to trust.")
    int add(
            @Parameters(index = "0", paramLabel = "NAME", description = "A name for it.") String name,
            @Parameters(index = "1", paramLabel = "URL", description = "Its address.") String url) {
        String ca = cli.ca() == null
                ? null
                : Path.of(String.valueOf(cli.ca())).toAbsolutePath().toString();
        String base = Http.to(url, ca).base().toString();
        cli.contexts().put(new Contexts.Context(name, base, ca, null, 0, null));
        cli.terminal().tell("'subrack login --context " + name + "' logs in there.");
        return ExitCode.FINE;
    }

    @Command(name = "use", description = "Work with this server from now on.")
    int use(@Parameters(paramLabel = "NAME", description = "Name of the context.") String name) {
        known(name);
        cli.contexts().use(name);
        cli.terminal().tell("Commands go to '" + name + "' now.");
        return ExitCode.FINE;
    }

    @Command(name = "rm", description = "Forget a server and the login there.")
    int remove(@Parameters(paramLabel = "NAME", description = "Name of the context.") String name) {
        known(name);
        cli.contexts().remove(name);
        cli.terminal().tell("'" + name + "' is forgotten.");
        return ExitCode.FINE;
    }

    private void known(String name) {
        if (cli.contexts().find(name).isEmpty()) {
            throw new CliException(
                    ExitCode.NOT_FOUND,
                    "there is no context '" + name + "'; 'subrack context ls' lists those there are");
        }
    }
}
