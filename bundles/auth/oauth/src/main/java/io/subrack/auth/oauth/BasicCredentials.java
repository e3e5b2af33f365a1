/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Client id and secret of an {@code Authorization: Basic} header (RFC 7617), each form-urlencoded (RFC 6749, 2.3.1). */
record BasicCredentials(String id, String secret) {
    private static final String SCHEME = "basic ";
    private static final int MAX_CHARS = 2_048;

    /** Says whether a header is of the Basic scheme, well formed or not. */
    static boolean isBasic(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    /** Reads the value of an {@code Authorization} header; empty if it is of another scheme or malformed. */
    static Optional<BasicCredentials> parse(String header) {
        if (!isBasic(header) || header.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
            int colon = text.indexOf(':');
            if (colon <= 0) {
                return Optional.empty();
            }
            return Optional.of(new BasicCredentials(
                    FormParameters.decode(text.substring(0, colon)), FormParameters.decode(text.substring(colon + 1))));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "credentials of a client";
    }
}
