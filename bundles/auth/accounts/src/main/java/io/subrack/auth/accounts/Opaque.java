/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random credentials and their hashes. Credentials have 256 random bits, so a plain SHA-256 keeps them. */
final class Opaque {
    static final String API_TOKEN = "srk_";
    static final String SESSION = "srs_";
    static final String SETUP = "sru_";

    /** Characters of a credential with its prefix. */
    static final int CHARS = 47;

    private static final int BYTES = 32;
    private static final int ID_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Opaque() {}

    static String fresh(String prefix) {
        return prefix + BASE64.encodeToString(bytes(BYTES));
    }

    /** Returns a credential of a session: its hash, the session's id, is no option to a command line. */
    static String session() {
        String credential;
        do {
            credential = fresh(SESSION);
        } while (hash(credential).startsWith("-"));
        return credential;
    }

    /** Returns a random id, 128 bits in hexadecimal digits, that is no secret. */
    static String id() {
        return HexFormat.of().formatHex(bytes(ID_BYTES));
    }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Returns the SHA-256 of a text: base64url, 43 characters. */
    static String hash(String text) {
        return BASE64.encodeToString(sha256(text));
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(sha256(one), sha256(other));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
