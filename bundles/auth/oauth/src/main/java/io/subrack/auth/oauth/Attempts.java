/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/** Counts something by key in windows of fixed length. Thread-safe; forgets rather than grows. */
final class Attempts {
    private static final int MAX_KEYS = 10_000;

    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Duration length;

    Attempts(Clock clock, Duration length) {
        this.clock = clock;
        this.length = length;
    }

    /** Counts one more and returns how many there were in the current window. */
    int count(String key) {
        Instant now = clock.instant();
        if (windows.size() >= MAX_KEYS) {
            windows.values().removeIf(window -> !now.isBefore(window.end));
            if (windows.size() >= MAX_KEYS) {
                windows.clear();
            }
        }
        return windows.merge(
                        key,
                        new Window(now.plus(length), 1),
                        (old, fresh) -> now.isBefore(old.end) ? new Window(old.end, old.count + 1) : fresh)
                .count;
    }

    Duration length() {
        return length;
    }

    private record Window(Instant end, int count) {}
}
