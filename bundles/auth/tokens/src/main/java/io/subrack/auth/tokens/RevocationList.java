/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.spi.KeyStore;
import io.subrack.auth.spi.Revocations;
import io.subrack.auth.spi.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * What was revoked and would not be over yet by itself. Each change is stored, then held in memory, then counted in
 * {@link #epoch()}: who has seen a token to be good at one count need not look again while it stays.
 */
@Component(service = {Revocations.class, RevocationList.class})
public final class RevocationList implements Revocations {
    private static final Duration PURGE = Duration.ofMinutes(10);

    private final KeyStore store;
    private final TokenSettings settings;
    private final Clock clock;
    private final Loading loading;
    private final Upkeep.Task purge;
    private final Map<String, Instant> ended = new ConcurrentHashMap<>();
    private final Map<String, Instant> notBefore = new ConcurrentHashMap<>();

    /** The last second as of which a token was issued, by key. Guarded by this. */
    private final Map<String, Long> issued = new HashMap<>();

    private final AtomicLong epoch = new AtomicLong();

    @Activate
    public RevocationList(@Reference KeyStore store, @Reference TokenSettings settings, @Reference Upkeep upkeep) {
        this(store, settings, upkeep, Clock.systemUTC());
    }

    RevocationList(KeyStore store, TokenSettings settings, Upkeep upkeep, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.loading = new Loading("the revoked tokens", this::load, upkeep).begin();
        this.purge = upkeep.every(PURGE, PURGE, this::purge);
    }

    @Deactivate
    void close() {
        purge.end();
        loading.end();
    }

    /** Says why no token may be accepted, as a sentence; empty if tokens may. */
    String fault() {
        return loading.fault();
    }

    /** Waits a little for the first reading, which is under way while the platform starts. */
    void awaitFirstReading() {
        loading.awaitFirstAttempt();
    }

    @Override
    public void token(String tokenId, Instant expires) {
        end(tokenId, expires.plus(settings.skew()).plusSeconds(1));
    }

    @Override
    public void grant(String grantId) {
        end(grantId, clock.instant().plus(settings.keep()));
    }

    @Override
    public void subject(String subject) {
        before(subjectKey(subject));
    }

    @Override
    public void client(String clientId) {
        before(clientKey(clientId));
    }

    /**
     * As {@link #subject}, but holds in this process also if it cannot be stored.
     *
     * @throws StoreUnavailableException if it is not stored
     */
    void subjectAtOnce(String subject) {
        voidInMemory(subjectKey(subject));
        subject(subject);
    }

    /** As {@link #grant}, but holds in this process also if it cannot be stored. */
    void grantAtOnce(String grantId) {
        endInMemory(grantId, clock.instant().plus(settings.keep()));
        grant(grantId);
    }

    /** Returns how often something was revoked. Read it before looking. */
    long epoch() {
        return epoch.get();
    }

    boolean revoked(Ties ties) {
        String grant = ties.grantId();
        if (ended.containsKey(ties.tokenId()) || (grant != null && ended.containsKey(grant))) {
            return true;
        }
        for (String source : ties.sources()) {
            if (ended.containsKey(source)) {
                return true;
            }
        }
        for (String key : ties.keys()) {
            if (tooOld(key, ties.issuedSecond())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the second as of which a token for these keys is issued now: the first that is not void. Who revokes one of
     * them from now on, within the same second too, revokes that token.
     */
    synchronized long issue(List<String> keys) {
        long second = Math.max(clock.instant().getEpochSecond(), firstSecond(keys));
        keys.forEach(key -> issued.merge(key, second, Math::max));
        return second;
    }

    /** Returns the first second at which a token may be issued that is not void at once; a time long ago for any. */
    long firstSecond(List<String> keys) {
        long first = Long.MIN_VALUE;
        for (String key : keys) {
            first = Math.max(first, after(key));
        }
        return first;
    }

    /** Says whether this is of {@link #subjectKey} or {@link #clientKey}: identifiers have no colon. */
    static boolean isKey(String text) {
        return text.indexOf(':') >= 0;
    }

    static String subjectKey(String subject) {
        return "subject:" + subject;
    }

    static String clientKey(String clientId) {
        return "client:" + clientId;
    }

    /** Forgets what is over. */
    void purge() {
        Instant now = clock.instant();
        ended.values().removeIf(until -> until.isBefore(now));
        Instant old = now.minus(settings.keep());
        notBefore.values().removeIf(instant -> instant.isBefore(old));
        forget(old.getEpochSecond());
        if (loading.done()) {
            store.purge(now);
        }
    }

    private synchronized void forget(long oldSecond) {
        issued.values().removeIf(second -> second < oldSecond);
    }

    private void load() {
        store.revoked(clock.instant()).forEach(this::endInMemory);
        store.notBefore().forEach(this::voidInMemory);
    }

    private void end(String id, Instant until) {
        store.revoke(id, until);
        endInMemory(id, until);
    }

    /** What is issued while this is being stored is void as well. */
    private void before(String key) {
        Instant stored = lastIssued(key);
        store.notBefore(key, stored);
        Instant held = voidInMemory(key);
        if (held.getEpochSecond() > stored.getEpochSecond()) {
            store.notBefore(key, held);
        }
    }

    /** Returns now, or the last second as of which a token was issued: that may be ahead, the more so if the clock was. */
    private synchronized Instant lastIssued(String key) {
        Instant now = clock.instant();
        Long second = issued.get(key);
        return second == null ? now : later(now, Instant.ofEpochSecond(second));
    }

    private synchronized Instant voidInMemory(String key) {
        Instant instant = lastIssued(key);
        voidInMemory(key, instant);
        return instant;
    }

    private void endInMemory(String id, Instant until) {
        ended.merge(id, until, RevocationList::later);
        epoch.incrementAndGet();
    }

    private synchronized void voidInMemory(String key, Instant instant) {
        notBefore.merge(key, instant, RevocationList::later);
        epoch.incrementAndGet();
    }

    /** A token says when it was issued to the second: all of the second up to which it was revoked is void. */
    private boolean tooOld(String key, long issuedSecond) {
        Instant instant = notBefore.get(key);
        return instant != null && issuedSecond <= instant.getEpochSecond();
    }

    private long after(String key) {
        Instant instant = notBefore.get(key);
        return instant == null ? Long.MIN_VALUE : instant.getEpochSecond() + 1;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
