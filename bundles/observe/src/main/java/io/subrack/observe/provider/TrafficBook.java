/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Where requests are counted, for each bundle and for each of its routes. Thread-safe. */
@Component(service = TrafficBook.class)
public final class TrafficBook {
    private final Map<String, TrafficWindow> bundles = new ConcurrentHashMap<>();
    private final Map<Route, RouteWindow> routes = new ConcurrentHashMap<>();

    @Activate
    public TrafficBook() {}

    TrafficWindow bundle(String name) {
        return bundles.computeIfAbsent(name, any -> new TrafficWindow());
    }

    RouteWindow route(String bundle, String template) {
        return routes.computeIfAbsent(new Route(bundle, template), any -> new RouteWindow());
    }

    Map<String, TrafficWindow> bundles() {
        return bundles;
    }

    Map<Route, RouteWindow> routes() {
        return routes;
    }

    /** Forgets a bundle of which nothing is counted any more. */
    void forget(String bundle) {
        bundles.remove(bundle);
        routes.keySet().removeIf(route -> route.bundle().equals(bundle));
    }

    /** A route of a bundle. */
    record Route(String bundle, String template) {}

    /** Counts the requests to one route, all methods and versions together. */
    static final class RouteWindow {
        private final LongAdder count = new LongAdder();
        private final int[] deltas = new int[TrafficWindow.SAMPLES]; // guarded by this, as is what follows
        private long sampled;
        private int next;

        void count() {
            count.increment();
        }

        synchronized void sample() {
            long now = count.sum();
            deltas[next] = (int) Math.min(Integer.MAX_VALUE, now - sampled);
            sampled = now;
            next = (next + 1) % deltas.length;
        }

        synchronized long sum() {
            long sum = 0;
            for (int delta : deltas) {
                sum += delta;
            }
            return sum;
        }
    }
}
