/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.subrack.kernel.spi.Measurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spans that have ended and wait to be sent, by one thread, many at once. Whoever ends a span never waits: where the queue is
 * full, because they cannot be sent, further ones are left out and counted.
 */
final class SpanQueue implements SpanProcessor {
    private static final Logger log = LoggerFactory.getLogger(SpanQueue.class);

    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration TO_END = Duration.ofSeconds(3);

    private final BlockingQueue<ReadableSpan> waiting;
    private final int batch;
    private final long delayNanos;
    private final Target target;
    private final Thread thread;
    private final LongAdder sent = new LongAdder();
    private final LongAdder overflowed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unreachable = new LongAdder();
    private volatile boolean closed;
    private volatile long end;
    private volatile boolean woken;
    private boolean away; // the thread's own

    /** Where spans go. */
    interface Target {
        /** Sends spans, or says why not. Called by one thread. */
        Outcome send(Batch batch);
    }

    /** Some spans. */
    record Batch(List<SpanData> spans) {}

    /**
     * What became of them.
     *
     * @param sent whether they are there
     * @param again whether another attempt may succeed
     * @param reason why they are not there
     * @param pause how long to wait before, at least
     */
    record Outcome(boolean sent, boolean again, String reason, Duration pause) {
        static final Outcome SENT = new Outcome(true, false, "", Duration.ZERO);

        static Outcome later(String reason, Duration pause) {
            return new Outcome(false, true, reason, pause);
        }

        static Outcome refused(String reason) {
            return new Outcome(false, false, reason, Duration.ZERO);
        }
    }

    SpanQueue(int capacity, int batch, Duration delay, Target target) {
        this.waiting = new ArrayBlockingQueue<>(capacity);
        this.batch = Math.min(batch, capacity);
        this.delayNanos = delay.toNanos();
        this.target = target;
        this.thread = new Thread(this::run, "subrack-tracing");
        thread.setDaemon(true);
        thread.setContextClassLoader(SpanQueue.class.getClassLoader());
    }

    SpanQueue start() {
        thread.start();
        return this;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return;
        }
        if (closed || !waiting.offer(span)) {
            overflowed.increment();
        } else if (!woken && waiting.size() >= batch) {
            woken = true;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public CompletableResultCode shutdown() {
        close();
        return CompletableResultCode.ofSuccess();
    }

    /** Takes no more spans, and sends those that wait, as long as that takes no longer than a moment. */
    @Override
    public void close() {
        end = System.nanoTime() + TO_END.toNanos();
        closed = true;
        LockSupport.unpark(thread);
    }

    /** Waits that moment. */
    void awaitEnd() {
        try {
            thread.join(TO_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, delayNanos);
            woken = false;
            sendAll();
        }
        sendAll();
    }

    private void sendAll() {
        List<ReadableSpan> next = new ArrayList<>(batch);
        while (waiting.drainTo(next, batch) > 0) {
            send(new Batch(next.stream().map(ReadableSpan::toSpanData).toList()));
            next.clear();
        }
    }

    private void send(Batch spans) {
        int count = spans.spans().size();
        if (closed && System.nanoTime() - end > 0) {
            unreachable.add(count);
            return;
        }
        long pause = FIRST_PAUSE.toNanos();
        for (int attempt = 1; ; attempt++) {
            Outcome outcome = attempt(spans);
            if (outcome.sent()) {
                sent.add(count);
                back();
                return;
            }
            tell(outcome);
            if (!outcome.again() || attempt == ATTEMPTS || closed) {
                (outcome.again() ? unreachable : refused).add(count);
                return;
            }
            pause(Math.max(pause, outcome.pause().toNanos()));
            pause *= 2;
        }
    }

    private Outcome attempt(Batch spans) {
        try {
            return target.send(spans);
        } catch (RuntimeException e) { // whatever a bundle has put into its spans must not end this thread
            log.debug("{} spans cannot be written", spans.spans().size(), e);
            return Outcome.refused("they cannot be written (" + e.getClass().getName() + "; the rest is in the log of "
                    + SpanQueue.class.getName() + " at DEBUG)");
        }
    }

    private void pause(long nanos) {
        long end = System.nanoTime() + Math.min(nanos, LONGEST_PAUSE.toNanos());
        long left = end - System.nanoTime();
        while (!closed && left > 0) {
            LockSupport.parkNanos(this, left);
            left = end - System.nanoTime();
        }
    }

    private void tell(Outcome outcome) {
        if (away) {
            log.debug("Spans still cannot be sent to {}: {}", target, outcome.reason());
            return;
        }
        away = true;
        log.warn(
                "Spans cannot be sent to {}: {}. Requests go on as they are; spans are tried again for a while, then left"
                        + " out and counted in subrack_tracing_spans_dropped_total. See that an OTLP collector"
                        + " takes HTTP there, or change endpoint, protocol or headers of {}",
                target,
                OtlpSender.shown(outcome.reason()),
                TracingConfig.PID);
    }

    private void back() {
        if (away) {
            away = false;
            log.info("Spans are sent to {} again", target);
        }
    }

    List<Measurement> measurements() {
        return List.of(
                new Measurement(
                        "subrack_tracing_spans_sent_total", "Spans that the collector has taken", Map.of(), sent.sum()),
                dropped("queue_full", overflowed),
                dropped("refused", refused),
                dropped("unreachable", unreachable),
                new Measurement(
                        "subrack_tracing_spans_waiting", "Spans that wait to be sent", Map.of(), waiting.size()));
    }

    private static Measurement dropped(String reason, LongAdder count) {
        return new Measurement(
                "subrack_tracing_spans_dropped_total",
                "Spans that were left out because they could not be sent",
                Map.of("reason", reason),
                count.sum());
    }
}
