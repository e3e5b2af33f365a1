/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** A password's Argon2id hash with what it was made with, in the PHC string format. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and passed on at once
record PhcString(int memoryKib, int iterations, int lanes, byte[] salt, byte[] hash) {
    private static final Pattern FORM = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    static Optional<PhcString> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var base64 = Base64.getDecoder();
            return Optional.of(new PhcString(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    base64.decode(matcher.group(4)),
                    base64.decode(matcher.group(5))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String text() {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + iterations + ",p=" + lanes + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    /** Leaves out the hash. */
    @Override
    public String toString() {
        return "argon2id m=" + memoryKib + " t=" + iterations + " p=" + lanes;
    }
}
