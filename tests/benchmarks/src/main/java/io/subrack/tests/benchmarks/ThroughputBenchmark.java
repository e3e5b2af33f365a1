/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.benchmarks;

import io.subrack.tests.system.AnswerCheck;
import io.subrack.tests.system.Distribution;
import io.subrack.tests.system.HttpConnection;
import io.subrack.tests.system.ProcessStat;
import io.subrack.tests.system.Repository;
import io.subrack.tests.system.Subrack;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Compares the processor time per hosted GET with that of the baseline. */
public final class ThroughputBenchmark {
    private static final int WARM_UP = Integer.getInteger("warmup", 300_000);
    private static final int ROUND = Integer.getInteger("requests", 40_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 7);

    private ThroughputBenchmark() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("subrack-throughput");
        int port = FirstAnswer.freePort();
        Process bare = Bare.start(port, List.of(), directory.resolve("bare.log"));
        try (Subrack platform = new Subrack(Distribution.unpacked(directory), directory.resolve("platform"))) {
            Files.createDirectories(directory.resolve("platform"));
            platform.start();
            platform.operator().deploy(Repository.example("greeter-v1"));
            FirstAnswer.await(port, bare);
            compare(FirstAnswer.greeter(port), bare.pid(), platform.url().resolve("/greeter/Ada"), platform.pid());
        } finally {
            bare.destroyForcibly();
        }
    }

    private static void compare(URI bare, long barePid, URI hosted, long hostedPid) throws Exception {
        drive(bare, WARM_UP);
        drive(hosted, WARM_UP);
        Samples micros = new Samples();
        Samples rate = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            measure("Jetty + Jersey", bare, barePid, micros, rate);
            measure("Subrack", hosted, hostedPid, micros, rate);
        }
        micros.print("CPU per GET", "µs", "Jetty + Jersey");
        rate.print(
                "Throughput, " + Load.CONNECTIONS + " connections, client on the same machine",
                "1/s",
                "Jetty + Jersey");
    }

    private static void measure(String name, URI target, long pid, Samples micros, Samples rate) throws Exception {
        Duration before = ProcessStat.cpu(pid);
        long begun = System.nanoTime();
        drive(target, ROUND);
        rate.add(name, ROUND * 1e9 / (System.nanoTime() - begun));
        micros.add(name, ProcessStat.cpu(pid).minus(before).toNanos() / 1e3 / ROUND);
    }

    private static void drive(URI target, int requests) throws Exception {
        byte[] request = HttpConnection.get(target);
        AnswerCheck check = AnswerCheck.version("Ada");
        Load.drive(target, requests, number -> request, (number, answer) -> check.labelOf(answer));
    }
}
