/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

abstract class BundlesFolder extends BundlesPart {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @AfterEach
    void empty() throws Exception {
        try (var files = Files.list(folder())) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".jar")).toList()) {
                Files.delete(file);
            }
        }
        Waiting.until(
                "nothing is deployed",
                DEADLINE,
                () -> subrack.operator().bundles().isEmpty());
        Waiting.until("no report is left", DEADLINE, () -> reports() == 0);
    }

    @Test
    void deploysUpdatesAndRemovesWithTheFile() throws Exception {
        put("greeter.jar", Files.readAllBytes(Repository.example("greeter-v1")));
        awaitGreeting("1.0.0");

        put("greeter.jar", Files.readAllBytes(Repository.example("greeter-v2")));
        awaitGreeting("2.0.0");

        Files.delete(folder().resolve("greeter.jar"));
        Waiting.until(
                "the route is gone",
                DEADLINE,
                () -> subrack.operator().get("/greeter/Ada").status() == 404);
    }

    @Test
    void doesNotTouchAFileThatIsStillBeingWritten() throws Exception {
        byte[] jar = Files.readAllBytes(Repository.example("greeter-v1"));
        int piece = jar.length / 8;
        try (OutputStream out = Files.newOutputStream(folder().resolve("slow.jar"))) {
            for (int from = 0; from < jar.length; from += piece) {
                out.write(Arrays.copyOfRange(jar, from, Math.min(jar.length, from + piece)));
                out.flush();
                Thread.sleep(150); // a slow copy
            }
        }

        awaitGreeting("1.0.0");

        assertThat(reports()).isZero();
    }

    @Test
    void writesAReportBesideAFileThatCannotBeDeployed() throws Exception {
        put("broken.jar", Files.readAllBytes(Repository.broken("unresolvable")));

        Waiting.until("a report is there", DEADLINE, () -> reports() == 1);

        try (var files = Files.list(folder())) {
            Path report = files.filter(BundlesFolder::isReport).findFirst().orElseThrow();
            assertThat(report.getFileName().toString()).startsWith("broken.jar");
            Waiting.until(
                    "the report names the missing package",
                    DEADLINE,
                    () -> Files.readString(report).contains("com.example.phrasebook"));
        }
        assertThat(subrack.operator().bundles()).isEmpty();
    }

    @Test
    void takesItsReportBackWhenTheFileIsReplacedByAGoodOne() throws Exception {
        put("greeter.jar", Files.readAllBytes(Repository.broken("activator-throws")));
        Waiting.until("a report is there", DEADLINE, () -> reports() == 1);

        put("greeter.jar", Files.readAllBytes(Repository.example("greeter-v1")));

        awaitGreeting("1.0.0");
        Waiting.until("the report is gone", DEADLINE, () -> reports() == 0);
    }

    private static void awaitGreeting(String version) throws InterruptedException {
        Waiting.until(
                "greeter " + version + " answers",
                DEADLINE,
                () -> subrack.operator().get("/greeter/Ada").text().contains("\"version\":\"" + version + "\""));
    }

    /** Moves a whole file in, as a careful copy does. */
    private static void put(String name, byte[] content) throws Exception {
        Path outside = folder().resolveSibling("outside.tmp");
        Files.write(outside, content);
        Files.move(
                outside, folder().resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static long reports() throws Exception {
        try (var files = Files.list(folder())) {
            return files.filter(BundlesFolder::isReport).count();
        }
    }

    private static boolean isReport(Path file) {
        return file.getFileName().toString().contains("report");
    }

    private static Path folder() {
        return subrack.platform().deployFolder();
    }
}
