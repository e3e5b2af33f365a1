/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.Tokens.AccessTokenRequest;
import io.subrack.auth.spi.Tokens.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that were good, and what is remembered of them. */
class RevokedTokenTest extends VerifierCase {
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
    void refusesATokenIssuedBetweenTwoRevocationsInOneSecond() {
        for (String way : List.of("subject", "client")) {
            revoke(way, "");
            String between = rig.issue().token();
            assertThat(fault(between)).isEqualTo(GOOD);

            revoke(way, "");

            assertThat(fault(between)).as(way).isEqualTo(REVOKED);
            assertThat(fault(rig.issue().token())).as("the next one").isEqualTo(GOOD);
        }
    }

    @Test
    void remembersAfterAStartThatATokenBetweenTwoRevocationsInOneSecondIsVoid() {
        rig.revocations.subject("ada");
        String between = rig.issue().token();

        rig.revocations.subject("ada");
        rig = rig.restarted();

        assertThat(fault(between)).isEqualTo(REVOKED);
    }

    @Test
    void refusesATokenIssuedBeforeTheClockWasSetBackAndItsUserRevoked() {
        rig.clock.advance(Duration.ofSeconds(20));
        String before = rig.issue().token();
        rig.clock.advance(Duration.ofSeconds(-20));
        assertThat(fault(before)).isEqualTo(GOOD);

        rig.revocations.subject("ada");

        assertThat(fault(before)).isEqualTo(REVOKED);
        assertThat(fault(rig.issue().token())).isEqualTo(GOOD);
    }

    @Test
    void refusesWhatIsIssuedWhileARevocationIsBeingStoredIntoTheNextSecond() {
        String[] issued = new String[1];
        rig.store.beforeNotBefore = () -> {
            rig.clock.advance(Duration.ofSeconds(2));
            issued[0] = rig.issue().token();
            rig.store.beforeNotBefore = () -> {};
        };

        rig.revocations.subject("ada");

        assertThat(fault(issued[0])).isEqualTo(REVOKED);
        rig = rig.restarted();
        assertThat(fault(issued[0])).as("after a start").isEqualTo(REVOKED);
    }

    @Test
    void acceptsATokenOfTheSecondAfterARevocationAlsoWithoutLeeway() {
        rig.revocations.subject("ada");
        rig.revocations.subject("ada");
        TokenVerifier strict = new TokenVerifier(
                rig.ring::snapshot,
                rig.revocations,
                () -> TokenRig.ISSUER,
                new TokenCache(8),
                new KnownSignatures(8),
                rig.clock,
                Duration.ZERO);

        assertThat(reason(strict.check(rig.issue().token()))).isEqualTo(GOOD);
        Map<String, Object> ofOthers = rig.claims();
        ofOthers.put("sub", "eve");
        ofOthers.put("iat", rig.clock.instant().getEpochSecond() + 1);
        assertThat(reason(strict.check(rig.sign(rig.header(), ofOthers)))).isEqualTo(BAD);
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
        KeyMaterial other = TestKeys.generate(Jwk.ES256);
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
}
