/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpaqueTest {
    /** Of base64url texts one in 64 starts with a hyphen. */
    private static final int MANY = 2000;

    @Test
    void givesIdsThatCanBeTypedAsArguments() {
        assertThat(many(Opaque::id)).allMatch(id -> id.matches("[0-9a-f]{32}")).doesNotHaveDuplicates();
        assertThat(many(() -> Opaque.hash(Opaque.session()))).noneMatch(id -> id.startsWith("-"));
    }

    private static Stream<String> many(Supplier<String> made) {
        return Stream.generate(made).limit(MANY);
    }
}
