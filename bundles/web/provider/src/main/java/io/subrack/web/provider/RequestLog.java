/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.spi.Measurement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line for each request, in a thread of its own. No request waits for it: what it cannot take is counted. */
final class RequestLog implements AutoCloseable {
    static final String OFF = "off";
    static final String TEXT = "text";
    static final String JSON = "json";

    private static final Logger log = LoggerFactory.getLogger(RequestLog.class);
    private static final int WAITING_LINES = 16_384;
    private static final long GATHER_MILLIS = 20;
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
    private static final RequestLine END = new RequestLine(Instant.EPOCH, "", "", "", "", 0, 0, 0, "", "", "", "", "");

    private final BlockingQueue<RequestLine> waiting;
    private final RollingFile file;
    private final boolean json;
    private final LongAdder dropped = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final Thread writer = new Thread(this::run, "request-log");
    private volatile boolean closing;
    private long warned = System.nanoTime() - BETWEEN_WARNINGS.toNanos();

    private RequestLog(RollingFile file, boolean json, int capacity) {
        this.file = file;
        this.json = json;
        waiting = new ArrayBlockingQueue<>(capacity);
        writer.setDaemon(true);
    }

    /** Returns the log that the configuration demands; null for none. */
    static @Nullable RequestLog of(WebConfig config, Path data) {
        if (config.request_log().equals(OFF)) {
            return null;
        }
        RollingFile file = new RollingFile(
                data.resolve("logs"),
                "requests",
                config.request_log_max_mebibytes() * 1024L * 1024,
                config.request_log_max_count());
        return new RequestLog(file, config.request_log().equals(JSON), WAITING_LINES).started();
    }

    /** Makes one that is not started, for tests. */
    static RequestLog idle(RollingFile file, int capacity) {
        return new RequestLog(file, false, capacity);
    }

    RequestLog started() {
        writer.start();
        return this;
    }

    /** Takes a line, or counts that it could not. */
    void add(RequestLine line) {
        if (closing || !waiting.offer(line)) {
            dropped.increment();
        }
    }

    List<Measurement> measurements() {
        return List.of(
                new Measurement("subrack_request_log_lines_total", "Lines of the request log", Map.of(), written.sum()),
                new Measurement(
                        "subrack_request_log_dropped_total",
                        "Requests that are missing in the request log",
                        Map.of(),
                        dropped.sum()));
    }

    private void run() {
        List<RequestLine> batch = new ArrayList<>();
        try {
            for (boolean more = true; more; ) {
                batch.clear();
                batch.add(waiting.take());
                if (!closing) {
                    // To be woken for each line would cost the requests more than the lines do.
                    TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
                }
                waiting.drainTo(batch);
                more = !batch.remove(END);
                write(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            file.close();
        }
    }

    private void write(List<RequestLine> batch) {
        int lost = batch.size();
        try {
            for (RequestLine line : batch) {
                file.write(line.text(json).getBytes(StandardCharsets.UTF_8));
                lost--;
                written.increment();
            }
            file.flush();
        } catch (IOException e) {
            dropped.add(lost);
            warn(e);
        }
    }

    private void warn(IOException why) {
        long now = System.nanoTime();
        if (now - warned >= BETWEEN_WARNINGS.toNanos()) {
            warned = now;
            log.warn(
                    "The request log {} cannot be written: {} lines are missing so far. It goes on once the disk takes"
                            + " it again",
                    file,
                    dropped.sum(),
                    why);
        }
    }

    /** Writes what waits, for as long as seconds, and ends. */
    @Override
    public void close() {
        closing = true;
        try {
            if (waiting.offer(END, 2, TimeUnit.SECONDS)) {
                writer.join(TimeUnit.SECONDS.toMillis(5));
            } else {
                writer.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
