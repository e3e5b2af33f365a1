/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.SessionStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Slows down who guesses. Three counts of failures, each with a delay that doubles: of an address; of a name from an
 * address; and of a name from everywhere. The last one never grows long, and does not hold for an address from which the
 * name has logged in before: nobody can lock an owner out by failing on purpose. An attempt counts as failed from its
 * beginning, so that many at once do not slip through. In memory, bounded, and written down now and then. Thread-safe.
 */
final class LoginThrottle {
    private static final int MAX_ENTRIES = 20_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private static final Limit ADDRESS = new Limit(30, Duration.ofMinutes(5));
    private static final Limit NAME_AT_ADDRESS = new Limit(5, Duration.ofMinutes(15));
    private static final Limit NAME = new Limit(20, Duration.ofMinutes(1));

    private final Clock clock;
    // guarded by this
    private final Map<String, Failures> entries = new Bounded<>();
    private final Map<String, Boolean> known = new Bounded<>();
    private final Set<String> changed = new HashSet<>();

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    /** Goes on with what was counted before the last start, and knows those who have a session from where they have it. */
    void restore(SessionStore store, Map<String, String> addressesByName) {
        var stored = store.failures(clock.instant().minus(FORGOTTEN_AFTER));
        synchronized (this) {
            for (var one : stored) {
                var failures = entries.computeIfAbsent(one.id(), any -> new Failures());
                failures.count = Math.max(failures.count, one.count());
                failures.last = failures.last.isAfter(one.last()) ? failures.last : one.last();
            }
            addressesByName.forEach((name, address) -> known.put(key(name, network(address)), Boolean.TRUE));
        }
    }

    /** Writes down what has changed since that was done last. */
    void flush(SessionStore store) {
        List<SessionStore.Failures> rows = new ArrayList<>();
        Set<String> written;
        synchronized (this) {
            written = Set.copyOf(changed);
            changed.clear();
            for (var key : written) {
                var failures = entries.get(key);
                rows.add(
                        failures == null
                                ? new SessionStore.Failures(key, 0, Instant.EPOCH)
                                : new SessionStore.Failures(key, failures.count, failures.last));
            }
        }
        try {
            if (!rows.isEmpty()) {
                store.keep(rows);
            }
        } catch (RuntimeException e) { // whatever it is, it is to be done again
            synchronized (this) {
                changed.addAll(written);
            }
            throw e;
        }
    }

    /** Counts an attempt, as failed until it succeeds, or says how long it must wait. */
    synchronized Wait begin(String name, String address) {
        var now = clock.instant();
        var where = network(address);
        var atAddress = key(name, where);
        Map<String, Limit> limits = new LinkedHashMap<>();
        limits.put(addressKey(where), ADDRESS);
        limits.put("b " + atAddress, NAME_AT_ADDRESS);
        limits.put("c " + key(name, ""), NAME);
        var wait = Duration.ZERO;
        Failures slowest = null;
        for (var limit : limits.entrySet()) {
            boolean holds = !limit.getValue().equals(NAME) || !known.containsKey(atAddress);
            var time = holds ? wait(limit.getValue(), limit.getKey(), now) : Duration.ZERO;
            if (time.compareTo(wait) > 0) {
                wait = time;
                slowest = entries.get(limit.getKey());
            }
        }
        if (slowest != null) {
            return new Wait(wait, slowest.refused());
        }
        limits.forEach((key, limit) -> count(limit, key, now));
        return Wait.NONE;
    }

    /** Takes back an attempt that was neither right nor wrong. */
    synchronized void undo(String name, String address) {
        var where = network(address);
        take(addressKey(where));
        take("b " + key(name, where));
        take("c " + key(name, ""));
    }

    /** Forgets the failures of a name that has proved itself; other names at this address stay suspect. */
    synchronized void succeeded(String name, String address) {
        var where = network(address);
        take(addressKey(where));
        forget("b " + key(name, where));
        forget("c " + key(name, ""));
        known.put(key(name, where), Boolean.TRUE);
    }

    private Duration wait(Limit limit, String key, Instant now) {
        var failures = entries.get(key);
        if (failures == null || failures.last.plus(FORGOTTEN_AFTER).isBefore(now)) {
            forget(key);
            return Duration.ZERO;
        }
        var end = failures.last.plus(limit.delay(failures.count));
        return end.isAfter(now) ? Duration.between(now, end) : Duration.ZERO;
    }

    private void count(Limit limit, String key, Instant now) {
        var failures = entries.computeIfAbsent(key, any -> new Failures());
        failures.count = Math.min(failures.count + 1, limit.free + 40);
        failures.last = now;
        failures.told = false;
        changed.add(key);
    }

    private void forget(String key) {
        if (entries.remove(key) != null) {
            changed.add(key);
        }
    }

    private void take(String key) {
        var failures = entries.get(key);
        if (failures != null) {
            changed.add(key);
            if (--failures.count <= 0) {
                entries.remove(key);
            }
        }
    }

    private static String addressKey(String where) {
        return "a " + Opaque.hash(where);
    }

    /** Names of any length take the same room. */
    private static String key(String name, String where) {
        return Opaque.hash(name.toLowerCase(Locale.ROOT) + "\u0000" + where);
    }

    /** Returns the address, or of IPv6 the /64 that one customer has all of. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName("[" + address.replaceAll("[\\[\\]]|%.*", "") + "]")
                    .getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }

    /**
     * How long an attempt must wait.
     *
     * @param time zero if it may go on
     * @param untold how many were refused since that was said last; zero if it was said since the last attempt that was not
     */
    record Wait(Duration time, int untold) {
        static final Wait NONE = new Wait(Duration.ZERO, 0);
    }

    /** How many failures are free, and how long the delay gets at most; it begins with a second. */
    private record Limit(int free, Duration longest) {
        Duration delay(int count) {
            if (count < free) {
                return Duration.ZERO;
            }
            var delay = Duration.ofSeconds(1L << Math.min(count - free, 30));
            return delay.compareTo(longest) > 0 ? longest : delay;
        }
    }

    private static final class Failures {
        private int count;
        private Instant last = Instant.EPOCH;
        private int refusals;
        private boolean told;

        /** Counts a refusal; returns how many there are to tell of, once per delay. */
        int refused() {
            refusals++;
            if (told) {
                return 0;
            }
            int untold = refusals;
            refusals = 0;
            told = true;
            return untold;
        }
    }

    /** Forgets what was used least recently. */
    private static final class Bounded<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;

        Bounded() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MAX_ENTRIES;
        }
    }
}
