/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Keys for tests: those for RS256 are short and used again, because they take so long to make. */
final class TestKeys {
    private static final AtomicInteger next = new AtomicInteger();

    private TestKeys() {}

    static KeyMaterial generate(String algorithm) {
        return algorithm.equals(Jwk.ES256)
                ? Jwk.generate(algorithm, 0)
                : Rsa.KEYS.get(next.getAndIncrement() % Rsa.KEYS.size());
    }

    private static final class Rsa {
        static final List<KeyMaterial> KEYS = IntStream.range(0, 4)
                .mapToObj(n -> Jwk.generate(Jwk.RS256, 2048))
                .toList();
    }
}
