/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    @Test
    void decodesNamesAndValues() {
        Fields fields = Fields.parse("name=Ada+L%C3%B6w&empty=&flag");

        assertThat(fields.text("name")).isEqualTo("Ada Löw");
        assertThat(fields.get("empty")).isEmpty();
        assertThat(fields.names()).containsExactly("name", "empty", "flag");
        assertThat(fields.toString()).doesNotContain("Ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=2", "a=1&%61=2", "a&a", "a=%", "a=%zz", "a=%C3", "%FF=1"})
    void refusesWhatIsThereTwiceOrMalformed(String encoded) {
        assertThatThrownBy(() -> Fields.parse(encoded)).isInstanceOf(PageFailure.class);
    }

    @Test
    void refusesMoreFieldsThanAnyFormHas() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            many.append("&f").append(i).append("=1");
        }

        assertThatThrownBy(() -> Fields.parse(many.toString())).isInstanceOf(PageFailure.class);
    }
}
