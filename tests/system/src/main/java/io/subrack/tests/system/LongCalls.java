/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Clients of the example ticker whose requests take seconds: slow, asynchronous, streamed, server-sent events. Each
 * checks its whole answer, byte by byte, and starts over.
 */
public final class LongCalls {
    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final Duration ANSWERS = Duration.ofMinutes(2);

    /** How many requests of the ticker run, as the platform's metrics say. */
    private static final Pattern IN_FLIGHT = Pattern.compile(
            "^http_server_requests_in_flight\\{bundle=\"io\\.subrack\\.examples\\.ticker\".*} (\\d+)",
            Pattern.MULTILINE);

    private static final Duration AFTER_A_FAILURE = Duration.ofMillis(100);

    /** One exchange on an open connection; returns under which name it is counted. */
    @FunctionalInterface
    interface Call {
        String make(HttpConnection connection) throws IOException, UnexpectedAnswerException;
    }

    private final URI server;
    private final long begun = System.nanoTime();
    private final AtomicLong lastAnswer = new AtomicLong(begun);
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicInteger underWay = new AtomicInteger();
    private final List<LoadRecorder> recorders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    private LongCalls(URI server) {
        this.server = server;
    }

    /** Starts two clients of each kind against the ticker. */
    public static LongCalls start(URI server) {
        LongCalls calls = new LongCalls(server);
        for (int i = 0; i < 2; i++) {
            calls.add("slow", tick("/ticker/slow?millis=2000"));
            calls.add("async", tick("/ticker/async?millis=700"));
            calls.add("stage", tick("/ticker/stage?millis=300"));
            calls.add("download", download(3, 4096));
            calls.add("events", events(20, 100));
        }
        calls.threads.forEach(Thread::start);
        return calls;
    }

    private void add(String name, Call call) {
        LoadRecorder recorder = new LoadRecorder(begun, lastAnswer, seen);
        recorders.add(recorder);
        threads.add(new Thread(() -> repeat(name, call, recorder), "long-" + name));
    }

    /** Waits until each client has a call that the platform works at, or after {@link #finish} each that has one left. */
    public void awaitInFlight(ApiClient operator) throws InterruptedException {
        Waiting.until("the platform works at all calls", ANSWERS, () -> {
            long running = IN_FLIGHT
                    .matcher(operator.get("/metrics").text())
                    .results()
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .sum();
            return running >= (stopping ? underWay.get() : threads.size());
        });
    }

    /** Waits until there has been a good answer of each of these kinds. */
    public void awaitAnswers(String... labels) throws InterruptedException {
        Waiting.until("answers " + List.of(labels), ANSWERS, () -> seen.containsAll(List.of(labels)));
    }

    /** Begins no more calls, and returns while those that are under way go on. */
    public synchronized void finish() {
        stopping = true;
    }

    /** Says whether one more call may be made, which is under way from now on. */
    private synchronized boolean begins() {
        if (!stopping) {
            underWay.incrementAndGet();
        }
        return !stopping;
    }

    /** Lets the calls that are under way finish, and returns what came of all. */
    public LoadResult stop() throws InterruptedException {
        finish();
        for (Thread thread : threads) {
            thread.join();
        }
        return LoadRecorder.merge(recorders);
    }

    private void repeat(String name, Call call, LoadRecorder recorder) {
        HttpConnection open = null;
        while (begins()) {
            open = make(name, call, open, recorder);
            underWay.decrementAndGet();
        }
        if (open != null) {
            open.close();
        }
    }

    /** Returns the connection to use for the next call, or null if a new one is needed. */
    private @Nullable HttpConnection make(
            String name, Call call, @Nullable HttpConnection open, LoadRecorder recorder) {
        HttpConnection connection = open;
        try {
            if (connection == null) {
                connection = HttpConnection.open(server, SILENCE);
            }
            long due = System.nanoTime();
            recorder.good(name + " " + call.make(connection), due);
            if (!connection.closing()) {
                return connection;
            }
            recorder.announcedClose();
        } catch (IOException | UnexpectedAnswerException e) {
            recorder.bad(name + ": " + e);
            LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
        }
        if (connection != null) {
            connection.close();
        }
        return null;
    }

    private static Call tick(String path) {
        AnswerCheck check = AnswerCheck.version("\"number\":1");
        return connection -> {
            connection.send(HttpConnection.get(absolute(path)));
            return check.labelOf(connection.receive());
        };
    }

    private static Call download(int seconds, int chunk) {
        long expected = (long) seconds * 10 * chunk;
        return connection -> {
            connection.send(HttpConnection.get(absolute("/ticker/download?seconds=" + seconds + "&chunk=" + chunk)));
            expectOk(connection.receiveHead());
            byte[] piece = new byte[8192];
            long position = 0;
            for (int count = connection.readBody(piece); count >= 0; count = connection.readBody(piece)) {
                for (int i = 0; i < count; i++, position++) {
                    if (piece[i] != (byte) (position * 31 + (position >>> 8))) {
                        throw new UnexpectedAnswerException("wrong byte at " + position);
                    }
                }
            }
            if (position != expected) {
                throw new UnexpectedAnswerException("got " + position + " bytes of " + expected);
            }
            return "whole";
        };
    }

    private static Call events(int count, int millis) {
        return connection -> {
            connection.send(HttpConnection.get(absolute("/ticker/events?count=" + count + "&millis=" + millis)));
            expectOk(connection.receiveHead());
            byte[] piece = new byte[8192];
            StringBuilder text = new StringBuilder();
            for (int read = connection.readBody(piece); read >= 0; read = connection.readBody(piece)) {
                text.append(new String(piece, 0, read, StandardCharsets.UTF_8));
            }
            return versionOfAll(text.toString(), count);
        };
    }

    private static String versionOfAll(String events, int count) throws UnexpectedAnswerException {
        String version = AnswerCheck.field(events, "version");
        int from = 0;
        for (int number = 1; number <= count; number++) {
            from = events.indexOf("{\"version\":\"" + version + "\",\"number\":" + number + ",", from);
            if (version.isEmpty() || from < 0) {
                throw new UnexpectedAnswerException(
                        "event " + number + " of " + count + " is missing in " + events.length() + " characters");
            }
        }
        return version;
    }

    private static void expectOk(HttpAnswer head) throws UnexpectedAnswerException {
        if (head.status() != 200) {
            throw new UnexpectedAnswerException("expected 200, got " + head.excerpt());
        }
    }

    /** The server checks no authority; a request needs one. */
    private static URI absolute(String path) {
        return URI.create("http://localhost:80" + path);
    }
}
