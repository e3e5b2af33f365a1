/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Values that only our pages can put into a form. The key lives as long as the process: a form that was open across a
 * restart is sent again. Each value differs, so that compressed pages do not give it away.
 */
final class FormTokens {
    private static final int NONCE_BYTES = 16;
    private static final int MAC_BYTES = 32;
    private static final int CHARS = 64;

    private final SecretKeySpec key = new SecretKeySpec(Opaque.bytes(MAC_BYTES), "HmacSHA256");

    String token(String binding) {
        byte[] nonce = Opaque.bytes(NONCE_BYTES);
        byte[] token = new byte[NONCE_BYTES + MAC_BYTES];
        System.arraycopy(nonce, 0, token, 0, NONCE_BYTES);
        System.arraycopy(mac(nonce, binding), 0, token, NONCE_BYTES, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    boolean isGood(String binding, String value) {
        if (value.length() != CHARS) {
            return false;
        }
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            return false;
        }
        byte[] nonce = Arrays.copyOf(token, NONCE_BYTES);
        byte[] mac = Arrays.copyOfRange(token, NONCE_BYTES, token.length);
        return MessageDigest.isEqual(mac(nonce, binding), mac);
    }

    private byte[] mac(byte[] nonce, String binding) {
        try {
            var mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update(nonce);
            return mac.doFinal(binding.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
