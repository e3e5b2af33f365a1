/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.subrack.auth.spi.KeyStore.StoredKey;
import io.subrack.auth.spi.SigningKeys.Key;
import io.subrack.auth.spi.SigningKeys.State;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.kernel.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
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

    private List<Key> keys(String algorithm) {
        return rig.ring.list().stream()
                .filter(key -> key.algorithm().equals(algorithm))
                .toList();
    }

    private static List<State> states(List<Key> keys) {
        return keys.stream().map(Key::state).toList();
    }

    @Test
    void signsAtTheFirstStartWithoutWaitingForAnRsaKey() {
        assertThat(states(keys("ES256"))).containsExactly(State.SIGNING);
        assertThat(keys("RS256")).isEmpty();
    }

    @Test
    void makesTheRsaKeyWhenItIsAskedFor() {
        SigningKey key = rig.ring.signing("RS256");

        assertThat(rig.ring.signing("RS256").kid()).isEqualTo(key.kid());
        assertThat(states(keys("RS256"))).containsExactly(State.SIGNING);
    }

    @Test
    void makesTheRsaKeyInTheBackgroundOnceSomebodyLooksForIt() {
        rig.ring.jwks();

        Await.until("an RSA key is published", () -> rig.ring.jwks().contains("RS256"));
    }

    @Test
    void publishesPublicKeysNamedByTheirThumbprints() throws Exception {
        rig.ring.maintain();

        List<JWK> published = JWKSet.parse(rig.ring.jwks()).getKeys();

        assertThat(published).hasSize(2).allSatisfy(key -> {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.getKeyID()).isEqualTo(key.computeThumbprint().toString());
            assertThat(key.getKeyUse().identifier()).isEqualTo("sig");
        });
        assertThat(published)
                .extracting(key -> key.getAlgorithm().getName())
                .containsExactlyInAnyOrder("ES256", "RS256");
        assertThat(published).extracting(JWK::size).containsExactlyInAnyOrder(256, 2048);
    }

    @Test
    void makesRsaKeysAsLongAsConfigured() throws Exception {
        var ring = new KeyRing(rig.store, rig.box, TokenSettingsTest.withRsaBits(2112), new AuthAudit(), rig.upkeep);

        ring.maintain();

        assertThat(JWKSet.parse(ring.jwks()).getKeys()).extracting(JWK::size).contains(2112);
    }

    @Test
    void keepsItsKeysOverAStart() {
        rig.ring.maintain();
        String before = rig.ring.jwks();
        String token = rig.issue().token();

        rig = rig.restarted();

        assertThat(rig.ring.jwks()).isEqualTo(before);
        assertThat(rig.tokens.verify(token)).isPresent();
    }

    @Test
    void showsNoPrivateKeyInTheStore() {
        rig.ring.maintain();

        assertThat(rig.store.keys.values()).hasSize(2).allSatisfy(key -> {
            assertThat(key.sealedPrivateJwk()).startsWith("v1.").doesNotContain("\"d\"");
            assertThat(key.publicJwk()).doesNotContain("\"d\"");
            assertThat(key.toString()).doesNotContain("v1.");
        });
    }

    @Test
    void rotatesOnScheduleWithTheNextKeyPublishedBefore() {
        rig.ring.maintain();
        String first = rig.ring.signing("ES256").kid();
        String token = rig.issue().token();

        rig.clock.advance(Duration.ofDays(89).minusSeconds(1));
        rig.ring.maintain();
        assertThat(states(keys("ES256"))).containsExactly(State.SIGNING);

        rig.clock.advance(Duration.ofSeconds(1));
        rig.ring.maintain();
        rig.ring.maintain();
        assertThat(states(keys("ES256"))).containsExactly(State.PUBLISHED, State.SIGNING);
        assertThat(states(keys("RS256"))).containsExactly(State.PUBLISHED, State.SIGNING);
        assertThat(rig.ring.signing("ES256").kid()).isEqualTo(first);
        String last = rig.issue().token();

        rig.clock.advance(Duration.ofDays(1));
        assertThat(states(keys("ES256"))).containsExactly(State.SIGNING, State.RETIRED);
        assertThat(rig.ring.signing("ES256").kid()).isNotEqualTo(first);
        assertThat(rig.ring.jwks()).contains(first);

        rig.clock.advance(TokenRig.SETTINGS.keep());
        rig.ring.maintain();
        assertThat(states(keys("ES256"))).containsExactly(State.SIGNING, State.REMOVED);
        assertThat(rig.ring.jwks()).doesNotContain(first);
        assertThat(rig.store.keys.get(first).sealedPrivateJwk()).isEmpty();
        assertThat(rig.tokens.verify(token)).isEmpty();
        assertThat(rig.tokens.verify(last)).isEmpty();

        rig.clock.advance(Duration.ofDays(90));
        assertThat(keys("ES256")).extracting(Key::kid).doesNotContain(first);
    }

    @Test
    void acceptsTheLastTokenOfARetiredKeyToItsEnd() {
        rig.clock.advance(Duration.ofDays(89));
        rig.ring.maintain();
        rig.clock.advance(Duration.ofDays(1).minusSeconds(1));
        String last = rig.issue().token();

        rig.clock.advance(TokenRig.LIFE);

        assertThat(rig.forgetful().verify(last)).isPresent();
    }

    @Test
    void givesCachesTheirTimeAlsoAfterALongStop() {
        rig.clock.advance(Duration.ofDays(400));
        rig = rig.restarted();

        rig.ring.maintain();

        assertThat(states(keys("ES256"))).containsExactly(State.PUBLISHED, State.SIGNING);
        assertThat(keys("ES256").get(0).activates())
                .isEqualTo(rig.clock.instant().plus(Duration.ofHours(24)));
    }

    @Test
    void rotatesOnRequestOnceUntilTheNextKeySigns() {
        rig.ring.maintain();

        rig.ring.rotate();
        List<Key> twice = rig.ring.rotate();

        assertThat(twice).hasSize(4);
        assertThat(states(keys("ES256"))).containsExactly(State.PUBLISHED, State.SIGNING);
        assertThat(keys("ES256").get(1).removed())
                .isEqualTo(rig.clock.instant().plus(Duration.ofHours(24)).plus(TokenRig.SETTINGS.keep()));
    }

    @Test
    void takesTheOldKeysAwayAtOnceInAnEmergency() {
        rig.ring.maintain();
        rig.clock.advance(Duration.ofSeconds(1));
        rig.ring.rotate();
        rig.clock.advance(Duration.ofSeconds(1));
        String before = rig.ring.signing("ES256").kid();

        rig.ring.rotateNow();

        assertThat(states(keys("ES256"))).containsExactly(State.SIGNING, State.REMOVED, State.REMOVED);
        assertThat(rig.ring.jwks()).doesNotContain(before);
        assertThat(rig.store.keys.get(before).sealedPrivateJwk()).isEmpty();
        rig = rig.restarted();
        assertThat(states(keys("RS256"))).containsExactly(State.SIGNING, State.REMOVED, State.REMOVED);
    }

    @Test
    void changesNothingThatItCannotStore() {
        rig.ring.maintain();
        String before = rig.ring.jwks();
        rig.store.down = true;

        assertThatThrownBy(rig.ring::rotate).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(rig.ring::rotateNow).isInstanceOf(StoreUnavailableException.class);

        assertThat(rig.ring.jwks()).isEqualTo(before);
        assertThat(rig.issue().token()).isNotEmpty();
    }

    @Test
    void signsNothingUntilTheStoreCanBeReadAndThenByItself() {
        rig.store.down = true;
        rig = rig.restarted();

        assertThat(rig.tokens.fault()).isEqualTo("The database does not answer.");
        assertThatThrownBy(rig::issue).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> rig.tokens.verify("x")).isInstanceOf(StoreUnavailableException.class);
        rig.store.down = false;

        Await.until("keys and revocations are read", () -> rig.tokens.fault().isEmpty());
        assertThat(rig.issue().token()).isNotEmpty();
    }

    @Test
    void doesNotMakeANewMasterKeyWhenTheOldOneIsMissing() throws Exception {
        Path file = directory.resolve("master.key");
        Path aside = directory.resolve("aside");
        Files.move(file, aside);
        rig = rig.restarted();

        assertThat(rig.tokens.fault()).contains("master.key is missing").contains("backup");
        assertThat(file).doesNotExist();
        Files.move(aside, file);

        Await.until("the keys are read", () -> rig.tokens.fault().isEmpty());
    }

    @Test
    void doesNotTrustAKeyThatSomebodyPutIntoTheDatabase() {
        KeyMaterial foreign = TestKeys.generate("ES256");
        Instant now = rig.clock.instant();
        StoredKey own = rig.store.keys.get(rig.ring.signing("ES256").kid());
        rig.store.save(List.of(
                new StoredKey(foreign.kid(), "ES256", foreign.publicJwk(), "", now, now, now, now.plusSeconds(999)),
                new StoredKey("x", "ES256", foreign.publicJwk(), own.sealedPrivateJwk(), now, now, null, null)));

        rig = rig.restarted();

        assertThat(rig.ring.list()).extracting(Key::kid).containsExactly(own.kid());
    }
}
