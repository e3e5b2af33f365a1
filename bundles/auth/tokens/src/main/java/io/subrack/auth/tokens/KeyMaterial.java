/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import java.security.PrivateKey;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * A key pair and its name.
 *
 * @param kid RFC 7638 thumbprint of the public key
 * @param algorithm {@code ES256} or {@code RS256}: the only one that it is ever used with
 * @param privateKey null once it must not sign any more
 * @param publicJwk JSON, with {@code use}, {@code alg} and {@code kid}
 */
record KeyMaterial(
        String kid, String algorithm, @Nullable PrivateKey privateKey, PublicKey publicKey, String publicJwk) {
    /** Leaves out the private part. */
    @Override
    public String toString() {
        return algorithm + " key " + kid;
    }
}
