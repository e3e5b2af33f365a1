/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.subrack.web.spi.RequestObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Counts and times requests by bundle, version, method, route and status. The number of combinations is bounded; what
 * belongs to a bundle version that is no longer installed is forgotten after a while.
 */
@Component(service = {RequestObserver.class, RequestMeters.class})
public final class RequestMeters implements RequestObserver {
    static final String OTHER = "(other)";

    /** The boundaries that OpenTelemetry recommends for {@code http.server.request.duration}. */
    private static final Duration[] BUCKETS = Stream.of(
                    5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final Duration SWEEP_AT_MOST_EVERY = Duration.ofSeconds(10);

    private final Meters meters;
    private final Supplier<Set<Owner>> installed;
    private final Clock clock;
    private final int maximalSeries;
    private final Duration retiredKeep;
    private final TrafficBook traffic;
    private final Map<Series, Meter> timers = new ConcurrentHashMap<>();
    private final Map<Owner, Counter> broken = new ConcurrentHashMap<>();
    private final Map<Owner, Instant> missingSince = new ConcurrentHashMap<>();
    private final AtomicLong sweptMillis = new AtomicLong();

    @Activate
    public RequestMeters(
            BundleContext context,
            @Reference Meters meters,
            @Reference TrafficBook traffic,
            @Reference Settings settings) {
        this(meters, traffic, settings, () -> owners(context), Clock.systemUTC());
    }

    RequestMeters(Meters meters, TrafficBook traffic, Settings settings, Supplier<Set<Owner>> installed, Clock clock) {
        this.traffic = traffic;
        this.meters = meters;
        this.installed = installed;
        this.clock = clock;
        this.maximalSeries = settings.maximalSeries();
        this.retiredKeep = settings.retiredKeep();
    }

    @Override
    public void completed(Exchange exchange) {
        var series = new Series(
                exchange.bundle(), exchange.version(), exchange.method(), exchange.route(), exchange.status());
        var meter = timers.get(series);
        if (meter == null) {
            meter = add(series);
        }
        meter.timer().record(exchange.duration());
        if (!exchange.stream()) { // a reader that leaves after an hour is no slow answer, and no error
            meter.bundle().count(exchange.duration().toNanos(), exchange.failed() || exchange.status() >= 500);
        }
        meter.route().count();
        if (exchange.failed()) {
            broken.computeIfAbsent(series.owner(), this::brokenCounter).increment();
        }
    }

    /** Forgets the meters of bundle versions that have been gone for long enough. */
    void sweep() {
        var now = clock.instant();
        long last = sweptMillis.get();
        if (now.toEpochMilli() - last < SWEEP_AT_MOST_EVERY.toMillis()
                || !sweptMillis.compareAndSet(last, now.toEpochMilli())) {
            return;
        }
        var present = installed.get();
        missingSince.keySet().removeIf(present::contains);
        Stream.concat(timers.keySet().stream().map(Series::owner), broken.keySet().stream())
                .distinct()
                .filter(owner -> owner.isBundle() && !present.contains(owner))
                .filter(owner -> !missingSince
                        .computeIfAbsent(owner, any -> now)
                        .plus(retiredKeep)
                        .isAfter(now))
                .forEach(this::forget);
    }

    private void forget(Owner gone) {
        timers.entrySet().removeIf(entry -> {
            boolean its = entry.getKey().owner().equals(gone);
            if (its) {
                meters.registry().remove(entry.getValue().timer());
            }
            return its;
        });
        var counter = broken.remove(gone);
        if (counter != null) {
            meters.registry().remove(counter);
        }
        missingSince.remove(gone);
        if (timers.keySet().stream().noneMatch(series -> series.bundle().equals(gone.bundle()))) {
            traffic.forget(gone.bundle());
        }
    }

    private Meter add(Series series) {
        if (timers.size() >= maximalSeries) {
            sweep();
        }
        var kept = timers.size() < maximalSeries ? series : Series.REST;
        return timers.computeIfAbsent(
                kept,
                any -> new Meter(timer(any), traffic.bundle(any.bundle()), traffic.route(any.bundle(), any.route())));
    }

    private Timer timer(Series series) {
        return Timer.builder("http.server.requests")
                .description("Requests that are over, by the bundle that answered")
                .tag("bundle", series.bundle())
                .tag("version", series.version())
                .tag("method", series.method())
                .tag("route", series.route())
                .tag("status", series.status() == 0 ? OTHER : Integer.toString(series.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(meters.registry());
    }

    private Counter brokenCounter(Owner owner) {
        return Counter.builder("http.server.requests.broken")
                .description("Requests whose answer was cut off")
                .tag("bundle", owner.bundle())
                .tag("version", owner.version())
                .register(meters.registry());
    }

    private static Set<Owner> owners(BundleContext context) {
        return Stream.of(context.getBundles())
                .map(bundle -> new Owner(
                        String.valueOf(bundle.getSymbolicName()),
                        bundle.getVersion().toString()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A version of a bundle. */
    record Owner(String bundle, String version) {
        /** The front door's own answers have no version, and neither has the rest. */
        boolean isBundle() {
            return !version.isEmpty();
        }
    }

    /** Where a request is counted. */
    private record Meter(Timer timer, TrafficWindow bundle, TrafficBook.RouteWindow route) {}

    private record Series(String bundle, String version, String method, String route, int status) {
        static final Series REST = new Series(OTHER, "", OTHER, OTHER, 0);

        Owner owner() {
            return new Owner(bundle, version);
        }
    }
}
