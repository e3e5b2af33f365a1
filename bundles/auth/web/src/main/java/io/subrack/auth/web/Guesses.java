/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts wrong guesses by whoever makes them, and says when it is enough. In memory, bounded. Thread-safe. */
final class Guesses {
    private static final int MAX = 10_000;

    private final int most;
    private final Duration window;
    private final Clock clock;
    // guarded by this; oldest first
    private final Map<String, Count> counts = new LinkedHashMap<>();

    Guesses(int most, Duration window, Clock clock) {
        this.most = most;
        this.window = window;
        this.clock = clock;
    }

    /** Counts a guess before it is looked at; returns how long to wait if there were too many, else zero. */
    synchronized Duration begin(String who) {
        Instant now = clock.instant();
        Count count = counts.get(who);
        if (count == null || !now.isBefore(count.end)) {
            counts.remove(who);
            makeRoom(now);
            count = new Count(now.plus(window));
            counts.put(who, count);
        }
        if (count.made >= most) {
            return Duration.between(now, count.end).plusSeconds(1);
        }
        count.made++;
        return Duration.ZERO;
    }

    private void makeRoom(Instant now) {
        if (counts.size() >= MAX) {
            counts.values().removeIf(count -> !now.isBefore(count.end));
        }
        if (counts.size() >= MAX) {
            counts.remove(counts.keySet().iterator().next());
        }
    }

    /** Takes back a guess that was right, or could not be looked at. */
    synchronized void undo(String who) {
        Count count = counts.get(who);
        if (count != null && count.made > 0) {
            count.made--;
        }
    }

    private static final class Count {
        private final Instant end;
        private int made;

        Count(Instant end) {
            this.end = end;
        }
    }
}
