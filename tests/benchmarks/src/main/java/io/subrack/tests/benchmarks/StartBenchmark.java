/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.benchmarks;

import io.subrack.tests.system.Distribution;
import io.subrack.tests.system.ProcessStat;
import io.subrack.tests.system.Repository;
import io.subrack.tests.system.Subrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares process start to the first 200 of the greeter: the platform with everything on, and the baseline. */
public final class StartBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 7);

    @FunctionalInterface
    private interface Starter {
        Process start(int port) throws IOException;
    }

    private StartBenchmark() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("subrack-start");
        Distribution distribution = Distribution.unpacked(directory);
        Path log = directory.resolve("bare.log");
        List<String> archived = Bare.archived(directory, FirstAnswer.freePort());
        Subrack platform = prepared(distribution, directory.resolve("platform"));

        Map<String, Starter> contenders = new LinkedHashMap<>();
        contenders.put("Jetty + Jersey", port -> Bare.start(port, List.of(), log));
        contenders.put("Jetty + Jersey, class archive", port -> Bare.start(port, archived, log));
        contenders.put(
                "Subrack, class archive",
                port -> platform.environment("SUBRACK_ARCHIVE", "auto")
                        .set("io.subrack.web", "port", Integer.toString(port))
                        .launch());
        contenders.put(
                "Subrack, no class archive",
                port -> platform.environment("SUBRACK_ARCHIVE", "off")
                        .set("io.subrack.web", "port", Integer.toString(port))
                        .launch());

        Samples wall = new Samples();
        Samples cpu = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Starter> contender : contenders.entrySet()) {
                measure(contender.getKey(), contender.getValue(), wall, cpu);
            }
        }
        wall.print("Process start to first 200, wall clock", "ms", "Jetty + Jersey");
        cpu.print("Process start to first 200, CPU", "ms", "Jetty + Jersey");
    }

    /** Deploys the greeter and starts twice, so that class archives are made. */
    private static Subrack prepared(Distribution distribution, Path directory) throws Exception {
        Files.createDirectories(directory);
        Subrack platform = new Subrack(distribution, directory).start();
        var answer = platform.operator().deploy(Repository.example("greeter-v1"));
        if (answer.status() >= 300) {
            throw new IllegalStateException("the greeter was not deployed: " + answer);
        }
        platform.stop();
        platform.start().stop();
        return platform;
    }

    private static void measure(String name, Starter starter, Samples wall, Samples cpu) throws Exception {
        int port = FirstAnswer.freePort();
        long begun = System.nanoTime();
        Process process = starter.start(port);
        FirstAnswer.await(port, process);
        wall.add(name, (System.nanoTime() - begun) / 1e6);
        cpu.add(name, ProcessStat.cpu(process.pid()).toNanos() / 1e6);
        process.destroy();
        process.waitFor();
    }
}
