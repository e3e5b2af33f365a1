/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What a load generator saw. */
public final class LoadResult {
    private final long failed;
    private final List<String> samples;
    private final SortedMap<String, Long> labels;
    private final Map<String, Long> firstSeen;
    private final Histogram micros;
    private final Duration longestGap;
    private final long announcedCloses;

    LoadResult(
            long failed,
            List<String> samples,
            Map<String, Long> labels,
            Map<String, Long> firstSeen,
            Histogram micros,
            Duration longestGap,
            long announcedCloses) {
        this.failed = failed;
        this.samples = List.copyOf(samples);
        this.labels = new TreeMap<>(labels);
        this.firstSeen = Map.copyOf(firstSeen);
        this.micros = micros;
        this.longestGap = longestGap;
        this.announcedCloses = announcedCloses;
    }

    /** Returns how many requests were made, failed ones included. */
    public long requests() {
        return succeeded() + failed;
    }

    public long succeeded() {
        return labels.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns how many requests got no answer, or none of those that were expected. */
    public long failed() {
        return failed;
    }

    /** Returns the first failures, as sentences. */
    public List<String> samples() {
        return samples;
    }

    /** Returns how many good answers there were of each kind. */
    public SortedMap<String, Long> labels() {
        return labels;
    }

    /** Returns {@link System#nanoTime} of the first good answer of a kind, or {@link Long#MAX_VALUE} if there was none. */
    public long firstSeen(String label) {
        return firstSeen.getOrDefault(label, Long.MAX_VALUE);
    }

    /** Returns how long requests took, from the time they were due to the last byte of a good answer. */
    public Duration latency(double percentile) {
        return Duration.ofNanos(micros.getValueAtPercentile(percentile) * 1000);
    }

    /** Returns the longest time a single request took, from the time it was due. */
    public Duration longestStall() {
        return Duration.ofNanos(micros.getMaxValue() * 1000);
    }

    /** Returns the longest time in which no answer came at all. */
    public Duration longestGap() {
        return longestGap;
    }

    /** Returns how often the server closed a connection after it had said so. */
    public long announcedCloses() {
        return announcedCloses;
    }

    @Override
    public String toString() {
        return failed + " failed of " + requests() + " " + labels
                + String.format(
                        ", p50 %.2f ms, p99 %.2f ms, longest stall %.1f ms, longest gap %.1f ms, closes %d",
                        latency(50).toNanos() / 1e6,
                        latency(99).toNanos() / 1e6,
                        longestStall().toNanos() / 1e6,
                        longestGap.toNanos() / 1e6,
                        announcedCloses)
                + (samples.isEmpty() ? "" : "\n  " + String.join("\n  ", samples));
    }
}
