/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of the address of a database before it is taken. */
class DataConfigurationCheckTest {
    private static List<String> faults(Map<String, Object> values) {
        return new DataConfigurationCheck().faults(values);
    }

    @Test
    void wantsPostgresqlWithAUserOrNothing() {
        String url = "jdbc:postgresql://db/subrack";

        assertThat(faults(Map.of())).isEmpty();
        assertThat(faults(Map.of("url", url, "user", "ada"))).isEmpty();
        assertThat(faults(Map.of("url", "$[env:DB]"))).isEmpty();
        assertThat(faults(Map.of("url", "jdbc:mysql://db/subrack", "user", "ada")))
                .containsExactly("io.subrack.data: url must be empty or start with jdbc:postgresql:");
        assertThat(faults(Map.of("url", url, "user", " ")))
                .containsExactly("io.subrack.data: user must be set where url is");
    }
}
