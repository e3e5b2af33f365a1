/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Logins that wait for their second factor. In memory, bounded; a restart begins them anew. Thread-safe. */
final class LoginTickets {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final int ATTEMPTS = 5;
    private static final int MAX = 10_000;

    private final Clock clock;
    // guarded by this; oldest first
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    LoginTickets(Clock clock) {
        this.clock = clock;
    }

    synchronized String issue(Waiting waiting) {
        var now = clock.instant();
        entries.values().removeIf(entry -> !now.isBefore(entry.expires));
        if (entries.size() >= MAX) {
            entries.remove(entries.keySet().iterator().next());
        }
        var ticket = Opaque.fresh("");
        entries.put(Opaque.hash(ticket), new Entry(waiting, now.plus(LIFETIME)));
        return ticket;
    }

    /** Returns whose login a ticket is for, a few times. */
    synchronized Optional<Waiting> attempt(String ticket) {
        var key = Opaque.hash(ticket);
        var entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        // One that was tried too often stays until it is too old: an attempt with the right code may be under way.
        if (!clock.instant().isBefore(entry.expires) || entry.attempts >= ATTEMPTS) {
            return Optional.empty();
        }
        entry.attempts++;
        return Optional.of(entry.waiting);
    }

    /** Gives back an attempt that was neither right nor wrong. */
    synchronized void undo(String ticket) {
        var entry = entries.get(Opaque.hash(ticket));
        if (entry != null) {
            entry.attempts--;
        }
    }

    /** Takes a ticket out of circulation: true for one caller. */
    synchronized boolean take(String ticket) {
        return entries.remove(Opaque.hash(ticket)) != null;
    }

    /**
     * Who has shown a password.
     *
     * @param passwordHash as it was then: a changed password voids the ticket
     * @param replaced the session that ends with a success
     */
    record Waiting(
            String userId,
            String userName,
            String passwordHash,
            @Nullable String replaced) {
        /** Leaves out the secrets. */
        @Override
        public String toString() {
            return "login of " + userId;
        }
    }

    private static final class Entry {
        private final Waiting waiting;
        private final Instant expires;
        private int attempts;

        Entry(Waiting waiting, Instant expires) {
            this.waiting = waiting;
            this.expires = expires;
        }
    }
}
