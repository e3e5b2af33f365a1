/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers assertions until they are over, so that each is good once. Of those that come at once, one is the first. Each
 * client has room of its own, so none can take that of another.
 */
final class UsedAssertions {
    /** Only clients whose key fits get in here. */
    static final int MOST_OF_A_CLIENT = 10_000;

    private final ConcurrentHashMap<String, Map<String, Instant>> used = new ConcurrentHashMap<>();
    private final Clock clock;

    UsedAssertions(Clock clock) {
        this.clock = clock;
    }

    /** Says whether this comes for the first time. False, too, while there is no room to remember it. */
    boolean isFirst(String clientId, String id, Instant until) {
        boolean[] first = new boolean[1];
        used.compute(clientId, (same, old) -> {
            Map<String, Instant> own = old == null ? new ConcurrentHashMap<>() : old;
            if (own.size() >= MOST_OF_A_CLIENT) {
                forget(own);
            }
            first[0] = own.size() < MOST_OF_A_CLIENT && own.putIfAbsent(id, until) == null;
            return own;
        });
        return first[0];
    }

    /** Forgets what is over. */
    void sweep() {
        used.keySet()
                .forEach(client -> used.computeIfPresent(client, (same, own) -> {
                    forget(own);
                    return own.isEmpty() ? null : own;
                }));
    }

    private void forget(Map<String, Instant> own) {
        Instant now = clock.instant();
        own.values().removeIf(now::isAfter);
    }
}
