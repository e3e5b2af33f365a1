/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** What one client thread has seen; its threads are merged when they are done. */
final class LoadRecorder {
    private static final int MAX_SAMPLES = 10;

    private final long begun;
    private final AtomicLong lastAnswer;
    private final Set<String> seen;
    private final Histogram micros = new Histogram(3);
    private final Map<String, Long> labels = new HashMap<>();
    private final Map<String, Long> firstSeen = new HashMap<>();
    private final List<String> samples = new ArrayList<>();
    private long failed;
    private long longestGap;
    private long announcedCloses;

    /**
     * @param begun {@link System#nanoTime} at the start of the load
     * @param lastAnswer shared by all threads of one load
     * @param seen the labels so far, shared by all threads of one load
     */
    LoadRecorder(long begun, AtomicLong lastAnswer, Set<String> seen) {
        this.begun = begun;
        this.lastAnswer = lastAnswer;
        this.seen = seen;
    }

    void good(String label, long due) {
        long now = System.nanoTime();
        micros.recordValue(Math.max(0, (now - due) / 1000));
        longestGap = Math.max(longestGap, now - lastAnswer.getAndSet(now));
        labels.merge(label, 1L, Long::sum);
        firstSeen.putIfAbsent(label, now);
        seen.add(label);
    }

    void bad(String what) {
        failed++;
        if (samples.size() < MAX_SAMPLES) {
            samples.add(String.format("after %.3f s: %s", (System.nanoTime() - begun) / 1e9, what));
        }
    }

    void announcedClose() {
        announcedCloses++;
    }

    static LoadResult merge(List<LoadRecorder> recorders) {
        Histogram micros = new Histogram(3);
        Map<String, Long> labels = new HashMap<>();
        Map<String, Long> firstSeen = new HashMap<>();
        List<String> samples = new ArrayList<>();
        long failed = 0;
        long gap = 0;
        long closes = 0;
        for (LoadRecorder each : recorders) {
            micros.add(each.micros);
            each.labels.forEach((label, count) -> labels.merge(label, count, Long::sum));
            each.firstSeen.forEach((label, time) -> firstSeen.merge(label, time, Math::min));
            samples.addAll(each.samples);
            failed += each.failed;
            gap = Math.max(gap, each.longestGap);
            closes += each.announcedCloses;
        }
        samples.sort(null);
        return new LoadResult(
                failed,
                samples.subList(0, Math.min(MAX_SAMPLES, samples.size())),
                labels,
                firstSeen,
                micros,
                Duration.ofNanos(gap),
                closes);
    }
}
