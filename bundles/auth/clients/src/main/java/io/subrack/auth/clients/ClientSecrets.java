/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.auth.spi.ClientStore.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** Makes secrets and ids. */
final class ClientSecrets {
    private static final String PREFIX = "srx_";
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ClientSecrets() {}

    static Fresh fresh(Instant now) {
        String value = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES));
        return new Fresh(value, new Secret(id(), hash(value), now, null));
    }

    static String id() {
        return HexFormat.of().formatHex(random(ID_BYTES));
    }

    private static String hash(String value) {
        try {
            byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** A secret that is shown this once, and what is stored of it. */
    record Fresh(String value, Secret stored) {
        /** Leaves out the secret. */
        @Override
        public String toString() {
            return "fresh " + stored;
        }
    }
}
