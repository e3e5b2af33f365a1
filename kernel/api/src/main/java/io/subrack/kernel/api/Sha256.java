/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.regex.Pattern;

/**
 * The SHA-256 of an artifact, by which it is stored and named.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Sha256(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if {@code hex} is anything but 64 lower-case hexadecimal digits */
    public Sha256 {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("a SHA-256 is 64 lower-case hexadecimal digits");
        }
    }

    /** Returns the first twelve digits: enough to tell artifacts apart in a message. */
    public String abbreviated() {
        return hex.substring(0, 12);
    }

    @Override
    public String toString() {
        return hex;
    }
}
