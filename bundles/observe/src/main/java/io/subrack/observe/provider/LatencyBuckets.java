/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import org.jspecify.annotations.Nullable;

/** Sorts durations into buckets, four to each power of two of microseconds, and reads percentiles out of them. */
final class LatencyBuckets {
    /** Four to a power; what takes longer than two minutes is in the last one. */
    static final int COUNT = 4 * 26;

    private static final double MICROS_PER_MILLI = 1_000;

    private LatencyBuckets() {}

    static int index(long nanos) {
        long micros = nanos / 1_000;
        if (micros < 4) {
            return (int) Math.max(0, micros);
        }
        int power = 63 - Long.numberOfLeadingZeros(micros);
        int quarter = (int) (micros >>> (power - 2)) & 3;
        return Math.min(COUNT - 1, 4 * (power - 1) + quarter);
    }

    /** Returns the lowest duration of a bucket, in microseconds. */
    static long lowest(int index) {
        if (index < 4) {
            return index;
        }
        int power = index / 4 + 1;
        return (4L + index % 4) << (power - 2);
    }

    /**
     * Returns the duration that a share of all durations do not pass, in milliseconds.
     *
     * @param counts how many durations are in each bucket
     * @return null if there are none
     */
    static @Nullable Double percentileMillis(long[] counts, double share) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        if (total == 0) {
            return null;
        }
        double rank = share * total;
        double before = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0 && before + counts[i] >= rank) {
                double within = (rank - before) / counts[i];
                double micros = lowest(i) + within * (lowest(i + 1) - lowest(i));
                return Math.round(micros) / MICROS_PER_MILLI;
            }
            before += counts[i];
        }
        return lowest(counts.length) / MICROS_PER_MILLI;
    }
}
