/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the requests to one bundle, and remembers what was counted in the last minute. Counting takes no lock and makes
 * no object; the samples are taken by one thread.
 */
final class TrafficWindow {
    static final int SAMPLES = 12;

    private static final int ERRORS = LatencyBuckets.COUNT;

    private final AtomicLongArray counts = new AtomicLongArray(LatencyBuckets.COUNT + 1);

    // Guarded by this.
    private final long[] sampled = new long[LatencyBuckets.COUNT + 1];
    private final int[][] deltas = new int[SAMPLES][];
    private int next;

    void count(long nanos, boolean error) {
        counts.incrementAndGet(LatencyBuckets.index(nanos));
        if (error) {
            counts.incrementAndGet(ERRORS);
        }
    }

    /**
     * Takes a sample, which pushes out the oldest.
     *
     * @param total gets what was counted since the last sample added
     */
    synchronized void sample(long[] total) {
        int[] delta = null;
        for (int i = 0; i < sampled.length; i++) {
            long now = counts.get(i);
            if (now != sampled[i]) {
                if (delta == null) {
                    delta = new int[sampled.length];
                }
                delta[i] = (int) Math.min(Integer.MAX_VALUE, now - sampled[i]);
                total[i] += delta[i];
                sampled[i] = now;
            }
        }
        deltas[next] = delta;
        next = (next + 1) % SAMPLES;
    }

    /** Returns what all samples counted, by bucket, and the errors behind that. */
    synchronized long[] sum() {
        var sum = emptySum();
        for (var delta : deltas) {
            if (delta != null) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += delta[i];
                }
            }
        }
        return sum;
    }

    static long[] emptySum() {
        return new long[LatencyBuckets.COUNT + 1];
    }

    static long errors(long[] sum) {
        return sum[ERRORS];
    }

    static long requests(long[] sum) {
        long requests = 0;
        for (int i = 0; i < ERRORS; i++) {
            requests += sum[i];
        }
        return requests;
    }

    static long[] buckets(long[] sum) {
        return java.util.Arrays.copyOf(sum, ERRORS);
    }
}
