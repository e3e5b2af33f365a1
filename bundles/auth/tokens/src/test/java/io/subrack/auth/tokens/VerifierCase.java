/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.spi.Tokens.IdTokenRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the verifier share. */
abstract class VerifierCase {
    static final String GOOD = "";
    static final String BAD = "The access token is not one of this platform, or not for it.";
    static final String EXPIRED = "The access token has expired.";
    static final String REVOKED = "The access token was revoked.";

    @TempDir
    Path directory;

    TokenRig rig;

    @BeforeEach
    void start() {
        rig = new TokenRig(directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** Says why a token is refused by somebody who sees it for the first time; empty if it is not. */
    String fault(String token) {
        return reason(rig.forgetful().check(token));
    }

    static String reason(TokenVerifier.Result result) {
        return result instanceof TokenVerifier.Rejected rejected ? rejected.reason() : GOOD;
    }

    String faultOf(String claim, Object value) {
        Map<String, Object> claims = rig.claims();
        claims.put(claim, value);
        return fault(rig.sign(rig.header(), claims));
    }

    String signRaw(String header, String payload) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(rig.secret(Jwk.ES256));
            signature.update((header + "." + payload).getBytes(StandardCharsets.US_ASCII));
            return header + "." + payload + "." + TokenRig.encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static IdTokenRequest idRequest(String algorithm) {
        return new IdTokenRequest(
                "ada", TokenRig.ISSUER, algorithm, "n", Instant.EPOCH, List.of("pwd"), "s", "token", Map.of());
    }
}
