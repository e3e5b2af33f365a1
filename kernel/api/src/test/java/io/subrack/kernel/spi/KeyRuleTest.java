/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.spi.KeyRule.Type;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a value is what the metatype wants. */
class KeyRuleTest {
    private static KeyRule rule(Type type, int cardinality, String min, String max, String... options) {
        return rule("size", type, cardinality, min, max, options);
    }

    private static KeyRule rule(String key, Type type, int cardinality, String min, String max, String... options) {
        return new KeyRule(
                key,
                type,
                cardinality,
                List.of(options),
                Optional.of(min).filter(it -> !it.isEmpty()),
                Optional.of(max).filter(it -> !it.isEmpty()),
                false);
    }

    @ParameterizedTest
    @CsvSource({
        "INT, 7, 7",
        "INT, 7.0, 7",
        "LONG, -8, -8",
        "SHORT, 3, 3",
        "BYTE, -128, -128",
        "DOUBLE, 0.5, 0.5",
        "FLOAT, 2, 2.0",
        "BOOLEAN, TRUE, true",
        "CHAR, x, x",
        "STRING, ' a ', ' a '",
        "PASSWORD, p, p"
    })
    void makesATextTheKindThatIsWanted(Type type, String text, String fitted) throws Exception {
        Object value = rule(type, 0, "", "").fit(text);

        assertThat(value).hasToString(fitted);
        assertThat(value.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT))
                .startsWith(type == Type.PASSWORD ? "STRING" : type.name());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT | x | must be a whole number from -2147483648 to 2147483647, not 'x'",
                "INT | 2147483648 | must be a whole number from -2147483648 to 2147483647, not '2147483648'",
                "LONG | 1.5 | must be a whole number, not '1.5'",
                "BOOLEAN | yes | must be true or false, not 'yes'",
                "CHAR | xy | must be one character, not 'xy'",
                "DOUBLE | NaN | must be a number, not 'NaN'"
            })
    void saysWhatItShouldBe(Type type, String text, String rule) {
        assertThatThrownBy(() -> rule(type, 0, "", "").fit(text)).hasMessage(rule);
    }

    @Test
    void saysWhichNumbersItTakesWhereThereIsNone() {
        assertThat(rule(Type.INT, 0, "1", "9").fault("x")).contains("must be a whole number from 1 to 9, not 'x'");
        assertThat(rule(Type.INT, 0, "1", "9").fault("7")).isEmpty();
    }

    @Test
    void measuresNumbersByValueAndTextsByLength() throws Exception {
        assertThat(rule(Type.INT, 0, "1", "9").fit(9L)).isEqualTo(9);
        assertThatThrownBy(() -> rule(Type.INT, 0, "1", "9").fit(10)).hasMessage("must be 1 to 9, not '10'");
        assertThatThrownBy(() -> rule(Type.LONG, 0, "1", "").fit(0)).hasMessage("must be at least 1, not '0'");
        assertThatThrownBy(() -> rule(Type.STRING, 0, "", "2").fit("abc"))
                .hasMessage("must have at most 2 characters, not 'abc'");
        assertThat(rule(Type.STRING, 0, "1", "2").fit("10")).isEqualTo("10");
    }

    @Test
    void takesOnlyOptionsAndNoMoreValuesThanThereMayBe() throws Exception {
        KeyRule tone = rule(Type.STRING, 2, "", "", "calm", "loud");

        assertThat(tone.fit(List.of("loud", "calm"))).isEqualTo(List.of("loud", "calm"));
        assertThat(tone.fit("loud, calm")).isEqualTo(List.of("loud", "calm"));
        assertThatThrownBy(() -> tone.fit("shrill")).hasMessageContaining("must be one of calm, loud");
        assertThatThrownBy(() -> tone.fit("calm,calm,calm")).hasMessageContaining("at most 2 values");
        assertThatThrownBy(() -> rule(Type.INT, 0, "", "").fit(List.of(1))).hasMessageContaining("not a list");
    }

    @Test
    void judgesNoReferenceAndShowsNoSecret() throws Exception {
        assertThat(rule(Type.INT, 0, "1", "9").fit("$[env:PORT]")).isEqualTo("$[env:PORT]");
        assertThatThrownBy(() -> rule(Type.PASSWORD, 0, "20", "").fit("hunter2"))
                .hasMessage("must have at least 20 characters");
    }

    @Test
    void knowsSecretsByTheirKeys() {
        for (String key : List.of("password", "db.password", "clientSecret", "api-key", "access_token")) {
            assertThat(KeyRule.soundsSecret(key)).as(key).isTrue();
        }
        for (String key : List.of("password.file", "access.token.minutes", "keys.rotation.days", "host", "monkey")) {
            assertThat(KeyRule.soundsSecret(key)).as(key).isFalse();
        }
        assertThat(rule("pin", Type.INT, 0, "", "").isSecret()).isFalse();
        assertThat(rule("anything", Type.PASSWORD, 0, "", "").isSecret()).isTrue();
    }
}
