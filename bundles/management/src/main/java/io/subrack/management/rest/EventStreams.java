/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All open streams of events. One listener at the engine feeds them; threads of this bundle write to them. */
@Component(service = EventStreams.class)
public final class EventStreams {
    private static final int WRITERS = 4;

    /** How long a stream may hold up the end of the platform. */
    private static final Duration TICK = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

    private final Deployments deployments;
    private final Platform platform;
    private final Settings settings;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    /** How many streams are open or being opened. */
    private final AtomicInteger places = new AtomicInteger();

    private final Deployments.Subscription subscription;
    private final ScheduledThreadPoolExecutor ticker;
    private final ThreadPoolExecutor writers;

    @Activate
    public EventStreams(
            @Reference Deployments deployments, @Reference Platform platform, @Reference Settings settings) {
        this.deployments = deployments;
        this.platform = platform;
        this.settings = settings;
        this.ticker = new ScheduledThreadPoolExecutor(1, EventStreams::thread);
        ticker.setRemoveOnCancelPolicy(true);
        this.writers = new ThreadPoolExecutor(
                WRITERS, WRITERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), EventStreams::thread);
        writers.allowCoreThreadTimeOut(true);
        this.subscription = deployments.subscribe(this::changed);
    }

    @Deactivate
    void close() {
        subscription.close();
        ticker.shutdownNow();
        streams.forEach(EventStream::close);
        writers.shutdownNow();
    }

    /**
     * Opens a stream.
     *
     * @param seen id of the last event that the caller has
     * @throws ProblemException 429 if too many are open
     * @throws WebApplicationException 204 if the caller has seen the end
     */
    void open(Deployment deployment, int seen, SseEventSink sink, Sse sse) {
        if (EventStream.isOver(deployment) && seen > deployment.steps().size()) {
            throw new WebApplicationException(Response.noContent().build());
        }
        if (places.incrementAndGet() > settings.streams()) {
            places.decrementAndGet();
            throw new ProblemException(
                    WebProblem.TOO_MANY_REQUESTS,
                    settings.streams() + " streams of events are open already; ask with ?wait=PT10S instead");
        }
        var stream = new EventStream(deployment, seen, sink, sse, writers, settings.heartbeat(), this::forget);
        streams.add(stream);
        try {
            stream.start(ticker.scheduleWithFixedDelay(
                    () -> tick(stream, deployment.id()), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException ended) {
            stream.close();
            return;
        }
        refresh(stream, deployment.id());
    }

    private void forget(EventStream stream) {
        if (streams.remove(stream)) {
            places.decrementAndGet();
        }
    }

    private void tick(EventStream stream, String id) {
        stream.tick(platform.state() == Platform.State.STOPPING);
        refresh(stream, id);
    }

    /** What changed after the caller's snapshot and before the stream was listening was told to nobody. */
    private void refresh(EventStream stream, String id) {
        try {
            deployments.deployment(id).ifPresent(stream::offer);
        } catch (RuntimeException e) { // the next tick must come
            log.debug("deployment {} cannot be read", id, e);
        }
    }

    int count() {
        return places.get();
    }

    private void changed(Deployment deployment) {
        for (var stream : streams) {
            stream.offer(deployment);
        }
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "subrack-deployment-events");
        thread.setDaemon(true);
        return thread;
    }
}
