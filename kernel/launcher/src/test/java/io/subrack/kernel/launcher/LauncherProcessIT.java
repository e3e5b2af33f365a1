/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher as a process of its own, as the script does. */
class LauncherProcessIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @TempDir
    Path home;

    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void makeConfigDirectory() throws IOException {
        Files.createDirectory(home.resolve("config"));
    }

    @AfterEach
    void killAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void endsWithAllFaultsOfTheConfiguration() throws Exception {
        Files.writeString(
                home.resolve("config/subrack.properties"),
                "subrack.platform.mode = x\nsubrack.stop.deadline.seconds = y");

        Process process = start("run");

        assertThat(exitCode(process)).isEqualTo(2);
        assertThat(output()).contains("2 faults", "not 'x'", "not 'y'").doesNotContain("Exception");
        assertThat(home.resolve("data")).doesNotExist();
    }

    @Test
    void stopsOnSigtermAndReleasesTheDataDirectory() throws Exception {
        Process first = start("run");
        awaitReady(first);

        Process second = start("run");
        assertThat(exitCode(second)).isEqualTo(3);
        assertThat(output()).contains("is in use by process " + first.pid()).doesNotContain("Exception");
        first.destroy();
        assertThat(exitCode(first)).isZero();
        assertThat(home.resolve("data/run")).isEmptyDirectory();

        Process third = start("run");
        awaitReady(third);
    }

    @Test
    void stopsCleanlyWhenToldToDuringTheStart() throws Exception {
        int attempts = 0;
        do {
            Process process = start("run");
            await(process, "starting");
            process.destroy();
            assertThat(exitCode(process)).as(output()).isZero();
        } while (output().contains("is ready") && ++attempts < 5); // it was told too late

        assertThat(output()).contains("Subrack has stopped").doesNotContain("is ready");
        assertThat(home.resolve("data/run")).isEmptyDirectory();
    }

    @Test
    void survivesAKill() throws Exception {
        Process first = start("run");
        awaitReady(first);
        first.destroyForcibly().waitFor();
        assertThat(home.resolve("data/run/state")).hasContent("ready");

        Process second = start("run");
        awaitReady(second);

        assertThat(home.resolve("data/run/subrack.pid")).hasContent(String.valueOf(second.pid()));
    }

    @Test
    void logsThatItIsReadyAndWhetherAnArchiveIsUsed() throws Exception {
        Process process = start("run");
        awaitReady(process);
        awaitOutput("is ready after");
        process.destroy();
        process.waitFor();

        assertThat(output())
                .containsPattern("Subrack \\S+ is ready after \\d+ ms \\(connect mode, class archive: not used because"
                        + " bin/subrack did not start this JVM\\)")
                .contains("Subrack has stopped")
                .doesNotContain("DEBUG", "Exception");
        assertThat(home.resolve("data/logs/subrack.log")).content().contains("is ready after", "Subrack has stopped");
    }

    @Test
    void leavesTheLogToALogbackFileIfThereIsOne() throws Exception {
        Files.writeString(
                home.resolve("config/logback.xml"),
                "<configuration><appender name='a' class='ch.qos.logback.core.ConsoleAppender'><encoder>"
                        + "<pattern>mine %msg%n</pattern></encoder></appender>"
                        + "<root level='INFO'><appender-ref ref='a'/></root></configuration>");

        Process process = start("run");
        awaitReady(process);
        process.destroy();
        process.waitFor();

        assertThat(output()).contains("mine Subrack");
        assertThat(home.resolve("data/logs/subrack.log")).doesNotExist();
    }

    @Test
    void refusesACommandItDoesNotKnow() throws Exception {
        Process process = start("fly");

        assertThat(exitCode(process)).isEqualTo(2);
        assertThat(output()).contains("unknown command [fly]");
    }

    @Test
    void probesThatNothingRuns() throws Exception {
        Process process = start("probe");

        assertThat(exitCode(process)).isEqualTo(7);
        assertThat(output()).contains("no platform listens for the data directory");
    }

    private Process start(String command) throws IOException {
        String classPath = TestClassPath.platform(PlatformMode.CONNECT).stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        "-Dsubrack.home=" + home,
                        Launcher.class.getName(),
                        command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private void awaitReady(Process process) throws Exception {
        await(process, "ready");
    }

    private void await(Process process, String state) throws Exception {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!(text("state").equals(state) && text("subrack.pid").equals(String.valueOf(process.pid())))) {
            assertThat(process.isAlive()).as(output()).isTrue();
            assertThat(System.nanoTime()).as(output()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    /** What is printed comes a moment after the state is written down. */
    private void awaitOutput(String text) throws Exception {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!output().contains(text)) {
            assertThat(System.nanoTime()).as(output()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    /** Returns what a file in {@code run/} says; nothing if it is gone, as it may be at any time. */
    private String text(String name) {
        try {
            return Files.readString(home.resolve("data/run").resolve(name)).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String output() throws IOException {
        return Files.readString(home.resolve("output"));
    }
}
