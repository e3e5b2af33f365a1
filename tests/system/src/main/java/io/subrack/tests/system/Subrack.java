/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One Subrack with directories of its own, running as a process of its own: started, stopped, killed, started again. The
 * configuration is the shipped one but for what a test sets. Its first start claims it for {@link #ADMIN}, as operators
 * do who have no browser at hand. For one thread.
 */
public final class Subrack implements AutoCloseable {
    /** Name of the first admin. */
    public static final String ADMIN = "ada";

    private static final Duration START_DEADLINE = Duration.ofMinutes(3);
    private static final Duration STOP_DEADLINE = Duration.ofMinutes(3);

    private final Distribution distribution;
    private final Path directory;
    private final Map<String, Map<String, String>> overrides = new TreeMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private boolean claimed = true;
    private @Nullable ServerKey key;
    private @Nullable Process process;
    private @Nullable URI url;

    /** @param directory where data, configuration, deploy folder and log go; need not be there */
    public Subrack(Distribution distribution, Path directory) {
        this.distribution = distribution;
        this.directory = directory.toAbsolutePath();
        set("io.subrack.web", "port", "0");
        set("io.subrack.deployment.folder", "directory", deployFolder().toString());
    }

    /** Sets one key of one configuration file for the next start. */
    public Subrack set(String pid, String key, String value) {
        overrides.computeIfAbsent(pid, p -> new TreeMap<>()).put(key, value);
        return this;
    }

    /** Takes back what was set of a key. */
    public Subrack unset(String pid, String key) {
        overrides.getOrDefault(pid, Map.of()).remove(key);
        return this;
    }

    /** Sets an environment variable for the next start. */
    public Subrack environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Leaves it to the test to claim the installation. */
    public Subrack unclaimed() {
        claimed = false;
        return this;
    }

    /** Lets the port speak TLS, with a key of its own that only clients of this instance trust. */
    public Subrack tls() throws IOException, InterruptedException {
        key = ServerKey.generate(directory.resolve("tls"));
        set("io.subrack.web", "tls.keystore", key.keyStore().toString());
        set("io.subrack.web", "tls.password.file", key.passwordFile().toString());
        return this;
    }

    /** Returns the key behind {@link #tls()}. */
    public ServerKey key() {
        if (key == null) {
            throw new IllegalStateException("it does not speak TLS");
        }
        return key;
    }

    /** Starts the platform and returns when it is ready. */
    public Subrack start() throws IOException, InterruptedException {
        launch();
        awaitReady();
        return this;
    }

    /** Starts the process and returns at once. */
    public Process launch() throws IOException {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("it runs already");
        }
        writeConfiguration();
        Files.createDirectories(deployFolder());
        if (claimed) {
            claim();
        }
        url = null;
        List<String> command =
                List.of(distribution.home().resolve("bin/subrack").toString(), "run");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("SUBRACK_DATA", data().toString());
        builder.environment().put("SUBRACK_CONFIG", config().toString());
        builder.environment().putAll(environment);
        process = builder.start();
        return process;
    }

    /** Waits until the platform listens, says that it is ready, and knows its operator. */
    public void awaitReady() throws InterruptedException {
        awaitAnswer("/health/ready");
        Waiting.until(
                "the operator is let in, log " + log(),
                START_DEADLINE,
                () -> operator().get(ApiClient.MANAGEMENT + "/platform").status() == 200);
    }

    /** Waits until the platform listens and answers 200 at a path that is open to everybody. */
    public void awaitAnswer(String path) throws InterruptedException {
        Waiting.until("the platform listens and " + path + " answers 200, log " + log(), START_DEADLINE, () -> {
            failIfEnded();
            // Read each time: at first the file may be that of a process that was killed.
            url = URI.create(Files.readString(data().resolve("run/http.url")).strip());
            return client("").get(path).status() == 200;
        });
    }

    /** Asks the platform to stop and returns its exit code. */
    public int stop() throws InterruptedException {
        Process running = running();
        running.destroy();
        if (!running.waitFor(STOP_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            running.destroyForcibly().waitFor();
            throw new AssertionError("did not stop within " + STOP_DEADLINE.toSeconds() + " s\n" + logTail());
        }
        return running.exitValue();
    }

    /** Makes the class archive of the distribution, unless it is there, so that the first start need not. */
    public void train() throws IOException, InterruptedException {
        writeConfiguration();
        if (command("train") != 0) {
            throw new AssertionError("no class archive was made\n" + logTail());
        }
    }

    /** Runs another command of {@code bin/subrack} on the same data, and returns its exit code. */
    public int command(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(distribution.home().resolve("bin/subrack").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("SUBRACK_DATA", data().toString());
        builder.environment().put("SUBRACK_CONFIG", config().toString());
        Process running = builder.start();
        if (!running.waitFor(STOP_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            running.destroyForcibly().waitFor();
            throw new AssertionError(command + " did not end within " + STOP_DEADLINE.toSeconds() + " s");
        }
        return running.exitValue();
    }

    /** Ends the process as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    public URI url() {
        if (url == null) {
            throw new IllegalStateException("it does not run, or is not ready");
        }
        return url;
    }

    /** Returns a client that may do everything on the platform. */
    public ApiClient operator() throws IOException {
        return client(Files.readString(operatorTokenFile()).strip());
    }

    /** @param token what the client shows; empty for nothing */
    public ApiClient client(String token) {
        return new ApiClient(url(), token, http());
    }

    /** Returns a client that trusts this instance, and follows no redirect. */
    HttpClient http() {
        return key == null ? ApiClient.HTTP : key.trusting();
    }

    Distribution distribution() {
        return distribution;
    }

    /** Returns the file with the token of {@link #operator()}. */
    public Path operatorTokenFile() {
        return directory.resolve("admin-token");
    }

    /** Returns the password of {@link #ADMIN}. */
    public String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    /** Returns the file with it; {@link #launch} writes it unless it is there. */
    public Path passwordFile() {
        return directory.resolve("admin-password");
    }

    private void claim() throws IOException {
        if (!Files.exists(passwordFile())) {
            SecretFiles.write(passwordFile(), SecretFiles.password());
        }
        environment.put("SUBRACK_SETUP_USER", ADMIN);
        environment.put("SUBRACK_SETUP_PASSWORD_FILE", passwordFile().toString());
        environment.put("SUBRACK_SETUP_TOKEN_FILE", operatorTokenFile().toString());
    }

    public Path data() {
        return directory.resolve("data");
    }

    public Path config() {
        return directory.resolve("config");
    }

    public Path deployFolder() {
        return directory.resolve("deploy");
    }

    public Path log() {
        return directory.resolve("output.log");
    }

    public long pid() {
        return running().pid();
    }

    /** Returns the end of what the process has printed, for messages. */
    public String logTail() {
        try {
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    /** Ends the process, if it still runs, without waiting for anything. */
    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("it was not started");
        }
        return process;
    }

    private void failIfEnded() {
        if (!running().isAlive()) {
            throw new AssertionError("ended with exit code " + running().exitValue() + "\n" + logTail());
        }
    }

    /** Copies the shipped files and appends what the test sets: of two lines with one key the later wins. */
    private void writeConfiguration() throws IOException {
        Files.createDirectories(config());
        try (Stream<Path> shipped = Files.list(distribution.home().resolve("config"))) {
            for (Path file : shipped.filter(Files::isRegularFile).toList()) {
                Files.write(config().resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        overrides.forEach((pid, values) -> {
            StringBuilder lines = new StringBuilder("\n");
            values.forEach(
                    (key, value) -> lines.append(key).append('=').append(value).append('\n'));
            try {
                Files.writeString(
                        config().resolve(pid + ".properties"),
                        lines,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
