/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PkceTest {
    @Test
    void provesTheExampleOfTheRfc() {
        assertThat(Pkce.proves(World.CHALLENGE, World.VERIFIER)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk ",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
            })
    void refusesOtherVerifiers(String verifier) {
        assertThat(Pkce.proves(World.CHALLENGE, verifier)).isFalse();
    }

    @Test
    void demandsThatBothAreThereOrNone() {
        assertThat(Pkce.proves(null, null)).isTrue();
        assertThat(Pkce.proves(null, World.VERIFIER)).isFalse();
        assertThat(Pkce.proves(World.CHALLENGE, null)).isFalse();
    }

    @Test
    void refusesVerifiersThatAreTooShortOrTooLong() {
        assertThat(Pkce.proves(Opaque.sha256Base64Url("a".repeat(42)), "a".repeat(42)))
                .isFalse();
        assertThat(Pkce.proves(Opaque.sha256Base64Url("a".repeat(43)), "a".repeat(43)))
                .isTrue();
        assertThat(Pkce.proves(Opaque.sha256Base64Url("~".repeat(128)), "~".repeat(128)))
                .isTrue();
        assertThat(Pkce.proves(Opaque.sha256Base64Url("a".repeat(129)), "a".repeat(129)))
                .isFalse();
    }

    @Test
    void knowsWhatCanBeAChallenge() {
        assertThat(Pkce.isChallenge(World.CHALLENGE)).isTrue();
        assertThat(Pkce.isChallenge(World.CHALLENGE + "=")).isFalse();
        assertThat(Pkce.isChallenge(World.CHALLENGE.substring(1))).isFalse();
        assertThat(Pkce.isChallenge("+" + World.CHALLENGE.substring(1))).isFalse();
    }
}
