/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.config.api.Secret;
import io.subrack.kernel.api.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in: bodies and entity tags. */
class InputsTest {
    private static Body body(String json) throws IOException {
        return Body.read(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "values", "reason", "revision");
    }

    @Test
    void readsValuesOfEachKind() throws IOException {
        Body body = body(
                "{\"values\":{\"a\":\"x\",\"b\":1,\"c\":0.5,\"d\":true,\"e\":[1,2],\"f\":null,\"g\":{\"secret\":true,\"set\":true}}}");

        assertThat(body.values())
                .isEqualTo(Map.of(
                        "a",
                        "x",
                        "b",
                        1L,
                        "c",
                        0.5,
                        "d",
                        true,
                        "e",
                        List.of(1L, 2L),
                        "g",
                        new Secret(Optional.empty())));
        assertThat(body.unset()).containsExactly("f");
        assertThat(body.reason()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"value\":{}}",
                "{\"values\":[]}",
                "{\"values\":{\"a\":{}}}",
                "{\"values\":{\"a\":[[1]]}}",
                "{\"values\":{\"a\":[null]}}",
                "{\"values\":{\"a\":99999999999999999999}}",
                "{\"values\":{},\"reason\":1}"
            })
    void refusesEverythingElse(String json) {
        assertThatThrownBy(() -> {
                    Body body = body(json);
                    body.values();
                    body.reason();
                })
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        it -> assertThat(it.type().status()).isEqualTo(400));
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        assertThatThrownBy(() -> body("{\"reason\":\"" + "x".repeat(1_100_000) + "\"}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        it -> assertThat(it.type().status()).isEqualTo(413));
    }
}
