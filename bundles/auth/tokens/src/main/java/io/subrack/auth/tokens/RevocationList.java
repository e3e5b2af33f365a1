/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.spi.KeyStore;
import io.subrack.auth.spi.Revocations;
import io.subrack.auth.spi.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
        voidInMemory(subjectKey(subject), clock.instant());
        subject(subject);
    }

    /** Returns how often something was revoked. Read it before looking. */
    long epoch() {
        return epoch.get();
    }

    boolean revoked(AccessClaims claims) {
        String grant = claims.grantId();
        String actor = claims.actorKey();
        long issued = claims.issuedSecond();
        return ended.containsKey(claims.tokenId())
                || (grant != null && ended.containsKey(grant))
                || tooOld(claims.subjectKey(), issued)
                || tooOld(claims.clientKey(), issued)
                || (actor != null && tooOld(actor, issued));
    }

    /** Returns the first second at which a token may be issued that is not void at once; a time long ago for any. */
    long firstSecond(String subject, String clientId, @Nullable String actingBundle) {
        long first = Math.max(after(subjectKey(subject)), after(clientKey(clientId)));
        return actingBundle == null ? first : Math.max(first, after(subjectKey(Subjects.ofBundle(actingBundle))));
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
        if (loading.done()) {
            store.purge(now);
        }
    }

    private void load() {
        store.revoked(clock.instant()).forEach(this::endInMemory);
        store.notBefore().forEach(this::voidInMemory);
    }

    private void end(String id, Instant until) {
        store.revoke(id, until);
        endInMemory(id, until);
    }

    private void before(String key) {
        Instant now = clock.instant();
        store.notBefore(key, now);
        voidInMemory(key, now);
    }

    private void endInMemory(String id, Instant until) {
        ended.merge(id, until, RevocationList::later);
        epoch.incrementAndGet();
    }

    private void voidInMemory(String key, Instant instant) {
        notBefore.merge(key, instant, RevocationList::later);
        epoch.incrementAndGet();
    }

    /** A token says when it was issued to the second: all of the second in which it was revoked is void. */
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
