/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.spi.KeyStore;
import io.subrack.auth.spi.SecretBox;
import io.subrack.auth.spi.SigningKeys;
import io.subrack.auth.spi.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign. Readers see an immutable snapshot; whoever changes it holds this object's lock, and the change is
 * stored before anybody sees it.
 */
@Component(service = {SigningKeys.class, KeyRing.class})
public final class KeyRing implements SigningKeys {
    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);
    private static final List<String> ALGORITHMS = List.of(Jwk.ES256, Jwk.RS256);
    private static final Duration LISTED = Duration.ofDays(90);
    private static final Duration TICK = Duration.ofMinutes(1);

    /** An RSA key costs seconds of CPU, which the first start has better use for. */
    private static final Duration FIRST_TICK = Duration.ofSeconds(5);

    private final SealedKeys stored;
    private final TokenSettings settings;
    private final AuthAudit audit;
    private final Function<String, KeyMaterial> generator;
    private final Upkeep upkeep;
    private final Clock clock;
    private final Loading loading;
    private final Upkeep.Task tick;
    private final AtomicBoolean rsaWanted = new AtomicBoolean();
    private volatile KeySnapshot snapshot = KeySnapshot.EMPTY;

    @Activate
    public KeyRing(
            @Reference KeyStore store,
            @Reference SecretBox box,
            @Reference TokenSettings settings,
            @Reference AuthAudit audit,
            @Reference Upkeep upkeep) {
        this(
                store,
                box,
                settings,
                audit,
                upkeep,
                Clock.systemUTC(),
                algorithm -> Jwk.generate(algorithm, settings.rsaBits()));
    }

    /** @param generator makes a key for an algorithm */
    KeyRing(
            KeyStore store,
            SecretBox box,
            TokenSettings settings,
            AuthAudit audit,
            Upkeep upkeep,
            Clock clock,
            Function<String, KeyMaterial> generator) {
        this.generator = generator;
        this.stored = new SealedKeys(store, box);
        this.settings = settings;
        this.audit = audit;
        this.upkeep = upkeep;
        this.clock = clock;
        this.loading = new Loading("the signing keys", this::load, upkeep).begin();
        this.tick = upkeep.every(FIRST_TICK, TICK, this::maintain);
    }

    @Deactivate
    void close() {
        tick.end();
        loading.end();
    }

    /** Says why nothing can be signed or checked, as a sentence; empty if it can. */
    String fault() {
        return loading.fault();
    }

    /** Waits a little for the first reading, which is under way while the platform starts. */
    void awaitFirstReading() {
        loading.awaitFirstAttempt();
    }

    KeySnapshot snapshot() {
        return snapshot;
    }

    /**
     * Returns the key that signs now.
     *
     * @throws StoreUnavailableException if the keys are not read yet
     */
    SigningKey signing(String algorithm) {
        return snapshot.signing(algorithm, clock.instant()).orElseGet(() -> made(algorithm));
    }

    /** Returns what is published, as RFC 7517 has it. */
    String jwks() {
        Instant now = clock.instant();
        KeySnapshot current = snapshot;
        if (current.newest(Jwk.RS256, now).isEmpty() && loading.done() && rsaWanted.compareAndSet(false, true)) {
            upkeep.after(Duration.ZERO, this::maintain);
        }
        return current.jwks(now);
    }

    @Override
    public List<Key> list() {
        Instant now = clock.instant();
        Instant oldest = now.minus(LISTED);
        return snapshot.keys().stream()
                .filter(key -> key.accepted(oldest))
                .map(key -> key.described(now))
                .toList();
    }

    @Override
    public synchronized List<Key> rotate() {
        requireLoaded();
        Instant now = clock.instant();
        for (String algorithm : ALGORITHMS) {
            boolean pending = snapshot.newest(algorithm, now)
                    .filter(key -> now.isBefore(key.activates()))
                    .isPresent();
            if (!pending) {
                follow(algorithm, now.plus(settings.publish()), now);
            }
        }
        return list();
    }

    @Override
    public synchronized List<Key> rotateNow() {
        requireLoaded();
        List<SigningKey> made = new ArrayList<>();
        List<KeyMaterial> materials = ALGORITHMS.stream().map(generator).toList();
        Instant now = clock.instant();
        materials.forEach(material -> made.add(new SigningKey(material, now, now, null, null)));
        List<SigningKey> ended = snapshot.keys().stream()
                .filter(key -> key.accepted(now))
                .map(key -> key.ending(now, now))
                .toList();
        List<SigningKey> changed = new ArrayList<>(made);
        changed.addAll(ended);
        change(changed, now);
        made.forEach(audit::keyCreated);
        ended.forEach(audit::keyRevoked);
        log.warn("the signing keys were exchanged at once; every token that the old ones signed is refused");
        return list();
    }

    /** Makes the keys that are missing or due. Called once a minute. */
    synchronized void maintain() {
        if (!loading.done()) {
            return;
        }
        for (String algorithm : ALGORITHMS) {
            Instant now = clock.instant();
            SigningKey newest = snapshot.newest(algorithm, now).orElse(null);
            if (newest == null) {
                follow(algorithm, now, now);
            } else {
                Instant due = newest.activates().plus(settings.rotation());
                Instant publish = due.minus(settings.publish());
                if (!now.isBefore(publish)) {
                    // After a long stop the time for publishing is not skipped.
                    Instant earliest = now.plus(settings.publish());
                    follow(algorithm, due.isAfter(earliest) ? due : earliest, now);
                }
            }
        }
        forgetPrivateParts(clock.instant());
    }

    private void load() {
        Instant now = clock.instant();
        synchronized (this) {
            snapshot = new KeySnapshot(stored.read(now));
            if (snapshot.newest(Jwk.ES256, now).isEmpty()) {
                follow(Jwk.ES256, now, now);
            }
        }
    }

    private synchronized SigningKey made(String algorithm) {
        requireLoaded();
        Instant now = clock.instant();
        if (snapshot.newest(algorithm, now).isEmpty()) {
            follow(algorithm, now, now);
        }
        return snapshot.signing(algorithm, clock.instant())
                .orElseThrow(() -> new IllegalStateException(
                        "No " + algorithm + " key signs at " + now + ". Is the clock of this machine right?"));
    }

    /** Makes the next key of an algorithm, which signs from {@code activates} on; the one before ends then. */
    private void follow(String algorithm, Instant activates, Instant now) {
        SigningKey next = new SigningKey(generator.apply(algorithm), now, activates, null, null);
        List<SigningKey> changed = new ArrayList<>(List.of(next));
        snapshot.newest(algorithm, now)
                .map(key -> key.ending(activates, activates.plus(settings.keep())))
                .ifPresent(changed::add);
        change(changed, now);
        audit.keyCreated(next);
        log.info("{} was made; it signs from {} on", next.material(), activates);
    }

    private void forgetPrivateParts(Instant now) {
        List<SigningKey> over = snapshot.keys().stream()
                .filter(key -> !key.accepted(now) && key.material().privateKey() != null)
                .toList();
        if (!over.isEmpty()) {
            change(over, now);
        }
    }

    private void change(List<SigningKey> changed, Instant now) {
        stored.save(changed, now);
        List<String> kids = changed.stream().map(SigningKey::kid).toList();
        List<SigningKey> all = new ArrayList<>();
        changed.stream().map(key -> withoutPrivatePart(key, now)).forEach(all::add);
        snapshot.keys().stream().filter(key -> !kids.contains(key.kid())).forEach(all::add);
        snapshot = new KeySnapshot(all);
    }

    private static SigningKey withoutPrivatePart(SigningKey key, Instant now) {
        KeyMaterial material = key.material();
        return key.accepted(now)
                ? key
                : new SigningKey(
                        new KeyMaterial(
                                material.kid(), material.algorithm(), null, material.publicKey(), material.publicJwk()),
                        key.created(),
                        key.activates(),
                        key.retired(),
                        key.removed());
    }

    private void requireLoaded() {
        if (!loading.done()) {
            throw new StoreUnavailableException(loading.fault(), new IllegalStateException("the keys are not read"));
        }
    }
}
