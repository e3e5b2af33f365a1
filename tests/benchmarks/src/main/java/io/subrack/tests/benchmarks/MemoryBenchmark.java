/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.tests.system.ApiAnswer;
import io.subrack.tests.system.ApiClient;
import io.subrack.tests.system.BundleForge;
import io.subrack.tests.system.Distribution;
import io.subrack.tests.system.ProcessStat;
import io.subrack.tests.system.Repository;
import io.subrack.tests.system.Subrack;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures resident memory when idle, and what many bundles cost. */
public final class MemoryBenchmark {
    private static final int TRIVIAL = Integer.getInteger("trivial", 1000);
    private static final int REST = Integer.getInteger("rest", 500);
    private static final int BATCH = 250;
    private static final long SETTLE_MILLIS = Long.getLong("settle.seconds", 30) * 1000;

    private MemoryBenchmark() {}

    /** Makes the bundle of a number. */
    @FunctionalInterface
    private interface Maker {
        byte[] make(int number) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("subrack-memory");
        Distribution distribution = Distribution.unpacked(directory);
        bare(directory);
        idle(distribution, directory.resolve("idle"));
        many(
                "trivial bundles",
                distribution,
                directory.resolve("trivial"),
                TRIVIAL,
                number -> BundleForge.trivial("io.subrack.tests.trivial" + number, "1.0.0"));
        many("REST bundles", distribution, directory.resolve("rest"), REST, BundleForge::numberedGreeter);
    }

    /** What the same API takes without a platform, with the same bound on the heap. */
    private static void bare(Path directory) throws Exception {
        int port = FirstAnswer.freePort();
        Process bare = Bare.start(port, List.of("-Xmx256m", "-XX:+UseSerialGC"), directory.resolve("bare.log"));
        try {
            FirstAnswer.await(port, bare);
            report("Jetty + Jersey, idle", bare.pid());
        } finally {
            bare.destroyForcibly();
        }
    }

    private static void idle(Distribution distribution, Path directory) throws Exception {
        try (Subrack platform = subrack(distribution, directory)) {
            report("idle, nothing deployed", platform);
            for (String example : List.of("greeter-v1", "inventory-api", "inventory", "orders", "ticker-v1")) {
                expect(platform.operator().deploy(Repository.example(example)));
            }
            platform.stop();
            platform.start();
            report("idle, examples deployed", platform);
        }
    }

    private static void many(String what, Distribution distribution, Path directory, int count, Maker maker)
            throws Exception {
        try (Subrack platform = subrack(distribution, directory)) {
            for (int from = 0; from < count; from += BATCH) {
                int to = Math.min(count, from + BATCH);
                long begun = System.nanoTime();
                deploy(platform.operator(), from, to, maker);
                double deployMillis = (System.nanoTime() - begun) / 1e6;
                platform.stop();
                begun = System.nanoTime();
                platform.start();
                System.out.printf(
                        "%5d %s: %d deployed in %.0f ms, ready %.0f ms after process start%n",
                        to, what, to - from, deployMillis, (System.nanoTime() - begun) / 1e6);
            }
            list(platform.operator());
            report(count + " " + what, platform);
        }
    }

    /** Deploys a range of bundles in one deployment. */
    private static void deploy(ApiClient operator, int from, int to, Maker maker) throws Exception {
        List<String> changes = new ArrayList<>();
        for (int number = from; number < to; number++) {
            ApiAnswer stored = expect(operator.send(
                    "POST",
                    ApiClient.MANAGEMENT + "/artifacts",
                    ApiClient.JAR,
                    BodyPublishers.ofByteArray(maker.make(number))));
            changes.add("{\"action\":\"install\",\"artifact\":\""
                    + stored.json().path("sha256").asText() + "\"}");
        }
        ApiAnswer plan = expect(
                operator.post(ApiClient.MANAGEMENT + "/plans", "{\"changes\":[" + String.join(",", changes) + "]}"));
        ApiAnswer accepted = expect(operator.post(
                ApiClient.MANAGEMENT + "/deployments",
                "{\"plan\":\"" + plan.json().path("id").asText() + "\"}"));
        String id = accepted.json().path("id").asText();
        JsonNode deployment = accepted.json();
        while (deployment.path("status").asText().equals("RUNNING")) {
            deployment = expect(operator.get(ApiClient.MANAGEMENT + "/deployments/" + id + "?wait=PT30S"))
                    .json();
        }
        if (!deployment.path("status").asText().equals("COMMITTED")) {
            throw new IllegalStateException(deployment.toPrettyString());
        }
    }

    private static void list(ApiClient operator) throws Exception {
        Samples millis = new Samples();
        for (int i = 0; i < 30; i++) {
            long begun = System.nanoTime();
            expect(operator.get(ApiClient.MANAGEMENT + "/bundles?limit=1000"));
            millis.add("GET /bundles", (System.nanoTime() - begun) / 1e6);
        }
        millis.print("List call", "ms", "GET /bundles");
    }

    private static void report(String what, Subrack platform) throws InterruptedException {
        report(what, platform.pid());
    }

    private static void report(String what, long pid) throws InterruptedException {
        Thread.sleep(SETTLE_MILLIS); // what is measured is what is left when nothing happens
        System.out.printf("%s: %.0f MiB resident%n", what, ProcessStat.residentBytes(pid) / 1048576.0);
    }

    private static Subrack subrack(Distribution distribution, Path directory) throws Exception {
        Files.createDirectories(directory);
        return new Subrack(distribution, directory).start();
    }

    private static ApiAnswer expect(ApiAnswer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException(answer.toString());
        }
        return answer;
    }
}
