/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Tokens.AccessTokenRequest;
import io.subrack.auth.spi.Tokens.IdTokenRequest;
import io.subrack.auth.spi.Tokens.Verified;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final String GOOD = "";
    private static final String BAD = "The access token is not one of this platform, or not for it.";
    private static final String EXPIRED = "The access token has expired.";
    private static final String REVOKED = "The access token was revoked.";

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

    /** Says why a token is refused by somebody who sees it for the first time; empty if it is not. */
    private String fault(String token) {
        return reason(rig.forgetful().check(token));
    }

    private static String reason(TokenVerifier.Result result) {
        return result instanceof TokenVerifier.Rejected rejected ? rejected.reason() : GOOD;
    }

    private String faultOf(String claim, Object value) {
        Map<String, Object> claims = rig.claims();
        claims.put(claim, value);
        return fault(rig.sign(rig.header(), claims));
    }

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

    // --- the signature

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
    void refusesATokenWithoutAlgorithm(String none) {
        Map<String, Object> header = rig.header();
        header.put("alg", none);
        String unsigned = TokenRig.encoded(TokenRig.json(header)) + "." + TokenRig.encoded(TokenRig.json(rig.claims()));

        assertThat(fault(unsigned + ".")).isEqualTo(BAD);
        assertThat(fault(unsigned)).isEqualTo(BAD);
        assertThat(fault(unsigned + ".AAAA")).isEqualTo(BAD);
    }

    @Test
    void refusesAMacWithThePublicKeyAsItsSecret() throws Exception {
        Map<String, Object> header = rig.header();
        header.put("alg", "HS256");
        String input = TokenRig.encoded(TokenRig.json(header)) + "." + TokenRig.encoded(TokenRig.json(rig.claims()));
        KeyMaterial key = rig.ring.signing(Jwk.ES256).material();
        for (byte[] secret :
                List.of(key.publicKey().getEncoded(), key.publicJwk().getBytes(StandardCharsets.UTF_8))) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));

            String token = input + "." + TokenRig.encoded(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));

            assertThat(fault(token)).isEqualTo(BAD);
        }
    }

    @Test
    void refusesAnotherAlgorithmOfTheSameKey() throws Exception {
        SigningKey key = rig.ring.signing(Jwk.RS256);
        Map<String, Object> header = rig.header();
        header.put("kid", key.kid());
        String claims = TokenRig.json(rig.claims());

        header.put("alg", "RS256");
        assertThat(fault(TokenRig.sign(TokenRig.json(header), claims, "SHA256withRSA", rig.secret(Jwk.RS256))))
                .isEqualTo(GOOD);
        header.put("alg", "RS512");
        assertThat(fault(TokenRig.sign(TokenRig.json(header), claims, "SHA512withRSA", rig.secret(Jwk.RS256))))
                .isEqualTo(BAD);
        header.put("alg", "PS256");
        assertThat(fault(TokenRig.sign(TokenRig.json(header), claims, "SHA256withRSA", rig.secret(Jwk.RS256))))
                .isEqualTo(BAD);
        header.put("alg", "ES256");
        assertThat(fault(TokenRig.sign(TokenRig.json(header), claims, "SHA256withRSA", rig.secret(Jwk.RS256))))
                .isEqualTo(BAD);
    }

    @Test
    void refusesASignatureInTheFormOfX509() {
        String token = TokenRig.sign(
                TokenRig.json(rig.header()), TokenRig.json(rig.claims()), "SHA256withECDSA", rig.secret("ES256"));

        assertThat(fault(token)).isEqualTo(BAD);
    }

    @Test
    void refusesASignatureOfZeroes() {
        String input = input();
        byte[] signature = Base64.getUrlDecoder().decode(rig.issue().token().split("\\.")[2]);
        byte[] zeroR = signature.clone();
        Arrays.fill(zeroR, 0, 32, (byte) 0);
        byte[] zeroS = signature.clone();
        Arrays.fill(zeroS, 32, 64, (byte) 0);

        assertThat(fault(input + "." + TokenRig.encoded(new byte[64]))).isEqualTo(BAD);
        assertThat(fault(input + "." + TokenRig.encoded(zeroR))).isEqualTo(BAD);
        assertThat(fault(input + "." + TokenRig.encoded(zeroS))).isEqualTo(BAD);
        assertThat(fault(input + "." + TokenRig.encoded(order()))).isEqualTo(BAD);
    }

    /** The group's order twice: zero by another name. */
    private static byte[] order() {
        byte[] n = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16).toByteArray();
        byte[] twice = new byte[64];
        System.arraycopy(n, 1, twice, 0, 32);
        System.arraycopy(n, 1, twice, 32, 32);
        return twice;
    }

    private String input() {
        return TokenRig.encoded(TokenRig.json(rig.header())) + "." + TokenRig.encoded(TokenRig.json(rig.claims()));
    }

    @Test
    void refusesClaimsThatWereNotSigned() {
        String[] one = rig.issue().token().split("\\.");
        String other = TokenRig.encoded(TokenRig.json(rig.claims()));

        assertThat(fault(one[0] + "." + other + "." + one[2])).isEqualTo(BAD);
    }

    @Test
    void refusesTheKeyOfSomebodyElse() {
        KeyMaterial foreign = Jwk.generate(Jwk.ES256);
        Map<String, Object> header = rig.header();
        String claims = TokenRig.json(rig.claims());

        String named =
                TokenRig.sign(TokenRig.json(header), claims, "SHA256withECDSAinP1363Format", foreign.privateKey());
        header.put("kid", foreign.kid());
        String honest =
                TokenRig.sign(TokenRig.json(header), claims, "SHA256withECDSAinP1363Format", foreign.privateKey());

        assertThat(fault(named)).isEqualTo(BAD);
        assertThat(fault(honest)).isEqualTo(BAD);
    }

    static Stream<Map<String, Object>> injected() {
        KeyMaterial foreign = Jwk.generate(Jwk.ES256);
        return Stream.of(
                Map.of("jwk", Map.of("kty", "EC", "crv", "P-256", "x", "AA", "y", "AA")),
                Map.of("jwk", foreign.publicJwk()),
                Map.of("jku", "https://attacker.example.org/jwks"),
                Map.of("x5u", "https://attacker.example.org/cert"),
                Map.of("x5c", List.of("AAAA")),
                Map.of("x5t", "AAAA"),
                Map.of("crit", List.of("exp")),
                Map.of("crit", List.of("b64"), "b64", false),
                Map.of("zip", "DEF"),
                Map.of("cty", "JWT"),
                Map.of("enc", "A256GCM"));
    }

    @ParameterizedTest
    @MethodSource("injected")
    void refusesHeadersThatSayMoreThanTheyMust(Map<String, Object> more) {
        Map<String, Object> header = rig.header();
        header.putAll(more);

        assertThat(fault(rig.sign(header, rig.claims()))).isEqualTo(BAD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../etc/passwd",
                "' OR 1=1 --",
                "/dev/null",
                "https://attacker.example.org/jwks",
                "",
                "\u0000",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void refusesNamesOfKeysThatItDoesNotKnow(String kid) {
        Map<String, Object> header = rig.header();
        header.put("kid", kid);

        assertThat(fault(rig.sign(header, rig.claims()))).isEqualTo(BAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alg", "kid", "typ"})
    void refusesHeadersThatSayTooLittleOrSomethingElse(String member) {
        Map<String, Object> without = rig.header();
        without.remove(member);
        Map<String, Object> number = rig.header();
        number.put(member, 1);
        Map<String, Object> list = rig.header();
        list.put(member, List.of(rig.header().get(member)));

        assertThat(fault(rig.sign(without, rig.claims()))).isEqualTo(BAD);
        assertThat(fault(rig.sign(number, rig.claims()))).isEqualTo(BAD);
        assertThat(fault(rig.sign(list, rig.claims()))).isEqualTo(BAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "AT+JWT", "application/at+jwt", "at+jwt ", "logout+jwt", ""})
    void refusesOtherTypesOfToken(String type) {
        Map<String, Object> header = rig.header();
        header.put("typ", type);

        assertThat(fault(rig.sign(header, rig.claims()))).isEqualTo(BAD);
    }

    @Test
    void refusesAnIdTokenAsAnAccessToken() {
        String idToken = rig.tokens.idToken(idRequest("ES256"));

        assertThat(fault(idToken)).isEqualTo(BAD);
    }

    private static IdTokenRequest idRequest(String algorithm) {
        return new IdTokenRequest(
                "ada", TokenRig.ISSUER, algorithm, "n", Instant.EPOCH, List.of("pwd"), "s", "token", Map.of());
    }

    // --- the form

    @Test
    void refusesTheSameSignatureWrittenOtherwise() {
        String token = rig.issue().token();
        String last = token.substring(token.length() - 1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int spare = alphabet.indexOf(last) ^ 1;

        assertThat(fault(token)).isEqualTo(GOOD);
        assertThat(fault(token + "=")).isEqualTo(BAD);
        assertThat(fault(token + "==")).isEqualTo(BAD);
        assertThat(fault(token.substring(0, token.length() - 1) + alphabet.charAt(spare)))
                .isEqualTo(BAD);
        assertThat(fault(token + "A")).isEqualTo(BAD);
        assertThat(fault(token + "\n")).isEqualTo(BAD);
        assertThat(fault(" " + token)).isEqualTo(BAD);
        assertThat(fault(token.replace('.', ' '))).isEqualTo(BAD);
    }

    @Test
    void refusesPaddingInTheSignedParts() {
        String claims = TokenRig.json(rig.claims());
        String padded = TokenRig.encoded(claims + " ".repeat(3 - (claims.length() + 1) % 3)) + "=";

        String signed = signRaw(TokenRig.encoded(TokenRig.json(rig.header())), padded);

        assertThat(fault(signed)).isEqualTo(BAD);
    }

    private String signRaw(String header, String payload) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(rig.secret(Jwk.ES256));
            signature.update((header + "." + payload).getBytes(StandardCharsets.US_ASCII));
            return header + "." + payload + "." + TokenRig.encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "...", "a", "a.b", "a.b.c", "a.b.c.d", "....", "e30.e30.AA", "ä.ö.ü", "\u0000"})
    void refusesWhatIsNoTokenAtAll(String text) {
        assertThat(fault(text)).isEqualTo(BAD);
    }

    @Test
    void refusesMoreOrLessThanThreeParts() {
        String token = rig.issue().token();

        assertThat(fault(token + ".")).isEqualTo(BAD);
        assertThat(fault("." + token)).isEqualTo(BAD);
        assertThat(fault(token + "." + token)).isEqualTo(BAD);
        assertThat(fault(token.substring(0, token.lastIndexOf('.')))).isEqualTo(BAD);
        assertThat(fault(token.substring(0, token.lastIndexOf('.') + 1))).isEqualTo(BAD);
    }

    @Test
    void refusesTokensBeyondEightKibibytesAndNoShorterOnes() {
        Map<String, Object> claims = rig.claims();
        claims.put("pad", "");
        int rest = 8192 - rig.sign(rig.header(), claims).length();
        claims.put("pad", "x".repeat(rest * 3 / 4 - 2));
        while (rig.sign(rig.header(), claims).length() < 8192) {
            claims.put("pad", claims.get("pad") + "x");
        }
        String longest = rig.sign(rig.header(), claims);
        claims.put("pad", claims.get("pad") + "xxx");
        String tooLong = rig.sign(rig.header(), claims);

        assertThat(longest).hasSize(8192);
        assertThat(fault(longest)).isEqualTo(GOOD);
        assertThat(fault(tooLong)).isEqualTo(BAD);
        assertThat(fault("x".repeat(1_000_000))).isEqualTo(BAD);
    }

    @Test
    void refusesMembersThatComeTwice() {
        String header = TokenRig.json(rig.header());
        String claims = TokenRig.json(rig.claims());
        String twiceInClaims = claims.substring(0, claims.length() - 1) + ",\"sub\":\"eve\"}";
        String twiceInHeader = header.substring(0, header.length() - 1) + ",\"alg\":\"ES256\"}";
        String twiceBelow = claims.substring(0, claims.length() - 1) + ",\"x\":{\"a\":1,\"a\":2}}";

        assertThat(fault(rig.sign(header, claims))).isEqualTo(GOOD);
        assertThat(fault(rig.sign(header, twiceInClaims))).isEqualTo(BAD);
        assertThat(fault(rig.sign(twiceInHeader, claims))).isEqualTo(BAD);
        assertThat(fault(rig.sign(header, twiceBelow))).isEqualTo(BAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"text\"", "null", "{", "{}{}", "{} x", "{'a':1}", "{\"a\":NaN}", "\ufeff{}"})
    void refusesWhatIsNotOneJsonObject(String text) {
        String header = TokenRig.json(rig.header());
        String claims = TokenRig.json(rig.claims());

        assertThat(fault(rig.sign(header, text))).isEqualTo(BAD);
        assertThat(fault(rig.sign(text, claims))).isEqualTo(BAD);
        assertThat(fault(rig.sign(header, claims + "{}"))).isEqualTo(BAD);
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        byte[] claims = TokenRig.json(rig.claims()).replace("ada", "ad?").getBytes(StandardCharsets.ISO_8859_1);
        claims[new String(claims, StandardCharsets.ISO_8859_1).indexOf("ad?") + 2] = (byte) 0xFF;
        byte[] utf16 = TokenRig.json(rig.claims()).getBytes(StandardCharsets.UTF_16LE);
        String header = TokenRig.encoded(TokenRig.json(rig.header()));

        assertThat(fault(signRaw(header, TokenRig.encoded(claims)))).isEqualTo(BAD);
        assertThat(fault(signRaw(header, TokenRig.encoded(utf16)))).isEqualTo(BAD);
    }

    // --- the claims

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

    // --- revocation

    private void revoke(String way, String token) {
        switch (way) {
            case "token" -> {
                Verified verified = rig.tokens.verify(token).orElseThrow();
                rig.revocations.token(verified.caller().tokenId(), verified.expires());
            }
            case "grant" -> rig.revocations.grant("grant-1");
            case "subject" -> rig.revocations.subject("ada");
            default -> rig.revocations.client("cli");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "grant", "subject", "client"})
    void refusesWhatWasRevokedAtOnceAndAfterAStart(String way) {
        String token = rig.issue().token();
        assertThat(fault(token)).isEqualTo(GOOD);
        assertThat(reason(rig.tokens.check(token))).isEqualTo(GOOD);

        revoke(way, token);

        assertThat(reason(rig.tokens.check(token))).isEqualTo(REVOKED);
        assertThat(reason(rig.tokens.check(token))).as("again").isEqualTo(REVOKED);
        assertThat(fault(token)).as("first seen").isEqualTo(REVOKED);
        rig = rig.restarted();
        assertThat(fault(token)).as("after a start").isEqualTo(REVOKED);
    }

    @Test
    void refusesWhatABundleDidForSomebodyOnceTheBundleIsRevoked() {
        String token = rig.tokens
                .accessToken(new AccessTokenRequest(
                        TokenRig.user("ada"), "cli", List.of(), Set.of(), null, "com.acme.orders"))
                .token();
        assertThat(fault(token)).isEqualTo(GOOD);

        rig.revocations.subject("bundle:com.acme.orders");

        assertThat(fault(token)).isEqualTo(REVOKED);
        assertThat(reason(rig.tokens.check(token))).isEqualTo(REVOKED);
    }

    @Test
    void goesOnWithTheTokensOfOthers() {
        String token = rig.issue().token();

        rig.revocations.subject("eve");
        rig.revocations.client("other");
        rig.revocations.grant("grant-2");
        rig.revocations.token("token-2", rig.clock.instant());

        assertThat(fault(token)).isEqualTo(GOOD);
        assertThat(reason(rig.tokens.check(token))).isEqualTo(GOOD);
    }

    @Test
    void acceptsATokenIssuedInTheSecondOfARevocationAfterIt() {
        String before = rig.issue().token();
        rig.revocations.subject("ada");

        String after = rig.issue().token();

        assertThat(fault(before)).isEqualTo(REVOKED);
        assertThat(fault(after)).isEqualTo(GOOD);
        assertThat(rig.tokens.verify(after).orElseThrow().issued()).isEqualTo(Instant.parse("2026-01-01T00:00:01Z"));
    }

    @Test
    void refusesATokenOfAKeyThatWasTakenAwayAlsoIfItWasSeenBefore() {
        String token = rig.issue().token();
        assertThat(reason(rig.tokens.check(token))).isEqualTo(GOOD);

        rig.ring.rotateNow();

        assertThat(reason(rig.tokens.check(token))).isEqualTo(BAD);
        assertThat(fault(token)).isEqualTo(BAD);
        assertThat(fault(rig.issue().token())).isEqualTo(GOOD);
    }

    @Test
    void doesNotRememberTokensForOthers() {
        String token = rig.tokens
                .accessToken(new AccessTokenRequest(
                        TokenRig.user("ada"), "cli", List.of("https://other.example.org"), Set.of(), null, null))
                .token();

        assertThat(reason(rig.tokens.check(token))).isEqualTo(BAD);
    }

    @Test
    void remembersWhatItHasChecked() {
        String token = rig.issue().token();

        assertThat(rig.tokens.check(token)).isSameAs(rig.tokens.check(token));
    }

    @Test
    void looksOnceAtEachChangeOfTheRevocations() {
        String token = rig.issue().token();
        rig.tokens.check(token);

        rig.revocations.subject("eve");

        assertThat(rig.tokens.check(token))
                .isInstanceOfSatisfying(
                        TokenCache.Entry.class,
                        known -> assertThat(known.epoch()).isEqualTo(rig.revocations.epoch()));
    }

    /** Whose signatures are all wrong to somebody who looks. */
    private TokenVerifier verifierWithAnotherKeyOfTheSameName() {
        SigningKey key = rig.ring.signing(Jwk.ES256);
        KeyMaterial other = Jwk.generate(Jwk.ES256);
        KeyMaterial mixed = new KeyMaterial(key.kid(), "ES256", null, other.publicKey(), other.publicJwk());
        KeySnapshot keys = new KeySnapshot(List.of(new SigningKey(mixed, key.created(), key.activates(), null, null)));
        return new TokenVerifier(
                () -> keys,
                rig.revocations,
                () -> TokenRig.ISSUER,
                new TokenCache(8),
                new KnownSignatures(8),
                rig.clock,
                Duration.ofSeconds(30));
    }

    @Test
    void doesNotCheckASignatureThatWasMadeHere() {
        TokenVerifier verifier = verifierWithAnotherKeyOfTheSameName();
        String made = rig.issue().token();
        String other = rig.issue().token();

        verifier.remember(made);

        assertThat(reason(verifier.check(made))).isEqualTo(GOOD);
        assertThat(reason(verifier.check(other))).isEqualTo(BAD);
        assertThat(reason(verifier.check(made + "="))).isEqualTo(BAD);
    }

    @Test
    void checksAllButTheSignatureOfWhatWasMadeHere() {
        TokenVerifier verifier = verifierWithAnotherKeyOfTheSameName();
        Map<String, Object> otherType = rig.header();
        otherType.put("typ", "JWT");
        Map<String, Object> otherAlgorithm = rig.header();
        otherAlgorithm.put("alg", "RS256");
        Map<String, Object> otherKey = rig.header();
        otherKey.put("kid", "x");
        Map<String, Object> otherAudience = rig.claims();
        otherAudience.put("aud", "https://other.example.org");

        for (String token : List.of(
                rig.sign(otherType, rig.claims()),
                rig.sign(otherAlgorithm, rig.claims()),
                rig.sign(otherKey, rig.claims()),
                rig.sign(rig.header(), otherAudience))) {
            verifier.remember(token);

            assertThat(reason(verifier.check(token))).isEqualTo(BAD);
        }
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
