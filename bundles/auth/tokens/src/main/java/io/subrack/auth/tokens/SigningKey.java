/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.spi.SigningKeys;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key and the times of its life.
 *
 * @param activates from when on it signs
 * @param retired from when on it does not any more; null if that is not known yet
 * @param removed from when on nothing that it signed is accepted; null if that is not known yet
 */
record SigningKey(
        KeyMaterial material,
        Instant created,
        Instant activates,
        @Nullable Instant retired,
        @Nullable Instant removed) {
    String kid() {
        return material.kid();
    }

    String algorithm() {
        return material.algorithm();
    }

    SigningKey ending(Instant whenRetired, Instant whenRemoved) {
        return new SigningKey(material, created, activates, whenRetired, whenRemoved);
    }

    /** Says whether what it signed is accepted. */
    boolean accepted(Instant now) {
        return removed == null || now.isBefore(removed);
    }

    boolean signs(Instant now) {
        return !now.isBefore(activates) && (retired == null || now.isBefore(retired)) && material.privateKey() != null;
    }

    /** Says whether it was taken away at once, because somebody may have it: other than by a rotation on schedule. */
    boolean distrusted() {
        return removed != null && removed.equals(retired);
    }

    SigningKeys.Key described(Instant now) {
        SigningKeys.State state = !accepted(now)
                ? SigningKeys.State.REMOVED
                : now.isBefore(activates)
                        ? SigningKeys.State.PUBLISHED
                        : retired == null || now.isBefore(retired)
                                ? SigningKeys.State.SIGNING
                                : SigningKeys.State.RETIRED;
        return new SigningKeys.Key(kid(), algorithm(), state, created, activates, retired, removed);
    }
}
