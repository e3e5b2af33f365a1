/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the first answer to each request that came with an {@code Idempotency-Key}, in memory and within bounds: when
 * they are reached, the oldest is forgotten. Thread-safe.
 */
final class IdempotentAnswers {
    /** How long an answer is remembered. */
    static final Duration LIFE = Duration.ofHours(24);

    /** Bodies that are longer are not remembered; the answer is, without it. */
    static final int MAX_BODY_BYTES = 65_536;

    private static final int MAX_ENTRIES = 500;
    private static final long MAX_ALL_BYTES = 2L * 1_048_576;

    private final Clock clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>(); // guarded by this; the oldest first
    private long bytes; // guarded by this

    IdempotentAnswers(Clock clock) {
        this.clock = clock;
    }

    /** Has the request of a key run, if it is the first. */
    synchronized Begun begin(String key) {
        forgetOld();
        var known = entries.get(key);
        if (known != null) {
            return known.answer == null ? Begun.RUNNING : new Begun(Begun.Kind.DONE, known.answer);
        }
        if (entries.size() >= MAX_ENTRIES && !forgetOne()) {
            return Begun.FULL;
        }
        entries.put(key, new Entry(clock.instant()));
        return Begun.FIRST;
    }

    /** Remembers the answer to the first request. */
    synchronized void end(String key, Answer answer) {
        var entry = entries.get(key);
        if (entry != null && entry.answer == null) {
            entry.answer = answer;
            bytes += answer.size();
            while (bytes > MAX_ALL_BYTES && forgetOne()) {
                // until there is room
            }
        }
    }

    /** The first request came to nothing: the next one with the key is the first. */
    synchronized void abandon(String key) {
        var entry = entries.get(key);
        if (entry != null && entry.answer == null) {
            entries.remove(key);
        }
    }

    private void forgetOld() {
        Instant limit = clock.instant().minus(LIFE);
        for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
            Entry oldest = all.next();
            if (oldest.begun.isAfter(limit)) {
                return;
            }
            if (oldest.answer != null) {
                bytes -= oldest.answer.size();
                all.remove();
            }
        }
    }

    private boolean forgetOne() {
        for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
            Entry oldest = all.next();
            if (oldest.answer != null) {
                bytes -= oldest.answer.size();
                all.remove();
                return true;
            }
        }
        return false;
    }

    private static final class Entry {
        private final Instant begun;
        private @Nullable Answer answer;

        Entry(Instant begun) {
            this.begun = begun;
        }
    }

    /** How a request with a key begins. */
    record Begun(Kind kind, @Nullable Answer answer) {
        static final Begun FIRST = new Begun(Kind.FIRST, null);
        static final Begun RUNNING = new Begun(Kind.RUNNING, null);
        static final Begun FULL = new Begun(Kind.FULL, null);

        /** The ways. */
        enum Kind {
            FIRST,
            RUNNING,
            DONE,
            FULL
        }
    }

    /**
     * The first answer.
     *
     * @param request digest of the body that it answers
     * @param headers those worth repeating
     * @param body empty if it has a secret in it or is too long, and must not be repeated
     */
    record Answer(String request, int status, Map<String, String> headers, Optional<byte[]> body) {
        Answer {
            headers = Map.copyOf(headers);
        }

        long size() {
            return 512L + body.map(kept -> kept.length).orElse(0);
        }

        /** Leaves out the body. */
        @Override
        public String toString() {
            return "answer " + status;
        }
    }
}
