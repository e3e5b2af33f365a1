/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers assertions until they are over, so that each is good once. Of those that come at once, one is the first. */
final class UsedAssertions {
    /** Only clients whose key fits get in here. */
    private static final int MAX = 100_000;

    private final ConcurrentHashMap<String, Instant> used = new ConcurrentHashMap<>();
    private final Clock clock;

    UsedAssertions(Clock clock) {
        this.clock = clock;
    }

    /** Says whether this comes for the first time. False, too, while there is no room to remember it. */
    boolean isFirst(String id, Instant until) {
        if (used.size() >= MAX) {
            Instant now = clock.instant();
            used.values().removeIf(now::isAfter);
        }
        return used.size() < MAX && used.putIfAbsent(id, until) == null;
    }
}
