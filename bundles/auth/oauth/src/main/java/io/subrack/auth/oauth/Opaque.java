/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Makes values that nobody can guess, and what is stored of them. */
final class Opaque {
    static final String CODE = "src_";
    static final String REFRESH_TOKEN = "srr_";
    static final String DEVICE_CODE = "srd_";

    /** Easy to read and to type, and without vowels, so that no words come out (RFC 8628 section 6.1). */
    private static final String CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ";

    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 16;
    private static final int USER_CODE_HALF = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Opaque() {}

    /** Returns a secret of 256 random bits. */
    static String secret(String prefix) {
        return prefix + base64Url(random(SECRET_BYTES));
    }

    /** Returns an id of 128 random bits, which is no secret. */
    static String id() {
        return HexFormat.of().formatHex(random(ID_BYTES));
    }

    /** Returns a code as {@code BCDF-GHJK}. */
    static String userCode() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 2 * USER_CODE_HALF; i++) {
            if (i == USER_CODE_HALF) {
                code.append('-');
            }
            code.append(CONSONANTS.charAt(RANDOM.nextInt(CONSONANTS.length())));
        }
        return code.toString();
    }

    /** Returns what is stored of a secret: SHA-256 in lower-case hexadecimal digits. */
    static String hash(String secret) {
        return HexFormat.of().formatHex(sha256(secret));
    }

    static String sha256Base64Url(String text) {
        return base64Url(sha256(text));
    }

    /** Compares hashes in a time that does not depend on where they differ. */
    static boolean same(String hash, String other) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
