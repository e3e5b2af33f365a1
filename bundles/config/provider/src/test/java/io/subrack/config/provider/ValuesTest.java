/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.config.api.Attribute;
import io.subrack.config.api.Attribute.Option;
import io.subrack.config.api.Attribute.Type;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a value is what the metatype wants. */
class ValuesTest {
    private static Attribute attribute(Type type, int cardinality, String min, String max, String... options) {
        return new Attribute(
                "key",
                "Key",
                "",
                type,
                cardinality,
                List.of(options).stream().map(it -> new Option(it, it)).toList(),
                Optional.of(min).filter(it -> !it.isEmpty()),
                Optional.of(max).filter(it -> !it.isEmpty()),
                false,
                List.of());
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
        Object value = Values.fit(text, attribute(type, 0, "", ""), false);

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
        assertThatThrownBy(() -> Values.fit(text, attribute(type, 0, "", ""), false))
                .hasMessage(rule);
    }

    @Test
    void measuresNumbersByValueAndTextsByLength() throws Exception {
        assertThat(Values.fit(9L, attribute(Type.INT, 0, "1", "9"), false)).isEqualTo(9);
        assertThatThrownBy(() -> Values.fit(10, attribute(Type.INT, 0, "1", "9"), false))
                .hasMessage("must be 1 to 9, not '10'");
        assertThatThrownBy(() -> Values.fit(0, attribute(Type.LONG, 0, "1", ""), false))
                .hasMessage("must be at least 1, not '0'");
        assertThatThrownBy(() -> Values.fit("abc", attribute(Type.STRING, 0, "", "2"), false))
                .hasMessage("must have at most 2 characters, not 'abc'");
        assertThat(Values.fit("10", attribute(Type.STRING, 0, "1", "2"), false)).isEqualTo("10");
    }

    @Test
    void takesOnlyOptionsAndNoMoreValuesThanThereMayBe() throws Exception {
        Attribute tone = attribute(Type.STRING, 2, "", "", "calm", "loud");

        assertThat(Values.fit(List.of("loud", "calm"), tone, false)).isEqualTo(List.of("loud", "calm"));
        assertThat(Values.fit("loud, calm", tone, false)).isEqualTo(List.of("loud", "calm"));
        assertThatThrownBy(() -> Values.fit("shrill", tone, false)).hasMessageContaining("must be one of calm, loud");
        assertThatThrownBy(() -> Values.fit("calm,calm,calm", tone, false)).hasMessageContaining("at most 2 values");
        assertThatThrownBy(() -> Values.fit(List.of(1), attribute(Type.INT, 0, "", ""), false))
                .hasMessageContaining("not a list");
    }

    @Test
    void judgesNoReferenceAndShowsNoSecret() throws Exception {
        assertThat(Values.fit("$[env:PORT]", attribute(Type.INT, 0, "1", "9"), false))
                .isEqualTo("$[env:PORT]");
        assertThatThrownBy(() -> Values.fit("hunter2", attribute(Type.PASSWORD, 0, "20", ""), true))
                .hasMessage("must have at least 20 characters");
    }

    @Test
    void knowsSecretsByTheirKeys() {
        for (String key : List.of("password", "db.password", "clientSecret", "api-key", "access_token")) {
            assertThat(SecretKeys.isSecret(key, null)).as(key).isTrue();
        }
        for (String key : List.of("password.file", "access.token.minutes", "keys.rotation.days", "host", "monkey")) {
            assertThat(SecretKeys.isSecret(key, null)).as(key).isFalse();
        }
        assertThat(SecretKeys.isSecret("pin", attribute(Type.INT, 0, "", ""))).isFalse();
        assertThat(SecretKeys.isSecret("anything", attribute(Type.PASSWORD, 0, "", "")))
                .isTrue();
    }
}
