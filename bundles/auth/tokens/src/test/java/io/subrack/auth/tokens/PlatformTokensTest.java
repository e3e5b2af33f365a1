/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Tokens.AccessTokenRequest;
import io.subrack.auth.spi.Tokens.IdTokenRequest;
import io.subrack.auth.spi.Tokens.Issued;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nimbus reads what we write: it shares no code with us. */
class PlatformTokensTest {
    @TempDir
    Path directory;

    private TokenRig rig;

    @BeforeEach
    void start() {
        rig = new TokenRig(directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private JWTClaimsSet judged(String token, String type, String algorithm) throws Exception {
        var keys = new ImmutableJWKSet<>(JWKSet.parse(rig.tokens.jwks()));
        var judge = new DefaultJWTProcessor<>();
        judge.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(type)));
        judge.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.parse(algorithm), keys));
        judge.setJWTClaimsSetVerifier((claims, context) -> {});
        return judge.process(token, (SecurityContext) null);
    }

    @Test
    void writesAccessTokensThatAnIndependentLibraryAccepts() throws Exception {
        Issued issued = rig.issue();

        JWTClaimsSet claims = judged(issued.token(), "at+jwt", "ES256");

        assertThat(claims.getIssuer()).isEqualTo(TokenRig.ISSUER);
        assertThat(claims.getClaim("aud")).isEqualTo(List.of(TokenRig.ISSUER));
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getJWTID()).isEqualTo(issued.tokenId()).hasSize(22);
        assertThat(claims.getExpirationTime()).isEqualTo(Date.from(issued.expires()));
        assertThat(claims.getStringClaim("client_id")).isEqualTo("cli");
        assertThat(claims.getStringClaim("scope")).isEqualTo("orders.read orders.write");
        assertThat(claims.getStringListClaim("roles")).containsExactly("viewer");
        assertThat(claims.getLongClaim("auth_time")).isEqualTo(1_767_225_600L);
        assertThat(claims.getStringClaim("grant")).isEqualTo("grant-1");
    }

    @Test
    void writesASingleAudienceAsAText() throws Exception {
        SignedJWT token = SignedJWT.parse(rig.issue().token());

        assertThat(token.getPayload().toString()).contains("\"aud\":\"" + TokenRig.ISSUER + "\"");
        assertThat(token.getHeader().toJSONObject()).containsOnlyKeys("alg", "kid", "typ");
    }

    @Test
    void namesTheBundleThatActsForSomebody() throws Exception {
        String token = rig.tokens
                .accessToken(new AccessTokenRequest(
                        TokenRig.user("ada"), "bundle:com.acme.a", List.of(), Set.of("x"), null, "com.acme.a"))
                .token();

        assertThat(judged(token, "at+jwt", "ES256").getJSONObjectClaim("act"))
                .isEqualTo(Map.of("sub", "bundle:com.acme.a"));
        assertThat(rig.tokens.verify(token).orElseThrow().caller().actingBundle())
                .contains("com.acme.a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256"})
    void writesIdTokensOfBothAlgorithms(String algorithm) throws Exception {
        String accessToken = rig.issue().token();
        Instant loggedIn = Instant.parse("2025-12-31T23:00:00Z");

        String token = rig.tokens.idToken(new IdTokenRequest(
                "ada",
                "app",
                algorithm,
                "nonce-1",
                loggedIn,
                List.of("pwd"),
                "session-1",
                accessToken,
                Map.of("email", "ada@example.org", "iss", "https://attacker.example.org", "sub", "eve")));

        JWTClaimsSet claims = judged(token, "JWT", algorithm);
        assertThat(claims.getIssuer()).isEqualTo(TokenRig.ISSUER);
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getAudience()).containsExactly("app");
        assertThat(claims.getStringClaim("nonce")).isEqualTo("nonce-1");
        assertThat(claims.getStringClaim("sid")).isEqualTo("session-1");
        assertThat(claims.getStringClaim("email")).isEqualTo("ada@example.org");
        assertThat(claims.getStringListClaim("amr")).containsExactly("pwd");
        assertThat(claims.getDateClaim("auth_time")).isEqualTo(Date.from(loggedIn));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(accessToken.getBytes(StandardCharsets.US_ASCII));
        assertThat(Base64.getUrlDecoder().decode(claims.getStringClaim("at_hash")))
                .isEqualTo(Arrays.copyOf(hash, 16));
    }

    @Test
    void leavesOutOfAnIdTokenWhatIsNotKnown() throws Exception {
        String token = rig.tokens.idToken(new IdTokenRequest(
                "ada", "app", "ES256", null, Instant.EPOCH, List.of(), null, null, Map.of("nonce", "x", "sid", "y")));

        assertThat(judged(token, "JWT", "ES256").getClaims()).doesNotContainKeys("nonce", "sid", "amr", "at_hash");
    }

    @Test
    void refusesToIssueForNobody() {
        assertThatThrownBy(() -> rig.tokens.accessToken(
                        new AccessTokenRequest(Caller.ANONYMOUS, "cli", List.of(), Set.of(), null, null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rig.tokens.accessToken(
                        new AccessTokenRequest(TokenRig.user("ada"), "", List.of(), Set.of(), null, null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysThatATokenWouldBeTooLong() {
        Set<String> scopes =
                IntStream.range(0, 400).mapToObj(n -> "scope.number." + n).collect(Collectors.toSet());

        assertThatThrownBy(() -> rig.tokens.accessToken(
                        new AccessTokenRequest(TokenRig.user("ada"), "cli", List.of(), scopes, null, null)))
                .hasMessageContaining("fewer scopes");
    }

    @Test
    void showsNoTokenInTexts() {
        assertThat(rig.issue().toString()).doesNotContain("eyJ");
        assertThat(rig.ring.snapshot().keys().toString()).doesNotContain("PrivateKey");
    }

    @Test
    void neverAcceptsARevokedTokenWhileManyIssueCheckAndRevoke() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(n -> new Thread(() -> {
                    for (int round = 0; round < 60; round++) {
                        Issued one = rig.tokens.accessToken(TokenRig.request("user-" + n, "a"));
                        boolean good = rig.tokens.verify(one.token()).isPresent();
                        rig.revocations.token(one.tokenId(), one.expires());
                        if (!good || rig.tokens.verify(one.token()).isPresent()) {
                            failed.set(true);
                        }
                    }
                }))
                .toList();

        threads.forEach(Thread::start);
        rig.ring.rotate();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failed).isFalse();
    }
}
