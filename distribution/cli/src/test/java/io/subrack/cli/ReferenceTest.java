/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The reference is what the commands say of themselves. {@code -Dsubrack.reference.write=true} writes it anew. */
class ReferenceTest {
    private static final Path FILE = Path.of("../../docs/reference/cli.md");

    private static final String HEAD = """
            # Command line

            `bin/subrack` has two kinds of commands. `start`, `stop`, `run`, `status`, `train`, `version`, `recover-admin` and
            `audit verify` work on the installation that they lie in; `subrack help` describes them. All others are a client of
            the management API and work on any Subrack; they are listed here. This page is made from the commands themselves.

            `subrack login` asks for the approval of a person in a browser, here or on another machine. A script sets
            `SUBRACK_TOKEN` to an API token instead, or names a file with one by `--token-file`. The server is, in this order:
            `--url`, `SUBRACK_URL`, the context's, the one of this installation. Tokens go over TLS or to this machine alone.

            ## Exit codes

            | code | meaning |
            | --- | --- |
            | 0 | fine |
            | 1 | something unexpected, here or at the server |
            | 2 | wrong usage; a line says what is right |
            | 3 | not logged in, or not allowed |
            | 4 | there is no such thing |
            | 5 | the server does not answer, or cannot right now |
            | 6 | the server, or you, refused; nothing has changed |
            | 7 | `health`, `doctor`, `audit check`: something is not well |
            | 8 | a deployment or job failed, and was undone |

            ## Options of all commands

            """;

    @Test
    void saysWhatTheCommandsSay() throws IOException {
        String reference = reference();
        if (Boolean.getBoolean("subrack.reference.write")) {
            Files.writeString(FILE, reference);
        }
        assertThat(FILE)
                .as("run the tests of this module with -Dsubrack.reference.write=true")
                .hasContent(reference);
    }

    private static String reference() {
        var nowhere = new PrintStream(new ByteArrayOutputStream());
        var terminal = new Terminal(InputStream.nullInputStream(), nowhere, nowhere, false, Map.of());
        CommandLine root = Main.commandLine(terminal, Clock.systemUTC(), "");
        var text = new StringBuilder(HEAD);
        text.append("| option | meaning |\n| --- | --- |\n");
        root.getCommandSpec().options().forEach(option -> row(text, option));
        root.getSubcommands().forEach((name, noun) -> {
            text.append("\n## ")
                    .append(name)
                    .append("\n\n")
                    .append(description(noun))
                    .append('\n');
            if (noun.getSubcommands().isEmpty()) {
                command(text, noun);
            }
            noun.getSubcommands().forEach((verb, command) -> {
                text.append("\n### ").append(name).append(' ').append(verb).append("\n\n");
                text.append(description(command)).append('\n');
                command(text, command);
            });
        });
        return text.toString();
    }

    private static void command(StringBuilder text, CommandLine command) {
        var synopsis = new StringBuilder("subrack ").append(path(command));
        var rows = new StringBuilder();
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.inherited()) {
                row(rows, option);
            }
        }
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            synopsis.append(' ')
                    .append(parameter.arity().min() == 0 ? "[" + parameter.paramLabel() + "]" : parameter.paramLabel());
            synopsis.append(parameter.arity().max() > 1 ? "…" : "");
            row(rows, "`" + parameter.paramLabel() + "`", parameter);
        }
        text.append("\n```\n")
                .append(synopsis)
                .append(rows.isEmpty() ? "" : " [options]")
                .append("\n```\n");
        if (!rows.isEmpty()) {
            text.append("\n| | |\n| --- | --- |\n").append(rows);
        }
    }

    private static String path(CommandLine command) {
        String parent = command.getParent().getCommandName();
        return parent.equals("subrack") ? command.getCommandName() : parent + " " + command.getCommandName();
    }

    private static String description(CommandLine command) {
        return String.join(" ", command.getCommandSpec().usageMessage().description());
    }

    private static void row(StringBuilder text, OptionSpec option) {
        String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        row(text, "`" + String.join("`, `", option.names()) + label + "`", option);
    }

    private static void row(StringBuilder text, String name, ArgSpec argument) {
        String words = String.join(" ", argument.description());
        String otherwise =
                argument.defaultValue() == null || argument.defaultValue().isEmpty()
                        ? ""
                        : " Default: `" + argument.defaultValue() + "`.";
        text.append("| ")
                .append(name)
                .append(" | ")
                .append(words.replace("${COMPLETION-CANDIDATES}", candidates(argument))
                        .replace("|", "\\|"))
                .append(otherwise)
                .append(" |\n");
    }

    private static String candidates(ArgSpec argument) {
        var names = new StringBuilder();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates()
                    .forEach(name -> names.append(names.isEmpty() ? "" : ", ").append(name));
        }
        return names.toString();
    }
}
