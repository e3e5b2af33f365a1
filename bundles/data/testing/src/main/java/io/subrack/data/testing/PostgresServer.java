/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of the operating system's, run by the test in a directory of its own on a free port of this host.
 * {@value #VARIABLE}={@value #REQUIRED} makes a missing server a failure instead of a skipped test.
 */
public final class PostgresServer implements AutoCloseable {
    /** The environment variable, or system property in lower case with dots, that says whether a server must be there. */
    public static final String VARIABLE = "SUBRACK_TEST_POSTGRES";

    public static final String REQUIRED = "required";

    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
    private static final String USER = "subrack";
    private static final int START_SECONDS = 30;

    private final Path directory;
    private final Path programs;
    private final int port;

    /** Made at the first use, ended with the JVM. */
    private static final class Shared {
        static final PostgresServer SERVER = begin();

        private static PostgresServer begin() {
            PostgresServer server = PostgresServer.start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "postgres-stop"));
            return server;
        }
    }

    private PostgresServer(Path directory, Path programs, int port) {
        this.directory = directory;
        this.programs = programs;
        this.port = port;
    }

    /** Returns the server that all tests of this JVM share. */
    public static PostgresServer shared() {
        programs();
        return Shared.SERVER;
    }

    /**
     * Starts a server for a test that stops or fills it.
     *
     * @throws TestAbortedException if none is installed and none is required
     */
    public static PostgresServer start() {
        Path programs = programs();
        try {
            Path directory = Files.createTempDirectory("subrack-postgres");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            var server = new PostgresServer(directory, programs, FreePort.any());
            server.run("initdb", "-D", server.data(), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N");
            server.launch();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path programs() {
        return installed().orElseThrow(() -> {
            String sentence = "There is no PostgreSQL server on this machine (Debian: apt-get install postgresql)";
            String wish = System.getProperty("subrack.test.postgres", System.getenv(VARIABLE));
            if (REQUIRED.equals(wish)) {
                throw new AssertionError(sentence + ", and " + VARIABLE + " is " + REQUIRED);
            }
            log.warn("SKIPPED: {}", sentence);
            return new TestAbortedException(sentence);
        });
    }

    private static java.util.Optional<Path> installed() {
        Path debian = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(debian)) {
            return java.util.Optional.empty();
        }
        try (Stream<Path> versions = Files.list(debian)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Returns the one user, who may do everything and needs no password. */
    public String user() {
        return USER;
    }

    /** Starts the server again after {@link #stop()}, on the same port and data. */
    public void launch() {
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
                + " -c max_connections=200";
        run(
                "pg_ctl",
                "-D",
                data(),
                "-l",
                directory.resolve("log").toString(),
                "-o",
                options,
                "-w",
                "-t",
                Integer.toString(START_SECONDS),
                "start");
    }

    /** Stops the server at once; its connections break. */
    public void stop() {
        run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (AssertionError e) {
            log.debug("The server was stopped already", e);
        }
        run("rm", "-rf", data());
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("{} is left behind", directory, e);
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    /** PostgreSQL does not run as root. */
    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        Path own = programs.resolve(program);
        command.add(Files.exists(own) ? own.toString() : program);
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output-" + program);
        try {
            var builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            builder.redirectOutput(output.toFile());
            Process process = builder.start();
            boolean ended = process.waitFor(2L * START_SECONDS, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(program + " failed: " + Files.readString(output) + serverLog());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + program, e);
        }
    }

    private @Nullable String serverLog() throws IOException {
        Path file = directory.resolve("log");
        return Files.isReadable(file) ? "\n" + Files.readString(file) : "";
    }
}
