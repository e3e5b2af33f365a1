/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.spi.KeyStore;
import io.subrack.auth.spi.KeyStore.StoredKey;
import io.subrack.auth.spi.SecretBox;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing keys as the store has them. */
final class SealedKeys {
    private static final Logger log = LoggerFactory.getLogger(SealedKeys.class);

    private final KeyStore store;
    private final SecretBox box;

    SealedKeys(KeyStore store, SecretBox box) {
        this.store = store;
        this.box = box;
    }

    /** @throws IllegalStateException if the sealed keys cannot be opened at all */
    List<SigningKey> read(Instant now) {
        return store.keys().stream()
                .map(stored -> read(stored, now))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Stores keys. The private part of a key that is published stays, also when it no longer signs: that it can be opened
     * proves that the key is ours.
     */
    void save(List<SigningKey> keys, Instant now) {
        store.save(keys.stream().map(key -> stored(key, now)).toList());
    }

    private Optional<SigningKey> read(StoredKey stored, Instant now) {
        boolean over = stored.removed() != null && !now.isBefore(stored.removed());
        try {
            KeyMaterial material = over ? Jwk.readPublic(stored.publicJwk()) : opened(stored);
            if (material.kid().equals(stored.kid()) && material.algorithm().equals(stored.algorithm())) {
                return Optional.of(new SigningKey(
                        material, stored.created(), stored.activates(), stored.retired(), stored.removed()));
            }
            log.error("{} in the database is another key than its name says; it is not used", stored);
        } catch (IllegalArgumentException e) {
            log.error("{} in the database is not one that this platform has sealed; it is not used", stored, e);
        }
        return Optional.empty();
    }

    private KeyMaterial opened(StoredKey stored) {
        byte[] json = box.open(stored.sealedPrivateJwk(), context(stored.kid()));
        try {
            return Jwk.readPrivate(json);
        } finally {
            Arrays.fill(json, (byte) 0);
        }
    }

    private StoredKey stored(SigningKey key, Instant now) {
        KeyMaterial material = key.material();
        String sealed = "";
        if (key.accepted(now) && material.privateKey() != null) {
            byte[] json = Jwk.privateJwk(material);
            sealed = box.seal(json, context(key.kid()));
            Arrays.fill(json, (byte) 0);
        }
        return new StoredKey(
                key.kid(),
                key.algorithm(),
                material.publicJwk(),
                sealed,
                key.created(),
                key.activates(),
                key.retired(),
                key.removed());
    }

    private static String context(String kid) {
        return "signing-key:" + kid;
    }
}
