/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Tokens.AccessTokenRequest;
import io.subrack.auth.spi.Tokens.Verified;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token must say, and when. */
class TokenVerifierTest extends VerifierCase {
    @Test
    void acceptsWhatWasIssued() {
        String token = rig.issue().token();

        Verified verified = rig.forgetful().verify(token).orElseThrow();

        Caller caller = verified.caller();
        assertThat(caller.kind()).isEqualTo(Caller.Kind.USER);
        assertThat(caller.subject()).isEqualTo("ada");
        assertThat(caller.name()).isEqualTo("Ada");
        assertThat(caller.clientId()).isEqualTo("cli");
        assertThat(caller.scopes()).containsExactly("orders.read", "orders.write");
        assertThat(caller.roles()).containsExactly("viewer");
        assertThat(caller.methods()).containsExactly("pwd", "otp");
        assertThat(caller.authenticated()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(caller.actor()).isNull();
        assertThat(verified.audience()).containsExactly(TokenRig.ISSUER);
        assertThat(verified.grantId()).isEqualTo("grant-1");
        assertThat(verified.issued()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(verified.expires()).isEqualTo(Instant.parse("2026-01-01T00:10:00Z"));
    }

    @Test
    void readsTheSameFromATokenAsItRemembersOfOneItIssued() {
        String token = rig.tokens
                .accessToken(new AccessTokenRequest(
                        TokenRig.user("ada"),
                        "bundle:com.acme.orders",
                        List.of(TokenRig.ISSUER, "https://other.example.org"),
                        Set.of("a", "b"),
                        "grant-1",
                        "com.acme.orders"))
                .token();

        assertThat(rig.forgetful().verify(token))
                .isEqualTo(rig.tokens.verify(token))
                .isPresent();
    }

    @Test
    void acceptsTheLeastThatATokenMustSay() {
        Map<String, Object> claims = rig.claims();
        claims.remove("scope");

        Verified verified =
                rig.forgetful().verify(rig.sign(rig.header(), claims)).orElseThrow();

        assertThat(verified.caller().scopes()).isEmpty();
        assertThat(verified.caller().name()).isEqualTo("ada");
        assertThat(verified.caller().authenticated()).isNull();
        assertThat(verified.grantId()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "client", "bundle"})
    void tellsTheKindsOfSubjectsApart(String kind) {
        Map<String, Object> claims = rig.claims();
        claims.put("kind", kind);

        Verified verified =
                rig.forgetful().verify(rig.sign(rig.header(), claims)).orElseThrow();

        assertThat(verified.caller().kind().name()).isEqualToIgnoringCase(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "exp", "iat", "jti", "client_id", "kind"})
    void refusesATokenThatLacksAClaim(String claim) {
        Map<String, Object> without = rig.claims();
        without.remove(claim);

        assertThat(fault(rig.sign(rig.header(), without))).isEqualTo(BAD);
        assertThat(faultOf(claim, Map.of())).isEqualTo(BAD);
        assertThat(faultOf(claim, "")).isEqualTo(BAD);
        assertThat(faultOf(claim, true)).isEqualTo(BAD);
        assertThat(faultOf(claim, List.of(1))).isEqualTo(BAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "iat", "auth_time", "nbf"})
    void refusesTimesThatAreNone(String claim) {
        long now = rig.clock.instant().getEpochSecond();

        assertThat(faultOf(claim, String.valueOf(now))).isEqualTo(BAD);
        assertThat(faultOf(claim, now + 0.5)).isEqualTo(BAD);
        assertThat(faultOf(claim, 0)).isEqualTo(BAD);
        assertThat(faultOf(claim, -1)).isEqualTo(BAD);
        assertThat(faultOf(claim, 253_402_300_800L)).isEqualTo(BAD);
        assertThat(faultOf(claim, new BigInteger("99999999999999999999"))).isEqualTo(BAD);
        assertThat(faultOf(claim, Long.MAX_VALUE)).isEqualTo(BAD);
    }

    @Test
    void readsTimesFromTheFirstToTheLastSecond() {
        assertThat(faultOf("exp", 253_402_300_799L)).isEqualTo(GOOD);
        assertThat(faultOf("iat", 1)).isEqualTo(GOOD);
        assertThat(faultOf("auth_time", 1)).isEqualTo(GOOD);
    }

    @Test
    void readsEveryClaimThatMayBeThere() {
        Map<String, Object> claims = rig.claims();
        claims.put("name", "Ada");
        claims.put("roles", List.of("admin", "viewer"));
        claims.put("amr", List.of("pwd"));
        claims.put("auth_time", 100);
        claims.put("grant", "grant-2");
        claims.put("act", Map.of("sub", "bundle:com.acme.orders"));
        claims.put("nbf", rig.clock.instant().getEpochSecond());

        Verified verified =
                rig.forgetful().verify(rig.sign(rig.header(), claims)).orElseThrow();

        assertThat(verified.caller().name()).isEqualTo("Ada");
        assertThat(verified.caller().roles()).containsExactly("admin", "viewer");
        assertThat(verified.caller().methods()).containsExactly("pwd");
        assertThat(verified.caller().authenticated()).isEqualTo(Instant.ofEpochSecond(100));
        assertThat(verified.caller().tokenId()).isEqualTo("token-1");
        assertThat(verified.caller().actor()).isEqualTo("com.acme.orders");
        assertThat(verified.grantId()).isEqualTo("grant-2");
    }

    static Stream<Map.Entry<String, Object>> wronglyTyped() {
        Map<String, List<Object>> wrong = new LinkedHashMap<>();
        wrong.put("name", List.of(1, "", Map.of()));
        wrong.put("scope", List.of(1, List.of("a"), ""));
        wrong.put("roles", List.of("admin", List.of(1), Map.of("admin", "x"), List.of("a", Map.of()), 1));
        wrong.put("amr", List.of("pwd", List.of(1), Map.of(), true));
        wrong.put("grant", List.of(1, "", List.of("a")));
        wrong.put(
                "act",
                List.of(
                        "bundle:x",
                        Map.of(),
                        Map.of("sub", 1),
                        Map.of("sub", "ada"),
                        Map.of("sub", "bundle:"),
                        Map.of("sub", "x:bundle:a"),
                        List.of()));
        wrong.put("kind", List.of("anonymous", "USER", "admin"));
        wrong.put("aud", List.of(Map.of("a", TokenRig.ISSUER), List.of(), List.of(TokenRig.ISSUER, 1)));
        return wrong.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(value -> Map.entry(each.getKey(), value)));
    }

    @ParameterizedTest
    @MethodSource("wronglyTyped")
    void refusesClaimsOfAnotherType(Map.Entry<String, Object> wrong) {
        assertThat(faultOf(wrong.getKey(), wrong.getValue())).isEqualTo(BAD);
    }

    @Test
    void refusesClaimsThatAreNull() {
        for (String claim : List.of(
                "iss",
                "sub",
                "aud",
                "exp",
                "iat",
                "jti",
                "client_id",
                "kind",
                "scope",
                "roles",
                "amr",
                "act",
                "grant",
                "name",
                "nbf",
                "auth_time")) {
            Map<String, Object> claims = new HashMap<>(rig.claims());
            claims.put(claim, null);

            assertThat(fault(rig.sign(rig.header(), claims))).as(claim).isEqualTo(BAD);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://subrack.example.org/",
                "http://subrack.example.org",
                "https://SUBRACK.example.org",
                "https://subrack.example.org.attacker.org",
                "https://attacker.example.org"
            })
    void refusesOtherIssuersAndAudiences(String other) {
        assertThat(faultOf("iss", other)).isEqualTo(BAD);
        assertThat(faultOf("aud", other)).isEqualTo(BAD);
        assertThat(faultOf("aud", List.of(other))).isEqualTo(BAD);
        assertThat(faultOf("aud", List.of(other, TokenRig.ISSUER))).isEqualTo(GOOD);
    }

    @Test
    void refusesATokenFromItsEndOnGivenTheTolerance() {
        String token = rig.issue().token();
        PlatformTokens first = rig.forgetful();
        rig.clock.set(Instant.parse("2026-01-01T00:10:29.999Z"));
        assertThat(fault(token)).isEqualTo(GOOD);
        assertThat(reason(first.check(token))).isEqualTo(GOOD);

        rig.clock.set(Instant.parse("2026-01-01T00:10:30Z"));

        assertThat(fault(token)).isEqualTo(EXPIRED);
        assertThat(reason(first.check(token))).isEqualTo(EXPIRED);
    }

    @Test
    void refusesATokenFromTheFutureBeyondTheTolerance() {
        long now = rig.clock.instant().getEpochSecond();

        assertThat(faultOf("iat", now + 30)).isEqualTo(GOOD);
        assertThat(faultOf("iat", now + 31)).isEqualTo(BAD);
        assertThat(faultOf("nbf", now + 30)).isEqualTo(GOOD);
        assertThat(faultOf("nbf", now + 31)).isEqualTo(BAD);
        assertThat(faultOf("nbf", now - 1)).isEqualTo(GOOD);
    }

    // --- id tokens, as a hint

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256"})
    void readsIdTokensAlsoAfterTheirEnd(String algorithm) {
        String token = rig.tokens.idToken(idRequest(algorithm));

        rig.clock.advance(Duration.ofDays(30));

        assertThat(rig.tokens.idTokenHint(token).orElseThrow())
                .containsEntry("sub", "ada")
                .containsEntry("sid", "s")
                .containsEntry("nonce", "n")
                .containsKey("at_hash");
    }

    @Test
    void takesNothingElseForAnIdToken() {
        String token = rig.tokens.idToken(idRequest("ES256"));
        Map<String, Object> header = rig.header();
        header.put("typ", "JWT");
        Map<String, Object> foreign = rig.claims();
        foreign.put("iss", "https://attacker.example.org");

        assertThat(rig.tokens.idTokenHint(rig.issue().token())).isEmpty();
        assertThat(rig.tokens.idTokenHint("nonsense")).isEmpty();
        assertThat(rig.tokens.idTokenHint(token + "=")).isEmpty();
        assertThat(rig.tokens.idTokenHint(rig.sign(header, foreign))).isEmpty();
        assertThat(rig.tokens.idTokenHint(rig.sign(header, rig.claims()))).isPresent();
        rig.ring.rotateNow();
        assertThat(rig.tokens.idTokenHint(token)).isEmpty();
    }
}
