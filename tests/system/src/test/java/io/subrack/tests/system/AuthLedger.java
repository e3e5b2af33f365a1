/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * What central auth has acknowledged, and so must know for ever, whatever happens to its process. What is being changed
 * is in doubt until the answer is there, and stands nowhere. Thread-safe.
 */
final class AuthLedger {
    static final String GONE = "gone";
    static final String DISABLED = "disabled";
    static final String PUBLISHED = "published";

    /** Users by id: their name, {@link #DISABLED} or {@link #GONE}. */
    final Facts<String> users = new Facts<>();

    /** Clients by id: their name, {@link #DISABLED} or {@link #GONE}. */
    final Facts<String> clients = new Facts<>();

    /** Signing keys by id: {@link #PUBLISHED} or {@link #GONE}. */
    final Facts<String> keys = new Facts<>();

    /** Whether they are good. */
    final Facts<Boolean> accessTokens = new Facts<>();

    final Facts<Boolean> refreshTokens = new Facts<>();
    final Facts<Boolean> apiTokens = new Facts<>();

    /** API tokens that were not deleted, by their ids. */
    final Map<String, String> keptApiTokens = new ConcurrentHashMap<>();

    /** What is good once: codes and refresh tokens. */
    final Collection<Redemption> redemptions = new ConcurrentLinkedQueue<>();

    /** Users who are logged in, for the next who changes them. */
    final Queue<Person> people = new ConcurrentLinkedQueue<>();

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Facts by key. */
    static final class Facts<T> {
        private final Map<String, T> facts = new ConcurrentHashMap<>();

        void doubt(Collection<String> keys) {
            keys.forEach(facts::remove);
        }

        void doubt(String key) {
            facts.remove(key);
        }

        void settle(String key, T fact) {
            facts.put(key, fact);
        }

        void settle(Collection<String> keys, T fact) {
            keys.forEach(key -> facts.put(key, fact));
        }

        Map<String, T> all() {
            return Map.copyOf(facts);
        }

        /** Keeps some of those that were looked at often enough. */
        void keep(int most) {
            List<String> keys = new ArrayList<>(facts.keySet());
            doubt(keys.subList(0, Math.max(0, keys.size() - most)));
        }
    }

    /** A user with what they got. */
    record Person(String id, Family family) {}

    /** What came from one code. */
    final class Family {
        private final List<String> access = new CopyOnWriteArrayList<>();
        private volatile String refresh = "";

        void gained(String accessToken, String refreshToken) {
            access.add(accessToken);
            refresh = refreshToken;
            accessTokens.settle(accessToken, true);
            refreshTokens.settle(refreshToken, true);
        }

        String refreshToken() {
            return refresh;
        }

        void doubt() {
            accessTokens.doubt(access);
            refreshTokens.doubt(refresh);
        }

        void ended() {
            accessTokens.settle(access, false);
            refreshTokens.settle(refresh, false);
        }
    }

    /** The use of something that is good once. */
    static final class Redemption {
        final Family family;
        private final Callable<ApiAnswer> call;
        private volatile int wins;
        private volatile boolean answered;

        Redemption(Family family, Callable<ApiAnswer> call) {
            this.family = family;
            this.call = call;
        }

        /** Tries it, for the first time or again. */
        ApiAnswer attempt() throws Exception {
            ApiAnswer answer = call.call();
            answered = true;
            wins += answer.status() == 200 ? 1 : 0;
            return answer;
        }

        int wins() {
            return wins;
        }

        /** Returns whether an attempt was answered; otherwise nobody knows what became of it. */
        boolean answered() {
            return answered;
        }
    }

    Redemption redemption(Family family, Callable<ApiAnswer> call) {
        Redemption redemption = new Redemption(family, call);
        redemptions.add(redemption);
        return redemption;
    }

    /** Counts something that was acknowledged. */
    void count(String what) {
        counts.computeIfAbsent(what, any -> new LongAdder()).increment();
    }

    /** Returns how often this was acknowledged. */
    long counted(String what) {
        return counts.getOrDefault(what, new LongAdder()).sum();
    }

    /** Returns how often what was acknowledged. */
    Map<String, LongAdder> counts() {
        return new TreeMap<>(counts);
    }
}
