/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.benchmarks;

import io.subrack.tests.system.HttpAnswer;
import io.subrack.tests.system.HttpConnection;
import io.subrack.tests.system.ProcessStat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes requests over a few connections, as fast as the answers come. */
final class Load {
    static final int CONNECTIONS = 4;

    private Load() {}

    /** Says what is sent as the request of a number. */
    @FunctionalInterface
    interface Requests {
        byte[] of(int number);
    }

    /** Is told each answer with the number of its request, by several threads at once. */
    @FunctionalInterface
    interface Answers {
        void take(int number, HttpAnswer answer) throws Exception;
    }

    /** Returns a GET with a bearer token. */
    static byte[] get(URI target, String token) {
        String plain = new String(HttpConnection.get(target), StandardCharsets.US_ASCII);
        return (plain.substring(0, plain.length() - 2) + "Authorization: Bearer " + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns a POST of a form. */
    static byte[] post(URI target, String authorization, String form) {
        return ("POST " + target.getRawPath() + " HTTP/1.1\r\nHost: " + target.getHost() + ":" + target.getPort()
                        + "\r\nAuthorization: " + authorization
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Makes so many requests. */
    static void drive(URI server, int count, Requests requests, Answers answers) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int first = 0; first < CONNECTIONS; first++) {
                int from = first;
                work.add(() -> drive(server, from, count, requests, answers));
            }
            for (Future<Boolean> done : clients.invokeAll(work)) {
                done.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    /** Makes so many requests and returns how many microseconds of processor time each took a process. */
    static double cpuMicros(long pid, URI server, int count, Requests requests, Answers answers) throws Exception {
        Duration before = ProcessStat.cpu(pid);
        drive(server, count, requests, answers);
        return ProcessStat.cpu(pid).minus(before).toNanos() / 1e3 / count;
    }

    private static boolean drive(URI server, int first, int count, Requests requests, Answers answers)
            throws Exception {
        try (HttpConnection connection = HttpConnection.open(server, Duration.ofSeconds(30))) {
            for (int number = first; number < count; number += CONNECTIONS) {
                connection.send(requests.of(number));
                answers.take(number, connection.receive());
            }
        }
        return true;
    }
}
