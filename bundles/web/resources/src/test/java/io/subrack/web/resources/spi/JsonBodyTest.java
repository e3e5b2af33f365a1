/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.resources.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    @Test
    void readsAnObjectWithSomeOfItsMembers() throws IOException {
        assertThat(read("{'name': 'a'}").path("name").textValue()).isEqualTo("a");
        assertThat(read("{}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "'hunter2'",
                "{'name': hunter2}",
                "{'name': 'hunter2', 'name': 'b'}",
                "{} {'name': 'hunter2'}",
                "{'hunter2': 1}",
                "null"
            })
    void refusesAnythingElseAndNeverRepeatsIt(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        ProblemException.class, it -> assertThat(it.type()).isEqualTo(WebProblem.BAD_REQUEST))
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void saysWhereTheFaultIs() {
        assertThatThrownBy(() -> read("{'name':\n oops}")).hasMessageContaining("line 2");
    }

    @Test
    void refusesWhatIsTooLongOrTooDeep() {
        assertThatThrownBy(() -> read("{'name': '" + "x".repeat(1_000) + "'}"))
                .isInstanceOfSatisfying(
                        ProblemException.class, it -> assertThat(it.type()).isEqualTo(WebProblem.CONTENT_TOO_LARGE));
        assertThatThrownBy(() -> read("{'name': " + "[".repeat(50) + "]".repeat(50) + "}"))
                .isInstanceOf(ProblemException.class);
    }

    private static JsonNode read(String json) throws IOException {
        return JsonBody.read(
                new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), 500, "name", "age");
    }
}
