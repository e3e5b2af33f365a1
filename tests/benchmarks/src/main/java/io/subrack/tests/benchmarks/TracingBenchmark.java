/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.benchmarks;

import com.sun.net.httpserver.HttpServer;
import io.subrack.tests.system.AnswerCheck;
import io.subrack.tests.system.ApiAnswer;
import io.subrack.tests.system.ApiClient;
import io.subrack.tests.system.Distribution;
import io.subrack.tests.system.HttpConnection;
import io.subrack.tests.system.ProcessStat;
import io.subrack.tests.system.Repository;
import io.subrack.tests.system.Subrack;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What tracing costs a hosted GET: off, on while nothing is sampled, and with two spans for each. */
public final class TracingBenchmark {
    private static final int WARM_UP = Integer.getInteger("warmup", 300_000);
    private static final int ROUND = Integer.getInteger("requests", 40_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final String OFF = "off";

    private TracingBenchmark() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("subrack-tracing");
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, -1);
            }
        });
        collector.start();
        String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
        try (Subrack platform = new Subrack(Distribution.unpacked(directory), directory.resolve("platform"))) {
            Files.createDirectories(directory.resolve("platform"));
            platform.set("io.subrack.tracing", "queue.spans", "20000");
            platform.start();
            platform.operator().deploy(Repository.example("greeter-v1"));
            compare(platform, endpoint);
        } finally {
            collector.stop(0);
        }
    }

    private static void compare(Subrack platform, String endpoint) throws Exception {
        URI greeter = platform.url().resolve("/greeter/Ada");
        configure(platform, endpoint, "1");
        drive(greeter, WARM_UP);
        configure(platform, "", "1");
        drive(greeter, WARM_UP / 2);
        Samples micros = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            configure(platform, "", "1");
            measure(OFF, greeter, platform.pid(), micros);
            configure(platform, endpoint, "0");
            measure("on, nothing sampled", greeter, platform.pid(), micros);
            configure(platform, endpoint, "1");
            measure("on, all sampled", greeter, platform.pid(), micros);
        }
        micros.print("CPU per GET", "µs", OFF);
    }

    private static void configure(Subrack platform, String endpoint, String ratio) throws Exception {
        ApiAnswer changed = platform.operator()
                .send(
                        "PATCH",
                        ApiClient.MANAGEMENT + "/configurations/io.subrack.tracing",
                        ApiClient.JSON,
                        BodyPublishers.ofString("{\"values\":{\"endpoint\":\"" + endpoint + "\",\"sampler.ratio\":\""
                                + ratio + "\"}}"));
        if (changed.status() != 200) {
            throw new IllegalStateException("tracing cannot be configured: " + changed);
        }
    }

    private static void measure(String name, URI target, long pid, Samples micros) throws Exception {
        drive(target, ROUND / 10);
        Duration before = ProcessStat.cpu(pid);
        drive(target, ROUND);
        micros.add(name, ProcessStat.cpu(pid).minus(before).toNanos() / 1e3 / ROUND);
    }

    private static void drive(URI target, int requests) throws Exception {
        byte[] request = HttpConnection.get(target);
        AnswerCheck check = AnswerCheck.version("Ada");
        Load.drive(target, requests, number -> request, (number, answer) -> check.labelOf(answer));
    }
}
