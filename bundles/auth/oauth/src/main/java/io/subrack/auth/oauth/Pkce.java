/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Proof Key for Code Exchange (RFC 7636), method S256 only. */
final class Pkce {
    static final String METHOD = "S256";

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private Pkce() {}

    /** Says whether a text can be the challenge of a verifier: 32 bytes in base64url. */
    static boolean isChallenge(String text) {
        return CHALLENGE.matcher(text).matches();
    }

    /**
     * Says whether who redeems a code is who asked for it.
     *
     * @param challenge from the authorization request; null if it had none
     * @param verifier from the token request; null if it has none, which it must not have where there was no challenge,
     *     or else a challenge that an attacker took away would go unnoticed
     */
    static boolean proves(@Nullable String challenge, @Nullable String verifier) {
        if (challenge == null || verifier == null) {
            return challenge == null && verifier == null;
        }
        return VERIFIER.matcher(verifier).matches()
                && MessageDigest.isEqual(
                        Opaque.sha256Base64Url(verifier).getBytes(StandardCharsets.US_ASCII),
                        challenge.getBytes(StandardCharsets.US_ASCII));
    }
}
