/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What holds for every command, whatever it does. */
class EveryCommandTest {
    /** These ask no server. */
    private static final Set<String> LOCAL =
            Set.of("completion", "context add", "context ls", "context rm", "context use", "logout", "open");

    /** These look for faults, and a server that is gone is one. */
    private static final Set<String> TELLING = Set.of("doctor");

    /** Only looked at: making all commands takes long. */
    private static final CommandLine ROOT = root();

    @TempDir
    Path directory;

    private final Shell shell = new Shell();

    /** Nobody listens at a port that was just given back. */
    @BeforeEach
    void findAPortOfNobody() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            shell.environment.put("SUBRACK_URL", "http://127.0.0.1:" + socket.getLocalPort());
        }
        shell.environment.put("SUBRACK_CLI_HOME", directory.resolve("cli").toString());
        shell.environment.put("SUBRACK_TOKEN", "srk_none");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void endsWithTwoAndAUsageLineOnBadInput(String command) throws IOException {
        var arguments = complete(command);
        arguments.add("--no-such-option");

        int code = shell.run(arguments.toArray(String[]::new));

        assertThat(code).as(shell.err()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err())
                .contains("--no-such-option")
                .contains("subrack " + command + " ")
                .contains("--help");
    }

    @Test
    void endsWithFiveWhenTheServerIsGone() throws IOException {
        var codes = new TreeMap<String, Integer>();
        for (var command : commands().toList()) {
            if (!LOCAL.contains(command)) {
                int code = shell.run(complete(command).toArray(String[]::new));
                if (code != (TELLING.contains(command) ? ExitCode.NOT_HEALTHY : ExitCode.SERVER_GONE)) {
                    codes.put(command + ": " + shell.err(), code);
                }
            }
        }

        assertThat(codes).isEmpty();
    }

    private static Stream<String> commands() {
        return ROOT.getSubcommands().entrySet().stream()
                .flatMap(noun -> noun.getValue().getSubcommands().isEmpty()
                        ? Stream.of(noun.getKey())
                        : noun.getValue().getSubcommands().keySet().stream().map(verb -> noun.getKey() + " " + verb))
                .distinct();
    }

    /** Adds what a command cannot do without, as well as that can be told from the command itself. */
    private List<String> complete(String command) throws IOException {
        var arguments = new ArrayList<>(List.of(command.split(" ")));
        CommandLine line = ROOT;
        for (var word : command.split(" ")) {
            line = line.getSubcommands().get(word);
        }
        for (var option : line.getCommandSpec().options()) {
            if (option.required() && option.arity().max() > 0) {
                arguments.add(option.longestName());
                arguments.add(sample(option.paramLabel()));
            }
            if (option.longestName().equals("--yes")) {
                arguments.add("--yes");
            }
        }
        if (command.equals("user set")) {
            arguments.addAll(List.of("--email", "bob@example.com")); // one of several must be there
        }
        for (var parameter : line.getCommandSpec().positionalParameters()) {
            for (int i = 0; i < parameter.arity().min(); i++) {
                arguments.add(sample(parameter.paramLabel()));
            }
        }
        return arguments;
    }

    private String sample(String label) throws IOException {
        String name = label.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
        if (name.contains("jar") || name.contains("bundle") || name.contains("backup")) {
            return Files.writeString(directory.resolve("a.jar"), "no jar").toString();
        }
        if (name.contains("shell")) {
            return "bash";
        }
        if (name.contains("value") || name.contains("key")) {
            return "a=1";
        }
        return name.contains("file") ? directory.resolve("file").toString() : "1";
    }

    private static CommandLine root() {
        var nowhere = new PrintStream(new ByteArrayOutputStream());
        return Main.commandLine(
                new Terminal(InputStream.nullInputStream(), nowhere, nowhere, false, Map.of()), Clock.systemUTC(), "");
    }
}
