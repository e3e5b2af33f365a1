/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options of every command, and what commands do alike. */
@Command(
        name = "subrack",
        description = "Works on a Subrack over its management API.",
        synopsisSubcommandLabel = "COMMAND")
final class Cli implements Runnable {
    static final int ALL = Integer.MAX_VALUE;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            defaultValue = "table",
            paramLabel = "FORMAT",
            description = "How results are printed: ${COMPLETION-CANDIDATES}.")
    private Printer.Format format = Printer.Format.table;

    @Option(
            names = "--context",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "Which of your servers; 'subrack context' lists them. Also SUBRACK_CONTEXT.")
    private @Nullable String context;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            description = "Address of the server, instead of the context's. Also SUBRACK_URL.")
    private @Nullable String url;

    @Option(
            names = "--ca",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Certificates to trust, in PEM.")
    private @Nullable String ca;

    @Option(
            names = "--token-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "A file with an API token. SUBRACK_TOKEN has the token itself.")
    private @Nullable Path tokenFile;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // set before anything runs
    private CommandSpec spec;

    private final Terminal terminal;
    private final Clock clock;
    private @Nullable Remote remote;

    Cli(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    Terminal terminal() {
        return terminal;
    }

    Clock clock() {
        return clock;
    }

    Printer printer() {
        return new Printer(terminal, format);
    }

    Contexts contexts() {
        return Contexts.of(terminal);
    }

    /** Returns the context that this command works with. */
    String contextName() {
        String chosen = context != null ? context : terminal.variable("SUBRACK_CONTEXT");
        return chosen != null ? chosen : contexts().current();
    }

    /** Returns the server's address: given, the context's, or that of the installation that this command is part of. */
    String address() {
        String given = url != null ? url : terminal.variable("SUBRACK_URL");
        if (given != null) {
            return given;
        }
        var known = contexts().find(contextName());
        if (known.isPresent()) {
            return known.get().url();
        }
        if (context != null) {
            throw CliException.usage(
                    "there is no context '" + context + "'; 'subrack context ls' lists those there are");
        }
        String data = terminal.variable("SUBRACK_DATA");
        if (data != null) {
            try {
                return Files.readString(Path.of(data, "run", "http.url")).strip();
            } catch (IOException notRunning) {
                return "http://localhost:8080";
            }
        }
        return "http://localhost:8080";
    }

    @Nullable
    String ca() {
        if (ca != null) {
            return ca;
        }
        return contexts().find(contextName()).map(Contexts.Context::ca).orElse(null);
    }

    Http http() {
        return Http.to(address(), ca());
    }

    Remote remote() {
        Remote open = remote;
        if (open == null) {
            open = new Remote(http(), new Credentials(token(), contexts(), contextName(), clock));
            remote = open;
        }
        return open;
    }

    private @Nullable String token() {
        if (tokenFile == null) {
            return terminal.variable("SUBRACK_TOKEN");
        }
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new CliException(ExitCode.USAGE, "the token file " + tokenFile + " cannot be read", e);
        }
    }

    int list(String path, View view) {
        return list(path, view, ALL);
    }

    int list(String path, View view, int atMost) {
        printer().list(remote().all(path, atMost), view);
        return ExitCode.FINE;
    }

    int show(String path, View view) {
        return show(remote().get(path), view);
    }

    int show(JsonNode resource, View view) {
        printer().one(resource, view);
        return ExitCode.FINE;
    }

    /** Removes something after asking a person; says so. */
    int remove(String path, String what, boolean yes) {
        if (!yes && terminal.interactive() && !terminal.confirm("Delete " + what + "?")) {
            terminal.tell("Nothing has changed.");
            return ExitCode.REFUSED;
        }
        remote().delete(path);
        terminal.tell("Deleted " + what + ".");
        return ExitCode.FINE;
    }
}
