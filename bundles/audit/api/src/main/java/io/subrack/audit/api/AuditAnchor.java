/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import java.util.regex.Pattern;

/**
 * One link of the chain: whoever has noted it elsewhere can tell later whether the log up to there is still the same.
 *
 * @param sequence number of a record, 1 for the first; 0 for the beginning of the chain
 * @param hash the record's SHA-256 in lower-case hexadecimal
 */
public record AuditAnchor(long sequence, String hash) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** What the first record has as the hash of the one before it. */
    public static final String NO_HASH = "0".repeat(64);

    /** The beginning of the chain. */
    public static final AuditAnchor BEGINNING = new AuditAnchor(0, NO_HASH);

    /** @throws IllegalArgumentException if the number is negative or the hash is no SHA-256 */
    public AuditAnchor {
        if (sequence < 0 || !HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException(
                    "an anchor is a sequence number from 0 up and 64 lower-case hexadecimal digits, not: " + sequence
                            + ":" + AuditText.clean(hash, 80));
        }
    }

    /**
     * Reads {@code 1234:<hash>}.
     *
     * @throws IllegalArgumentException if it is nothing like that
     */
    public static AuditAnchor parse(String text) {
        var parts = text.split(":", 2);
        if (parts.length == 2 && parts[0].matches("\\d{1,18}")) {
            return new AuditAnchor(Long.parseLong(parts[0]), parts[1]);
        }
        throw new IllegalArgumentException(
                "an anchor is written as <sequence>:<hash>, not: " + AuditText.clean(text, 80));
    }

    @Override
    public String toString() {
        return sequence + ":" + hash;
    }
}
