/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers which running request a user has just allowed, for clients that anybody can pretend to be: their users are
 * asked each time. Thread-safe; who does not fit in is asked again.
 */
final class FreshConsents {
    private static final int MOST = 10_000;

    private final ConcurrentHashMap<String, Given> given = new ConcurrentHashMap<>();
    private final Clock clock;

    FreshConsents(Clock clock) {
        this.clock = clock;
    }

    void add(String request, String userId, Set<String> scopes, Duration lifetime) {
        sweep();
        if (given.size() < MOST) {
            given.put(
                    Opaque.hash(request),
                    new Given(userId, Set.copyOf(scopes), clock.instant().plus(lifetime)));
        }
    }

    /** Says whether a user has allowed all this for a request. Good once. */
    boolean take(String request, String userId, Set<String> scopes) {
        Given found = given.remove(Opaque.hash(request));
        return found != null
                && found.userId.equals(userId)
                && found.scopes.containsAll(scopes)
                && clock.instant().isBefore(found.end);
    }

    private void sweep() {
        Instant now = clock.instant();
        given.values().removeIf(each -> !now.isBefore(each.end));
    }

    private record Given(String userId, Set<String> scopes, Instant end) {}
}
