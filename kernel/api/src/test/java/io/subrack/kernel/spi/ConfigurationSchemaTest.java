/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.spi.ConfigurationSchema.Fault;
import io.subrack.kernel.spi.KeyRule.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All that is wrong with a configuration, at once. */
class ConfigurationSchemaTest {
    private static final ConfigurationSchema SCHEMA = new ConfigurationSchema(
            "com.acme.a",
            List.of(number("least", false), number("most", false), number("size", true), number("spare", false)));

    private static KeyRule number(String key, boolean required) {
        return new KeyRule(key, Type.INT, 0, List.of(), Optional.of("1"), Optional.of("9"), required);
    }

    private static List<String> faults(Map<String, Object> values, ConfigurationCheck... checks) {
        return SCHEMA.faults(values, List.of(checks)).stream()
                .map(Fault::sentence)
                .toList();
    }

    @Test
    void namesEachKeyThatIsWrong() {
        assertThat(faults(Map.of("least", "0", "most", "x", "mots", "1", "service.ranking", "1")))
                .containsExactly(
                        "least must be 1 to 9, not '0'",
                        "most must be a whole number from 1 to 9, not 'x'",
                        "mots is no key of com.acme.a; there are least, most, size, spare",
                        "size is required and has no value");
    }

    @Test
    void asksTheBundleToo() {
        assertThat(SCHEMA.faults(
                        Map.of("size", "1"),
                        List.of(values -> List.of("com.acme.a: least must not be above most", "it is full moon"))))
                .containsExactly(new Fault("least", "must not be above most"), new Fault("", "it is full moon"));
    }

    @Test
    void saysNothingThatOnlyFollowsFromAnotherFault() {
        List<Map<String, Object>> asked = new ArrayList<>();

        List<String> faults = faults(Map.of("size", "1", "least", "5", "most", "10"), values -> {
            asked.add(values);
            return List.of("com.acme.a: least must not be above most", "com.acme.a: spare must be odd");
        });

        assertThat(asked).containsExactly(Map.of("size", "1", "least", "5"));
        assertThat(faults).containsExactly("most must be 1 to 9, not '10'", "spare must be odd");
    }

    @Test
    void takesItForAFaultThatTheBundleCannotSay() {
        assertThat(faults(Map.of("size", "1"), values -> {
                    throw new IllegalStateException("broken");
                }))
                .containsExactly("the bundle that reads the values cannot take them: broken");
    }
}
