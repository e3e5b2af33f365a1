/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.tokens.TokenCache.Hash;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of tokens whose signature is known to be good, because it was made or checked here: to check an ES256
 * signature takes longer than all the rest of a request. 32 bytes for each of a fixed number of tokens. No locks: should
 * two threads mix two hashes in one place, then no text is known that has the mixture as its SHA-256.
 */
final class KnownSignatures {
    private static final int WAYS = 8;
    private static final int LONGS = 4;

    private final int sets;
    private volatile @Nullable AtomicLongArray places;

    /** @param tokens how many it holds at least */
    KnownSignatures(int tokens) {
        int needed = Math.max(1, (tokens + WAYS - 1) / WAYS);
        this.sets = Integer.highestOneBit(needed * 2 - 1);
    }

    /** Of its place the eight that came last are kept. */
    void add(Hash hash) {
        AtomicLongArray all = places();
        int first = first(hash);
        for (int to = first + WAYS * LONGS - 1; to >= first + LONGS; to--) {
            all.set(to, all.get(to - LONGS));
        }
        all.set(first, hash.a());
        all.set(first + 1, hash.b());
        all.set(first + 2, hash.c());
        all.set(first + 3, hash.d());
    }

    boolean has(Hash hash) {
        AtomicLongArray all = places;
        if (all == null) {
            return false;
        }
        for (int way = 0; way < WAYS; way++) {
            int place = first(hash) + way * LONGS;
            if (all.get(place) == hash.a()
                    && all.get(place + 1) == hash.b()
                    && all.get(place + 2) == hash.c()
                    && all.get(place + 3) == hash.d()) {
                return true;
            }
        }
        return false;
    }

    private int first(Hash hash) {
        return ((int) hash.b() & (sets - 1)) * WAYS * LONGS;
    }

    /** Made when the first token is: a platform that nobody has logged in to needs none. */
    private AtomicLongArray places() {
        AtomicLongArray made = places;
        return made != null ? made : make();
    }

    private synchronized AtomicLongArray make() {
        AtomicLongArray made = places;
        if (made == null) {
            made = new AtomicLongArray(sets * WAYS * LONGS);
            places = made;
        }
        return made;
    }
}
