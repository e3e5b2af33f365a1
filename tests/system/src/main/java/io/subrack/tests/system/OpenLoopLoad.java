/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests on a fixed schedule over keep-alive connections, whether or not the answers come in time, and measures
 * each from the time it was due: a server that stalls cannot hide it. Every answer that was not expected, and every
 * broken connection, is a failure; nothing is tried again. A new connection is opened only after the server has
 * announced that it closes the old one, or after a failure.
 */
public final class OpenLoopLoad {
    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final Duration ANSWERS = Duration.ofMinutes(2);

    private final URI target;
    private final byte[] request;
    private final int connections;
    private final double nanosBetween;
    private final long length;
    private final AnswerCheck check;
    private final long begun = System.nanoTime() + 20_000_000;
    private final AtomicLong lastAnswer = new AtomicLong(begun);
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final List<LoadRecorder> recorders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    private OpenLoopLoad(URI target, int connections, int perSecond, Duration length, AnswerCheck check) {
        this.target = target;
        this.request = HttpConnection.get(target);
        this.connections = connections;
        this.nanosBetween = 1e9 / perSecond;
        this.length = length.toNanos();
        this.check = check;
        for (int i = 0; i < connections; i++) {
            int number = i;
            LoadRecorder recorder = new LoadRecorder(begun, lastAnswer, seen);
            recorders.add(recorder);
            threads.add(new Thread(() -> run(number, recorder), "load-" + i));
        }
    }

    /** Starts a load that goes on until {@link #stop()}. */
    public static OpenLoopLoad start(URI target, int connections, int perSecond, AnswerCheck check) {
        return started(new OpenLoopLoad(target, connections, perSecond, Duration.ofDays(1), check));
    }

    /** Makes {@code perSecond} × {@code length} requests and returns when the last is over. */
    public static LoadResult run(URI target, int connections, int perSecond, Duration length, AnswerCheck check)
            throws InterruptedException {
        return started(new OpenLoopLoad(target, connections, perSecond, length, check))
                .join();
    }

    private static OpenLoopLoad started(OpenLoopLoad load) {
        load.threads.forEach(Thread::start);
        return load;
    }

    /** Waits until there has been a good answer of each of these kinds. */
    public void awaitAnswers(String... labels) throws InterruptedException {
        Waiting.until("answers " + List.of(labels), ANSWERS, () -> seen.containsAll(List.of(labels)));
    }

    /** Ends the load; requests that are under way are finished and counted. */
    public LoadResult stop() throws InterruptedException {
        stopping = true;
        return join();
    }

    private LoadResult join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        return LoadRecorder.merge(recorders);
    }

    private void run(int number, LoadRecorder recorder) {
        HttpConnection connection = null;
        for (long i = number; ; i += connections) {
            long offset = (long) (i * nanosBetween);
            if (offset >= length || !waitUntil(begun + offset)) {
                break;
            }
            connection = request(connection, begun + offset, recorder);
        }
        if (connection != null) {
            connection.close();
        }
    }

    /** Returns the connection to use for the next request, or null if a new one is needed. */
    private @Nullable HttpConnection request(@Nullable HttpConnection open, long due, LoadRecorder recorder) {
        HttpConnection connection = open;
        try {
            if (connection == null) {
                connection = HttpConnection.open(target, SILENCE);
            }
            connection.send(request);
            HttpAnswer answer = connection.receive();
            count(answer, due, recorder);
            if (!answer.announcesClose()) {
                return connection;
            }
            recorder.announcedClose();
        } catch (IOException e) {
            recorder.bad(e.toString());
        }
        if (connection != null) {
            connection.close();
        }
        return null;
    }

    private void count(HttpAnswer answer, long due, LoadRecorder recorder) {
        try {
            recorder.good(check.labelOf(answer), due);
        } catch (UnexpectedAnswerException e) {
            recorder.bad(String.valueOf(e.getMessage()));
        }
    }

    private boolean waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (stopping) {
                return false;
            }
            LockSupport.parkNanos(Math.min(left, 50_000_000));
        }
        return !stopping;
    }

    /** Runs a load from the command line: {@code <url> [connections] [requests per second] [seconds]}. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length < 1 || args.length > 4) {
            System.err.println("usage: OpenLoopLoad <url> [connections=50] [requests per second=1000] [seconds=6]");
            System.exit(2);
        }
        int connections = args.length > 1 ? Integer.parseInt(args[1]) : 50;
        int perSecond = args.length > 2 ? Integer.parseInt(args[2]) : 1000;
        int seconds = args.length > 3 ? Integer.parseInt(args[3]) : 6;
        LoadResult result =
                run(URI.create(args[0]), connections, perSecond, Duration.ofSeconds(seconds), AnswerCheck.status(200));
        System.out.println(result);
        System.exit(result.failed() == 0 ? 0 : 1);
    }
}
