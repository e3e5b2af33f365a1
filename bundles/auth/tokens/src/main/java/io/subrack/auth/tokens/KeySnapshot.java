/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All keys at one time; immutable. Which of them signs follows from the clock. */
final class KeySnapshot {
    static final KeySnapshot EMPTY = new KeySnapshot(List.of());

    private final List<SigningKey> keys;
    private final Map<String, SigningKey> byKid = new HashMap<>();

    KeySnapshot(List<SigningKey> keys) {
        this.keys = keys.stream()
                .sorted(Comparator.comparing(SigningKey::created)
                        .thenComparing(SigningKey::activates)
                        .reversed()
                        .thenComparing(SigningKey::algorithm))
                .toList();
        this.keys.forEach(key -> byKid.put(key.kid(), key));
    }

    /** Returns all keys, newest first. */
    List<SigningKey> keys() {
        return keys;
    }

    /** Returns the key of a name if what it signed is accepted. */
    @Nullable
    SigningKey accepted(String kid, Instant now) {
        SigningKey key = byKid.get(kid);
        return key != null && key.accepted(now) ? key : null;
    }

    /** Returns the key of a name unless it was taken away because somebody may have it. */
    @Nullable
    SigningKey trusted(String kid) {
        SigningKey key = byKid.get(kid);
        return key == null || key.distrusted() ? null : key;
    }

    Optional<SigningKey> signing(String algorithm, Instant now) {
        return keys.stream()
                .filter(key -> key.algorithm().equals(algorithm) && key.signs(now))
                .findFirst();
    }

    /** Returns the newest key of an algorithm that is or will be signing. */
    Optional<SigningKey> newest(String algorithm, Instant now) {
        return keys.stream()
                .filter(key -> key.algorithm().equals(algorithm) && key.retired() == null && key.accepted(now))
                .findFirst();
    }

    /** Returns what is published, as RFC 7517 has it: public keys only. */
    String jwks(Instant now) {
        return keys.stream()
                .filter(key -> key.accepted(now))
                .map(key -> key.material().publicJwk())
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }
}
