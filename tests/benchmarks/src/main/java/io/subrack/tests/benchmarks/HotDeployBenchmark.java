/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.benchmarks;

import io.subrack.tests.system.ApiAnswer;
import io.subrack.tests.system.ApiClient;
import io.subrack.tests.system.BundleForge;
import io.subrack.tests.system.Distribution;
import io.subrack.tests.system.Repository;
import io.subrack.tests.system.Subrack;
import io.subrack.tests.system.Waiting;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures how long a new version, or a new bundle, takes from the upload or the folder to its first right answer. */
public final class HotDeployBenchmark {
    /** Until the JVM has compiled what a deployment runs through; the first one is told by itself. */
    private static final int WARM_UP = Integer.getInteger("warmup", 100);

    private static final int ROUNDS = Integer.getInteger("rounds", 40);

    private final Subrack platform;
    private final ApiClient operator;
    private final ExecutorService caller = Executors.newSingleThreadExecutor();
    private final Path directory;

    private HotDeployBenchmark(Subrack platform, Path directory) throws Exception {
        this.platform = platform;
        this.operator = platform.operator();
        this.directory = directory;
    }

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("subrack-hot-deploy");
        Files.createDirectories(directory.resolve("platform"));
        try (Subrack platform = new Subrack(Distribution.unpacked(directory), directory.resolve("platform"))) {
            // What is measured is over before a new version is watched; the benchmark need not wait for it.
            platform.set("io.subrack.deployment", "watch.millis", "50");
            HotDeployBenchmark benchmark = new HotDeployBenchmark(platform.start(), directory);
            benchmark.run();
            benchmark.caller.shutdown();
        }
    }

    private void run() throws Exception {
        Samples first = new Samples();
        Samples measured = new Samples();
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            double update = byUpload(i % 2 == 0 ? "greeter-v1" : "greeter-v2", i % 2 == 0 ? "1.0.0" : "2.0.0");
            double install = newBundle(i + WARM_UP);
            if (i >= 0) {
                measured.add("update by upload", update);
                measured.add("new bundle by upload", install);
            } else if (i == -WARM_UP) {
                first.add("first deployment after the start", update);
            }
        }
        expect(operator.uninstall("io.subrack.examples.greeter"));
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            double drop = byFolder(i % 2 == 0 ? "greeter-v1" : "greeter-v2", i % 2 == 0 ? "1.0.0" : "2.0.0");
            if (i >= 0) {
                measured.add("update by the deploy folder", drop);
            }
        }
        measured.print("Hot deploy, request sent (or file moved in) to first new 200", "ms", "update by upload");
        first.printPlain();
    }

    private double byUpload(String folder, String version) throws Exception {
        Path jar = Repository.example(folder);
        return untilAnswered("/greeter/Ada", version, () -> expect(operator.deploy(jar)));
    }

    private double newBundle(int number) throws Exception {
        Path jar = directory.resolve("new.jar");
        Files.write(jar, BundleForge.numberedGreeter(number));
        String path = BundleForge.numberedPath(number);
        double millis = untilAnswered("/" + path + "/Ada", "1.0.0", () -> expect(operator.deploy(jar)));
        expect(operator.uninstall("io.subrack.tests." + path));
        return millis;
    }

    private double byFolder(String folder, String version) throws Exception {
        Path outside = directory.resolve("greeter.jar");
        Files.copy(Repository.example(folder), outside, StandardCopyOption.REPLACE_EXISTING);
        return untilAnswered(
                "/greeter/Ada",
                version,
                () -> Files.move(
                        outside,
                        platform.deployFolder().resolve("greeter.jar"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING));
    }

    /** A deployment is over when the old version is gone, which is after its answer; the next one would wait for that. */
    private void awaitNoDeployment() throws InterruptedException {
        Waiting.until("no deployment runs", Duration.ofSeconds(30), () -> {
            var newest =
                    operator.get(ApiClient.MANAGEMENT + "/deployments?limit=1").json();
            return !"RUNNING".equals(newest.path("items").path(0).path("status").asText());
        });
    }

    private double untilAnswered(String path, String version, ThrowingRunnable change) throws Exception {
        URI target = platform.url().resolve(path);
        String mark = "\"version\":\"" + version + "\"";
        awaitNoDeployment();
        long begun = System.nanoTime();
        Future<?> changed = caller.submit(() -> {
            change.run();
            return true;
        });
        long answered = FirstAnswer.timeOf(target, body -> body.contains(mark));
        changed.get();
        return (answered - begun) / 1e6;
    }

    private static void expect(ApiAnswer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException(answer.toString());
        }
    }

    @FunctionalInterface
    private interface ThrowingRunnable {
        void run() throws Exception;
    }
}
