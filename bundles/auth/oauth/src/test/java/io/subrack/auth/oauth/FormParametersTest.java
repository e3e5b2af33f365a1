/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormParametersTest {
    @Test
    void decodesNamesAndValues() {
        FormParameters parameters = FormParameters.parse("a=1&b%2B=x+y%20z&umlaut=%C3%A4&eq=a=b&c=%2f%2F");

        assertThat(parameters.get("a")).contains("1");
        assertThat(parameters.get("b+")).contains("x y z");
        assertThat(parameters.get("umlaut")).contains("ä");
        assertThat(parameters.get("eq")).contains("a=b");
        assertThat(parameters.get("c")).contains("//");
        assertThat(parameters.hasRepeats()).isFalse();
    }

    @Test
    void takesEmptyValuesAsLeftOut() {
        FormParameters parameters = FormParameters.parse("a=&b&&c=3&");

        assertThat(parameters.has("a")).isFalse();
        assertThat(parameters.has("b")).isFalse();
        assertThat(parameters.orNull("a")).isNull();
        assertThat(parameters.orNull("c")).isEqualTo("3");
        assertThat(parameters.has("c")).isTrue();
    }

    @Test
    void readsNothingFromNothing() {
        assertThat(FormParameters.parse(null).has("a")).isFalse();
        assertThat(FormParameters.parse("").hasRepeats()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=2", "a=1&a=1", "a=1&a=", "a=&a=1", "a&a", "a=1&%61=2"})
    void noticesRepeats(String encoded) {
        FormParameters parameters = FormParameters.parse(encoded + "&b=1");

        assertThat(parameters.hasRepeats()).isTrue();
        assertThat(parameters.isRepeated("a")).isTrue();
        assertThat(parameters.isRepeated("b")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%2",
                "a=%2g",
                "a=%g2",
                "a=%-1",
                "a=%C3",
                "a=%C0%AF",
                "a=%ED%A0%80",
                "a=%00",
                "a=%0d%0a",
                "a=%7f",
                "a=%C2%80",
                "a=\u00e4",
                "a=b c",
                "a=\t",
                "=1",
                "a=\u007f",
                "a=%\uff11\uff11"
            })
    void refusesWhatIsMalformed(String encoded) {
        assertThatThrownBy(() -> FormParameters.parse(encoded)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsPercentSignsAtTheVeryEnd() {
        assertThat(FormParameters.decode("%41")).isEqualTo("A");
        assertThat(FormParameters.decode("!~%7e")).isEqualTo("!~~");
    }

    @Test
    void keepsToItsBounds() {
        String longest = "v".repeat(FormParameters.MAX_VALUE_CHARS);
        String name = "n".repeat(FormParameters.MAX_NAME_CHARS);
        String most = "a1&".repeat(FormParameters.MAX_PARAMETERS - 1) + "b=1";

        assertThat(FormParameters.parse("a=" + longest).get("a")).contains(longest);
        assertThat(FormParameters.parse(name + "=1").get(name)).contains("1");
        assertThat(FormParameters.parse(most).get("b")).contains("1");
        assertThatThrownBy(() -> FormParameters.parse("a=" + longest + "v")).hasMessageContaining("too long");
        assertThatThrownBy(() -> FormParameters.parse(name + "n=1")).hasMessageContaining("too long");
        assertThatThrownBy(() -> FormParameters.parse(most + "&c=1")).hasMessageContaining("too many");
    }

    @Test
    void keepsToItsBoundAltogether() {
        String part = "=" + "v".repeat(8_190) + "&";
        String most = "a" + part + "b" + part + "c" + part + "d" + part;

        assertThat(most).hasSize(FormParameters.MAX_BYTES + 4);
        assertThatThrownBy(() -> FormParameters.parse(most)).hasMessageContaining("altogether");
        assertThat(FormParameters.parse(most.substring(0, FormParameters.MAX_BYTES))
                        .has("d"))
                .isTrue();
    }

    @Test
    void showsNamesOnly() {
        assertThat(FormParameters.parse("client_secret=hush&a=b")).hasToString("parameters [a, client_secret]");
    }
}
