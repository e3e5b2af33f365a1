/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Tokens.Verified;
import io.subrack.auth.tokens.TokenCache.Entry;
import io.subrack.auth.tokens.TokenCache.Hash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCacheTest {
    private static Entry entry(Hash hash, long expires) {
        Instant end = Instant.ofEpochSecond(expires);
        Caller caller =
                new Caller(Caller.Kind.USER, "ada", "ada", "cli", Set.of(), Set.of(), "t", end, null, List.of(), null);
        return new Entry(
                hash, AccessClaims.of(new Verified(caller, List.of(), Instant.EPOCH, end, null), "", null), "k", 0);
    }

    @Test
    void namesTokensByAllBytesOfTheirSha256() throws Exception {
        byte[] expected = MessageDigest.getInstance("SHA-256").digest("token".getBytes(StandardCharsets.UTF_8));
        var numbers = java.nio.ByteBuffer.wrap(expected);

        Hash hash = new TokenCache(8).hash("token");

        assertThat(hash)
                .isEqualTo(new Hash(numbers.getLong(), numbers.getLong(), numbers.getLong(), numbers.getLong()));
    }

    @ParameterizedTest
    @CsvSource({"1,8", "8,8", "9,16", "64,64", "65,128", "10000,16384"})
    void hasRoomForAsManyAsAreAsked(int tokens, int places) {
        assertThat(new TokenCache(tokens).places()).isEqualTo(places);
    }

    @Test
    void findsWhatWasPutAndNothingElse() {
        TokenCache cache = new TokenCache(8);
        Entry entry = entry(new Hash(1, 2, 3, 4), 10);

        cache.put(entry);

        assertThat(cache.find(new Hash(1, 2, 3, 4))).isSameAs(entry);
        assertThat(cache.find(new Hash(1, 2, 3, 5))).isNull();
        assertThat(cache.find(new Hash(2, 2, 3, 4))).isNull();
    }

    @Test
    void holdsEightTokensOfOnePlaceAndThenDropsTheOneThatEndsFirst() {
        TokenCache cache = new TokenCache(64);
        List<Entry> entries = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            entries.add(entry(new Hash(8L * n + 3, n, 0, 0), n == 5 ? 1 : 10 + n));
            cache.put(entries.get(n));
        }
        assertThat(entries)
                .allSatisfy(each -> assertThat(cache.find(hash(each, entries))).isSameAs(each));

        Entry ninth = entry(new Hash(3, 99, 0, 0), 20);
        cache.put(ninth);

        assertThat(cache.find(new Hash(3, 99, 0, 0))).isSameAs(ninth);
        assertThat(cache.find(hash(entries.get(5), entries))).isNull();
        entries.remove(5);
        assertThat(entries).hasSize(7);
        assertThat(cache.find(new Hash(3, 0, 0, 0))).isNotNull();
        assertThat(cache.find(new Hash(8L * 7 + 3, 7, 0, 0))).isNotNull();
        assertThat(cache.find(new Hash(8L * 4 + 3, 4, 0, 0))).isNotNull();
        assertThat(cache.find(new Hash(8L * 6 + 3, 6, 0, 0))).isNotNull();
    }

    private static Hash hash(Entry entry, List<Entry> entries) {
        int n = entries.indexOf(entry);
        return new Hash(8L * n + 3, n, 0, 0);
    }

    @Test
    void takesTheSameTokenOnce() {
        TokenCache cache = new TokenCache(8);
        Entry first = entry(new Hash(1, 0, 0, 0), 100);
        cache.put(entry(new Hash(0, 0, 0, 0), 1));
        cache.put(first);
        Entry again = entry(new Hash(1, 0, 0, 0), 100);

        cache.put(again);

        assertThat(cache.find(new Hash(1, 0, 0, 0))).isSameAs(again);
        for (int n = 2; n < 8; n++) {
            cache.put(entry(new Hash(n, 0, 0, 0), 50));
        }
        assertThat(cache.find(new Hash(0, 0, 0, 0))).isNotNull();
    }

    @Test
    void usesDifferentPlacesForDifferentTokens() {
        TokenCache cache = new TokenCache(64);
        for (int n = 0; n < 64; n++) {
            cache.put(entry(new Hash(n, 0, 0, 0), 10));
        }

        for (int n = 0; n < 64; n++) {
            assertThat(cache.find(new Hash(n, 0, 0, 0))).as("token " + n).isNotNull();
        }
    }
}
