/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.spi.Guard.Authentication;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were found good, by their SHA-256. A fixed number of places, eight of which a token may take; who comes
 * when they are taken gets that of the token that ends first. No locks: who loses a race is checked again.
 */
final class TokenCache {
    private static final int WAYS = 8;

    private final MessageDigest sha256;
    private final AtomicReferenceArray<@Nullable Entry> places;
    private final int sets;

    /** @param tokens how many it holds at least; there are up to twice as many places */
    TokenCache(int tokens) {
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        int needed = Math.max(1, (tokens + WAYS - 1) / WAYS);
        this.sets = Integer.highestOneBit(needed * 2 - 1);
        this.places = new AtomicReferenceArray<>(sets * WAYS);
    }

    int places() {
        return places.length();
    }

    Hash hash(String token) {
        try {
            // Cheaper than to look for the algorithm each time, and no thread keeps anything.
            MessageDigest digest = (MessageDigest) sha256.clone();
            digest.update(token.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = new byte[32];
            digest.digest(bytes, 0, bytes.length);
            return new Hash(number(bytes, 0), number(bytes, 8), number(bytes, 16), number(bytes, 24));
        } catch (CloneNotSupportedException | DigestException e) {
            throw new IllegalStateException("SHA-256 of this Java cannot be copied", e);
        }
    }

    @Nullable
    Entry find(Hash hash) {
        int first = first(hash);
        for (int place = first; place < first + WAYS; place++) {
            Entry entry = places.get(place);
            if (entry != null && entry.hash.equals(hash)) {
                return entry;
            }
        }
        return null;
    }

    void put(Entry entry) {
        int first = first(entry.hash);
        int chosen = first;
        for (int place = first; place < first + WAYS; place++) {
            Entry there = places.get(place);
            if (there == null || there.hash.equals(entry.hash)) {
                chosen = place;
                break;
            }
            Entry endsFirst = places.get(chosen);
            if (endsFirst != null && there.expiresMillis < endsFirst.expiresMillis) {
                chosen = place;
            }
        }
        places.set(chosen, entry);
    }

    private int first(Hash hash) {
        return ((int) hash.a & (sets - 1)) * WAYS;
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int index = from; index < from + Long.BYTES; index++) {
            number = (number << Byte.SIZE) | (bytes[index] & 0xFF);
        }
        return number;
    }

    /** A SHA-256. */
    record Hash(long a, long b, long c, long d) {}

    /** A token that was good when {@link RevocationList#epoch()} stood at a count. */
    static final class Entry implements TokenVerifier.Result {
        private final Hash hash;
        private final AccessClaims claims;
        private final Authentication.Accepted accepted;
        private final String kid;
        private final long expiresMillis;
        private volatile long epoch;

        Entry(Hash hash, AccessClaims claims, String kid, long epoch) {
            this.hash = hash;
            this.claims = claims;
            this.accepted = new Authentication.Accepted(claims.verified().caller());
            this.kid = kid;
            this.expiresMillis = claims.expires().toEpochMilli();
            this.epoch = epoch;
        }

        AccessClaims claims() {
            return claims;
        }

        /** Returns the answer of the guard, made once. */
        Authentication accepted() {
            return accepted;
        }

        String kid() {
            return kid;
        }

        long expiresMillis() {
            return expiresMillis;
        }

        long epoch() {
            return epoch;
        }

        void goodAt(long newEpoch) {
            epoch = newEpoch;
        }
    }
}
