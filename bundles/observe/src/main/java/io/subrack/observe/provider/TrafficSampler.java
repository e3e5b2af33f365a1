/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.subrack.kernel.spi.Traffic;
import io.subrack.web.spi.FrontDoor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds at what was counted since, and keeps that for a quarter of an hour. */
@Component(
        service = {Traffic.class, TrafficSampler.class},
        immediate = true)
public final class TrafficSampler implements Traffic {
    static final Duration PERIOD = Duration.ofSeconds(5);

    /** A quarter of an hour. */
    private static final int HISTORY = 180;

    private static final double NANOS = 1e9;
    private static final Logger log = LoggerFactory.getLogger(TrafficSampler.class);

    private final TrafficBook book;
    private final FrontDoor frontDoor;
    private final JavaProcess process;
    private final ScheduledExecutorService thread;

    // Guarded by this.
    private final Deque<Sample> history = new ArrayDeque<>();
    private final Deque<Long> periods = new ArrayDeque<>();
    private long lastSample = System.nanoTime();
    private long windowNanos;

    @Activate
    public TrafficSampler(@Reference TrafficBook book, @Reference FrontDoor frontDoor) {
        this(book, frontDoor, PERIOD);
    }

    TrafficSampler(TrafficBook book, FrontDoor frontDoor, Duration period) {
        this.book = book;
        this.frontDoor = frontDoor;
        this.process = new JavaProcess();
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var made = new Thread(task, "subrack-traffic");
            made.setDaemon(true);
            return made;
        });
        var unused = thread.scheduleAtFixedRate(
                this::sampleSafely, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void close() {
        thread.shutdownNow();
    }

    // The top of a thread.
    private void sampleSafely() {
        try {
            sample();
        } catch (RuntimeException e) {
            log.warn("The traffic could not be sampled; the next sample makes up for it", e);
        }
    }

    synchronized void sample() {
        long now = System.nanoTime();
        long elapsed = Math.max(1, now - lastSample);
        lastSample = now;
        var total = TrafficWindow.emptySum();
        book.bundles().values().forEach(window -> window.sample(total));
        book.routes().values().forEach(TrafficBook.RouteWindow::sample);
        remember(elapsed);
        double seconds = elapsed / NANOS;
        history.addLast(new Sample(
                Instant.now(),
                rounded(TrafficWindow.requests(total) / seconds),
                rounded(TrafficWindow.errors(total) / seconds),
                LatencyBuckets.percentileMillis(TrafficWindow.buckets(total), 0.95),
                process.heapUsed(),
                process.cpu()));
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
    }

    private void remember(long elapsed) {
        periods.addLast(elapsed);
        windowNanos += elapsed;
        if (periods.size() > TrafficWindow.SAMPLES) {
            windowNanos -= periods.removeFirst();
        }
    }

    private synchronized double windowSeconds() {
        return Math.max(windowNanos, 1) / NANOS;
    }

    @Override
    public Rates platform() {
        var total = TrafficWindow.emptySum();
        for (var window : book.bundles().values()) {
            var sum = window.sum();
            for (int i = 0; i < total.length; i++) {
                total[i] += sum[i];
            }
        }
        int running = PlatformCollector.running(frontDoor.routes()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return rates(total, running);
    }

    @Override
    public Optional<Rates> bundle(String symbolicName) {
        return Optional.ofNullable(bundles().get(symbolicName));
    }

    @Override
    public Map<String, Rates> bundles() {
        var running = new HashMap<String, Integer>();
        PlatformCollector.running(frontDoor.routes()).forEach((owner, count) -> {
            if (count > 0) {
                running.merge(owner.bundle(), count, Integer::sum);
            }
        });
        var rates = new TreeMap<String, Rates>();
        book.bundles().forEach((bundle, window) -> {
            var sum = window.sum();
            if (TrafficWindow.requests(sum) > 0) {
                rates.put(bundle, rates(sum, running.getOrDefault(bundle, 0)));
            }
        });
        running.forEach((bundle, count) -> rates.putIfAbsent(bundle, rates(TrafficWindow.emptySum(), count)));
        return rates;
    }

    @Override
    public Map<String, Double> routes(String symbolicName) {
        double seconds = windowSeconds();
        var rates = new TreeMap<String, Double>();
        book.routes().forEach((route, window) -> {
            if (route.bundle().equals(symbolicName) && window.sum() > 0) {
                rates.put(route.template(), rounded(window.sum() / seconds));
            }
        });
        return rates;
    }

    @Override
    public synchronized List<Sample> history() {
        return List.copyOf(history);
    }

    private Rates rates(long[] sum, int inFlight) {
        double seconds = windowSeconds();
        var buckets = TrafficWindow.buckets(sum);
        return new Rates(
                rounded(TrafficWindow.requests(sum) / seconds),
                rounded(TrafficWindow.errors(sum) / seconds),
                LatencyBuckets.percentileMillis(buckets, 0.5),
                LatencyBuckets.percentileMillis(buckets, 0.95),
                inFlight);
    }

    private static double rounded(double rate) {
        return Math.round(rate * 1_000) / 1_000.0;
    }
}
