/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.tokens.TokenCache.Hash;
import org.junit.jupiter.api.Test;

class KnownSignaturesTest {
    @Test
    void knowsWhatWasAddedByAllOfItsHash() {
        KnownSignatures known = new KnownSignatures(64);
        assertThat(known.has(new Hash(1, 2, 3, 4))).isFalse();

        known.add(new Hash(1, 2, 3, 4));

        assertThat(known.has(new Hash(1, 2, 3, 4))).isTrue();
        assertThat(known.has(new Hash(9, 2, 3, 4))).isFalse();
        assertThat(known.has(new Hash(1, 9, 3, 4))).isFalse();
        assertThat(known.has(new Hash(1, 2, 9, 4))).isFalse();
        assertThat(known.has(new Hash(1, 2, 3, 9))).isFalse();
    }

    @Test
    void holdsTheLastEightOfOnePlace() {
        KnownSignatures known = new KnownSignatures(8);
        for (int n = 1; n <= 9; n++) {
            known.add(new Hash(n, 1, n, n));
        }

        assertThat(known.has(new Hash(1, 1, 1, 1))).isFalse();
        for (int n = 2; n <= 9; n++) {
            assertThat(known.has(new Hash(n, 1, n, n))).as("token " + n).isTrue();
        }
    }

    @Test
    void keepsTokensOfDifferentPlacesApart() {
        KnownSignatures known = new KnownSignatures(64);
        for (int n = 0; n < 64; n++) {
            known.add(new Hash(7, n, 7, 7));
        }

        for (int n = 0; n < 64; n++) {
            assertThat(known.has(new Hash(7, n, 7, 7))).as("token " + n).isTrue();
        }
    }
}
