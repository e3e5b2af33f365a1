/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Phase;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One caller that follows one deployment. The events are made from snapshots alone: step number N is event N, the end is
 * the one after the last step; so a caller can come back to any process and go on after the last one it has seen.
 */
final class EventStream {
    private final SseEventSink sink;
    private final Sse sse;
    private final Executor writers;
    private final long heartbeatNanos;
    private final Consumer<EventStream> closed;
    private final AtomicReference<Deployment> latest;

    /** How many reasons to write there are; whoever raises it from 0 lets a writer come. */
    private final AtomicInteger reasons = new AtomicInteger();

    private volatile @Nullable Future<?> ticks;
    private volatile long lastWrite = System.nanoTime();

    // Used by one writer at a time.
    private int sent;
    private boolean greeted;
    private Deployment.@Nullable Status sentStatus;
    private @Nullable Phase sentPhase;

    EventStream(
            Deployment deployment,
            int seen,
            SseEventSink sink,
            Sse sse,
            Executor writers,
            Duration heartbeat,
            Consumer<EventStream> closed) {
        this.latest = new AtomicReference<>(deployment);
        this.sent = seen;
        this.sink = sink;
        this.sse = sse;
        this.writers = writers;
        this.heartbeatNanos = heartbeat.toNanos();
        this.closed = closed;
    }

    static boolean isOver(Deployment deployment) {
        return deployment.ended().isPresent() && deployment.status() != Deployment.Status.RUNNING;
    }

    void start(Future<?> tickTask) {
        ticks = tickTask;
        wake();
    }

    /** Takes a change of any deployment. Quick: called on the engine's thread. */
    void offer(Deployment changed) {
        if (changed.id().equals(latest.getAcquire().id())) {
            latest.accumulateAndGet(changed, EventStream::newer);
            wake();
        }
    }

    /** Looks after the stream now and then. */
    void tick(boolean stopping) {
        if (stopping || sink.isClosed()) {
            close();
        } else if (System.nanoTime() - lastWrite > heartbeatNanos) {
            wake();
        }
    }

    void close() {
        var task = ticks;
        if (task != null) {
            task.cancel(false);
        }
        closed.accept(this);
        sink.close();
    }

    private static Deployment newer(Deployment one, Deployment other) {
        if (isOver(one) != isOver(other)) {
            return isOver(one) ? one : other;
        }
        return one.steps().size() > other.steps().size() ? one : other;
    }

    private void wake() {
        if (reasons.getAndIncrement() == 0) {
            writers.execute(this::write);
        }
    }

    private void write() {
        int known;
        do {
            known = reasons.get();
            if (!sink.isClosed()) {
                write(latest.getAcquire());
            }
        } while (!reasons.compareAndSet(known, 0));
    }

    private void write(Deployment deployment) {
        if (!greeted) {
            greeted = true;
            send(sse.newEventBuilder().comment("steps, then the end"));
        }
        while (sent < deployment.steps().size()) {
            var step = deployment.steps().get(sent);
            sent++;
            send(event("step", DeploymentView.StepView.of(step)).id(Integer.toString(sent)));
        }
        if (deployment.status() != sentStatus || deployment.phase() != sentPhase) {
            sentStatus = deployment.status();
            sentPhase = deployment.phase();
            send(event("status", new StatusView(sentStatus.name(), sentPhase.name())));
        }
        if (isOver(deployment)) {
            send(event("end", DeploymentView.of(deployment)).id(Integer.toString(sent + 1)));
            close();
        } else if (System.nanoTime() - lastWrite > heartbeatNanos) {
            send(sse.newEventBuilder().comment("still running"));
        }
    }

    private OutboundSseEvent.Builder event(String name, Object view) {
        return sse.newEventBuilder()
                .name(name)
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, Json.write(view));
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

    /** How the deployment stands, in JSON. */
    record StatusView(String status, String phase) {}
}
