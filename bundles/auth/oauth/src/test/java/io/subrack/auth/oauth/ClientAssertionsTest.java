/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAssertionsTest {
    private static final KeyPair EC = Jwts.SIG.ES256.keyPair().build();
    private static final KeyPair OTHER = Jwts.SIG.ES256.keyPair().build();
    private static final KeyPair RSA = Jwts.SIG.RS256.keyPair().build();

    private final World world = new World();

    @BeforeEach
    void registerKeys() {
        String ec = Jwks.UNSAFE_JSON(
                Jwks.builder().key((ECPublicKey) EC.getPublic()).id("e").build());
        String rsa = Jwks.UNSAFE_JSON(
                Jwks.builder().key((RSAPublicKey) RSA.getPublic()).id("r").build());
        world.clients.put(Clients.client("svc")
                .byKey("{\"keys\":[" + ec + "," + rsa + "]}")
                .build());
    }

    @Test
    void letsInWhoSignsWithARegisteredKey() {
        assertThat(send(assertion(EC, Jwts.SIG.ES256, jwt -> jwt)).status()).isEqualTo(200);
        assertThat(send(assertion(RSA, Jwts.SIG.RS256, jwt -> jwt)).status()).isEqualTo(200);
        assertThat(send(assertion(
                                RSA,
                                Jwts.SIG.PS256,
                                jwt -> jwt.header().keyId("r").and()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesTheTokenEndpointForAudienceToo() {
        String assertion = assertion(EC, Jwts.SIG.ES256, jwt -> audience(jwt, World.ISSUER + Paths.TOKEN));

        assertThat(send(assertion).status()).isEqualTo(200);
    }

    @Test
    void takesEachAssertionOnce() {
        String assertion = assertion(EC, Jwts.SIG.ES256, jwt -> jwt);

        assertThat(send(assertion).status()).isEqualTo(200);
        assertError(send(assertion), 401, "invalid_client");
    }

    @Test
    void letsOneOfTenWin() throws Exception {
        String assertion = assertion(EC, Jwts.SIG.ES256, jwt -> jwt);

        List<Reply> replies = CodeGrantTest.atOnce(10, () -> send(assertion));

        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
    }

    @Test
    void refusesOtherKeysAndAlgorithms() {
        assertRefused(assertion(OTHER, Jwts.SIG.ES256, jwt -> jwt));
        assertRefused(assertion(RSA, Jwts.SIG.RS512, jwt -> jwt));
        assertRefused(
                assertion(EC, Jwts.SIG.ES256, jwt -> jwt.header().keyId("r").and()));
        assertRefused(
                assertion(EC, Jwts.SIG.ES256, jwt -> jwt.header().keyId("x").and()));
        assertRefused(assertion(
                OTHER,
                Jwts.SIG.ES256,
                jwt -> jwt.header()
                        .add(
                                "jwk",
                                Jwks.builder()
                                        .key((ECPublicKey) OTHER.getPublic())
                                        .build())
                        .and()));
    }

    @Test
    void refusesOtherPeoplesClaims() {
        assertRefused(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.issuer("web")));
        assertRefused(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.subject("web")));
        assertRefused(assertion(EC, Jwts.SIG.ES256, jwt -> audience(jwt, "https://evil.example")));
        assertRefused(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.id(null)));
    }

    @Test
    void refusesWrongTimes() {
        assertRefused(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.expiration(in(Duration.ofSeconds(-31)))));
        assertRefused(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.expiration(null)));
        assertRefused(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.expiration(in(Duration.ofHours(1)))));
        assertRefused(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.notBefore(in(Duration.ofSeconds(40)))));
        assertRefused(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.issuedAt(in(Duration.ofSeconds(40)))));
        assertRefused(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.expiration(in(Duration.ofSeconds(301)))));
        assertThat(send(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.expiration(in(Duration.ofSeconds(300)))))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesWhatWasMadeBeforeTheStartBecauseNobodyRemembersItsUse() {
        world.clock.advance(Duration.ofSeconds(20));

        assertRefused(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.issuedAt(in(Duration.ofSeconds(-21)))));
        assertThat(send(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.issuedAt(in(Duration.ofSeconds(-20)))))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesOneWithoutItsIssueTime() {
        assertThat(send(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.issuedAt(null).expiration(in(Duration.ofMinutes(1)))))
                        .status())
                .isEqualTo(200);
        assertRefused(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.issuedAt(null).expiration(in(Duration.ofSeconds(301)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e400", "-1", "1e30"})
    void refusesTimesThatAreNone(String time) {
        for (String claim : List.of("exp", "iat", "nbf")) {
            String exp = claim.equals("exp")
                    ? ""
                    : ",\"exp\":" + in(Duration.ofMinutes(1)).getTime() / 1_000;
            String iat =
                    claim.equals("iat") ? "" : ",\"iat\":" + in(Duration.ZERO).getTime() / 1_000;
            String payload = base64("{\"iss\":\"svc\",\"sub\":\"svc\",\"aud\":\"" + World.ISSUER + "\",\"jti\":\"1\",\""
                    + claim + "\":" + time + exp + iat + "}");

            assertRefused(base64("{\"alg\":\"ES256\"}") + "." + payload + "." + "A".repeat(86));
        }
    }

    @Test
    void refusesUnsignedAndMalformedOnes() {
        String payload = base64("{\"iss\":\"svc\",\"sub\":\"svc\",\"aud\":\"" + World.ISSUER
                + "\",\"jti\":\"1\",\"exp\":" + in(Duration.ofMinutes(1)).getTime() / 1_000 + "}");
        String zero = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);

        assertRefused(base64("{\"alg\":\"none\"}") + "." + payload + ".");
        assertRefused(base64("{\"alg\":\"none\"}") + "." + payload + ".AAAA");
        assertRefused(base64("{\"alg\":\"HS256\"}") + "." + payload + "." + zero);
        assertRefused(base64("{\"alg\":\"ES256\"}") + "." + payload + "." + zero);
        assertRefused(base64("{\"alg\":\"ES256\",\"alg\":\"ES256\"}") + "." + payload + "." + zero);
        assertRefused("a.b.c");
        assertRefused("x".repeat(9_000));
    }

    @Test
    void refusesAClientThatHasASecretInstead() {
        Reply reply =
                send(assertion(EC, Jwts.SIG.ES256, jwt -> jwt.issuer("web").subject("web")));

        assertError(reply, 401, "invalid_client");
    }

    @Test
    void demandsTheRightTypeAndClient() {
        String assertion = assertion(EC, Jwts.SIG.ES256, jwt -> jwt);

        assertError(
                world.post(Paths.TOKEN, "grant_type", "client_credentials", "client_assertion", assertion),
                400,
                "invalid_request");
        assertError(
                world.post(
                        Paths.TOKEN,
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        "web",
                        "client_assertion",
                        assertion,
                        "client_assertion_type",
                        ClientAssertions.TYPE),
                400,
                "invalid_request");
    }

    private void assertRefused(String assertion) {
        assertError(send(assertion), 401, "invalid_client");
    }

    private Reply send(String assertion) {
        return world.post(
                Paths.TOKEN,
                "grant_type",
                "client_credentials",
                "client_assertion",
                assertion,
                "client_assertion_type",
                ClientAssertions.TYPE);
    }

    private String assertion(KeyPair key, SignatureAlgorithm algorithm, UnaryOperator<JwtBuilder> change) {
        JwtBuilder usual = Jwts.builder()
                .issuer("svc")
                .subject("svc")
                .id(UUID.randomUUID().toString())
                .issuedAt(in(Duration.ZERO))
                .expiration(in(Duration.ofMinutes(1)));
        return change.apply(audience(usual, World.ISSUER))
                .signWith(key.getPrivate(), algorithm)
                .compact();
    }

    @SuppressWarnings("deprecation") // many clients write a plain string
    private static JwtBuilder audience(JwtBuilder jwt, String audience) {
        return jwt.audience().single(audience);
    }

    private Date in(Duration duration) {
        return Date.from(world.clock.instant().plus(duration));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
