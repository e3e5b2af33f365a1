/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjIntConsumer;

/** Counts something by key in windows of fixed length. Thread-safe; forgets rather than grows. */
final class Attempts {
    private static final int MAX_KEYS = 10_000;

    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Duration length;
    private final ObjIntConsumer<String> ended;

    Attempts(Clock clock, Duration length) {
        this(clock, length, (key, count) -> {});
    }

    /** @param ended hears how many there were of a key in a window that is over */
    Attempts(Clock clock, Duration length, ObjIntConsumer<String> ended) {
        this.clock = clock;
        this.length = length;
        this.ended = ended;
    }

    /** Counts one more and returns how many there were in the current window. */
    int count(String key) {
        Instant now = clock.instant();
        if (windows.size() >= MAX_KEYS) {
            sweep();
            if (windows.size() >= MAX_KEYS) {
                windows.clear();
            }
        }
        Window[] over = new Window[1];
        Window current = windows.compute(key, (same, old) -> {
            over[0] = old != null && old.isOver(now) ? old : null;
            return old == null || old.isOver(now)
                    ? new Window(now.plus(length), 1)
                    : new Window(old.end, old.count + 1);
        });
        if (over[0] != null) {
            ended.accept(key, over[0].count);
        }
        return current.count;
    }

    /** Forgets the windows that are over. */
    void sweep() {
        Instant now = clock.instant();
        Iterator<Map.Entry<String, Window>> all = windows.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Window> each = all.next();
            Window window = each.getValue();
            if (window.isOver(now) && windows.remove(each.getKey(), window)) {
                ended.accept(each.getKey(), window.count);
            }
        }
    }

    Duration length() {
        return length;
    }

    private record Window(Instant end, int count) {
        boolean isOver(Instant now) {
            return !now.isBefore(end);
        }
    }
}
