/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One caller that follows something. At most one thread writes to it at a time, and nobody else waits for that one. */
final class EventStream implements Feed.Outlet {
    private static final Logger log = LoggerFactory.getLogger(EventStream.class);

    private final Feed feed;
    private final SseEventSink sink;
    private final Sse sse;
    private final Executor writers;
    private final long heartbeatNanos;
    private final Consumer<EventStream> closed;

    /** How many reasons to write there are; whoever raises it from 0 lets a writer come. */
    private final AtomicInteger reasons = new AtomicInteger();

    private volatile @Nullable Future<?> ticks;
    private volatile long lastWrite = System.nanoTime();
    private volatile boolean stopping;

    /** Used by one writer at a time. */
    private boolean greeted;

    EventStream(
            Feed feed, SseEventSink sink, Sse sse, Executor writers, Duration heartbeat, Consumer<EventStream> closed) {
        this.feed = feed;
        this.sink = sink;
        this.sse = sse;
        this.writers = writers;
        this.heartbeatNanos = heartbeat.toNanos();
        this.closed = closed;
    }

    Feed feed() {
        return feed;
    }

    void start(Future<?> tickTask) {
        ticks = tickTask;
        wake();
    }

    /** Looks after the stream now and then. A stream that did not even take its last words is closed without them. */
    void tick(boolean platformStops) {
        if (sink.isClosed() || stopping) {
            close();
        } else if (platformStops) {
            stopping = true;
            wake();
        } else if (System.nanoTime() - lastWrite > heartbeatNanos) {
            wake();
        }
    }

    void close() {
        var task = ticks;
        if (task != null) {
            task.cancel(false);
        }
        feed.ended();
        closed.accept(this);
        sink.close();
    }

    void wake() {
        if (reasons.getAndIncrement() == 0) {
            try {
                writers.execute(this::write);
            } catch (RejectedExecutionException ended) {
                close();
            }
        }
    }

    private void write() {
        int known;
        do {
            known = reasons.get();
            if (!sink.isClosed()) {
                writeOnce();
            }
        } while (!reasons.compareAndSet(known, 0));
    }

    // The top of a thread.
    private void writeOnce() {
        try {
            if (!greeted) {
                greeted = true;
                send(sse.newEventBuilder().comment("events follow"));
            }
            boolean open = feed.write(this);
            if (stopping) {
                feed.bye(this);
            }
            if (!open || stopping) {
                close();
            } else if (System.nanoTime() - lastWrite > heartbeatNanos) {
                send(sse.newEventBuilder().comment("still running"));
            }
        } catch (RuntimeException e) {
            log.warn("A stream of events ends because its next event cannot be made", e);
            close();
        }
    }

    @Override
    public void send(String name, @Nullable String id, String json) {
        var event = sse.newEventBuilder()
                .name(name)
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, json);
        send(id == null ? event : event.id(id));
    }

    private void send(OutboundSseEvent.Builder event) {
        lastWrite = System.nanoTime();
        if (sink.isClosed()) {
            return;
        }
        sink.send(event.build()).whenComplete((done, failure) -> {
            if (failure != null) {
                close();
            }
        });
    }
}
