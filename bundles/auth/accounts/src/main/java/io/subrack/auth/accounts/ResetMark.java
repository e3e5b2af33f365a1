/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands for a password's hash while its owner has to set one by a one-time token: no password matches it, and it
 * survives a restart with everything else of the user.
 *
 * @param hash SHA-256 of the token
 */
record ResetMark(String hash, Instant expires) {
    private static final Pattern FORM = Pattern.compile("\\$subrack-reset\\$([A-Za-z0-9_-]{43})\\$(\\d{1,12})");

    static Optional<ResetMark> parse(String text) {
        var matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new ResetMark(matcher.group(1), Instant.ofEpochSecond(Long.parseLong(matcher.group(2)))))
                : Optional.empty();
    }

    String text() {
        return "$subrack-reset$" + hash + "$" + expires.getEpochSecond();
    }

    boolean isGood(String token, Instant now) {
        return now.isBefore(expires) && Opaque.same(Opaque.hash(token), hash);
    }

    /** Leaves out the hash. */
    @Override
    public String toString() {
        return "reset until " + expires;
    }
}
