/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How much goes through the front door right now: rates over the last minute, from memory alone. An OSGi service of the
 * module that observes; others refer to it dynamically and do without it. Calls are cheap. Thread-safe.
 */
@ProviderType
public interface Traffic {
    /** Returns the rates of everything together, the front door's own answers included. */
    Rates platform();

    /** Returns the rates of a bundle, all its versions together; empty if nobody called it in the last minute. */
    Optional<Rates> bundle(String symbolicName);

    /** Returns the rates of all bundles that were called in the last minute, or are being called, by symbolic name. */
    Map<String, Rates> bundles();

    /**
     * Returns how many requests a second go to each route of a bundle, by route template ({@code /greeter/{name}}); only
     * those that were called in the last minute.
     */
    Map<String, Double> routes(String symbolicName);

    /** Returns what was kept of the last quarter of an hour, the oldest first. */
    List<Sample> history();

    /**
     * Rates over the last minute, or since the start if that is shorter.
     *
     * @param errorsPerSecond requests that were answered with a 5xx or broke
     * @param p50Millis half of the requests were at most this long; null if there were none
     * @param p95Millis 95 of 100 requests were at most this long; null if there were none
     * @param inFlight requests that are running now
     */
    record Rates(
            double requestsPerSecond,
            double errorsPerSecond,
            @Nullable Double p50Millis,
            @Nullable Double p95Millis,
            int inFlight) {
        /** The rates of what nobody calls. */
        public static final Rates NONE = new Rates(0, 0, null, null, 0);
    }

    /**
     * What the whole platform did in a few seconds.
     *
     * @param at the end of these seconds
     * @param p95Millis null if there were no requests
     * @param heapUsed bytes
     * @param cpu of this process, 0 to 1 of all processors; negative if unknown
     */
    record Sample(
            Instant at,
            double requestsPerSecond,
            double errorsPerSecond,
            @Nullable Double p95Millis,
            long heapUsed,
            double cpu) {}
}
