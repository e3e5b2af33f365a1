/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.benchmarks;

import io.subrack.tests.system.HttpConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Asks again and again until the answer is right. */
final class FirstAnswer {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final long PAUSE_NANOS = 1_000_000;

    private FirstAnswer() {}

    /** Returns a port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static URI greeter(int port) {
        return URI.create("http://127.0.0.1:" + port + "/greeter/Ada");
    }

    /** Waits for the first 200 of the greeter of a process that is just starting. */
    static void await(int port, Process process) {
        URI target = greeter(port);
        byte[] request = HttpConnection.get(target);
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try (HttpConnection connection = HttpConnection.open(target, Duration.ofSeconds(30))) {
                connection.send(request);
                if (connection.receive().status() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // It is starting.
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IllegalStateException("no answer at " + target + "; the process "
                + (process.isAlive() ? "runs" : "ended with " + process.exitValue()));
    }

    /** Returns {@link System#nanoTime} when the first 200 came whose body is right; asks over one connection. */
    static long timeOf(URI target, Predicate<String> body) {
        byte[] request = HttpConnection.get(target);
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end) {
            try (HttpConnection connection = HttpConnection.open(target, Duration.ofSeconds(30))) {
                while (System.nanoTime() < end && !connection.closing()) {
                    connection.send(request);
                    var answer = connection.receive();
                    if (answer.status() == 200 && body.test(answer.text())) {
                        return System.nanoTime();
                    }
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("the answer that was awaited never came at " + target);
    }
}
