/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that somebody else made, or wrote otherwise. */
class ForgedTokenTest extends VerifierCase {
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
        KeyMaterial foreign = TestKeys.generate(Jwk.ES256);
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
        KeyMaterial foreign = TestKeys.generate(Jwk.ES256);
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
}
