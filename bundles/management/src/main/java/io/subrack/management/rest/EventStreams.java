/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All open streams of events. Each is written to by one thread at a time, and there are threads for all of them, so a
 * caller that reads slowly holds up nobody but itself.
 */
@Component(service = EventStreams.class)
public final class EventStreams {
    /** How long a stream may hold up the end of the platform. */
    private static final Duration TICK = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

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
        this.platform = platform;
        this.settings = settings;
        this.ticker = new ScheduledThreadPoolExecutor(1, EventStreams::thread);
        ticker.setRemoveOnCancelPolicy(true);
        ticker.setKeepAliveTime(10, TimeUnit.SECONDS);
        ticker.allowCoreThreadTimeOut(true);
        // A stream that was closed can still have a writer, which no longer counts as a place.
        this.writers = new ThreadPoolExecutor(
                0, 2 * settings.streams() + 1, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), EventStreams::thread);
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
     * @throws ProblemException 429 if too many are open
     */
    void open(Feed feed, SseEventSink sink, Sse sse) {
        if (places.incrementAndGet() > settings.streams()) {
            places.decrementAndGet();
            throw new ProblemException(
                    WebProblem.TOO_MANY_REQUESTS,
                    settings.streams()
                            + " streams of events are open already; close one, or raise events.streams.max of "
                            + Settings.PID);
        }
        var stream = new EventStream(feed, sink, sse, writers, settings.heartbeat(), this::forget);
        streams.add(stream);
        try {
            stream.start(ticker.scheduleWithFixedDelay(
                    () -> tick(stream), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException ended) {
            stream.close();
            return;
        }
        refresh(stream);
    }

    private void forget(EventStream stream) {
        if (streams.remove(stream)) {
            places.decrementAndGet();
        }
    }

    private void tick(EventStream stream) {
        stream.tick(platform.state() == Platform.State.STOPPING);
        refresh(stream);
    }

    private static void refresh(EventStream stream) {
        try {
            if (stream.feed().refresh()) {
                stream.wake();
            }
        } catch (RuntimeException e) { // the next tick must come
            log.debug("a stream of events cannot look for news", e);
        }
    }

    int count() {
        return places.get();
    }

    /** Lets every stream look whether there is something new. Quick. */
    void wakeAll() {
        streams.forEach(EventStream::wake);
    }

    private void changed(Deployment deployment) {
        for (var stream : streams) {
            if (stream.feed().offer(deployment)) {
                stream.wake();
            }
        }
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "subrack-events");
        thread.setDaemon(true);
        return thread;
    }
}
