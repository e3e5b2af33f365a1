/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.data.provider.History.Standing;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"notes.sql", "V1_notes.sql", "V__notes.sql", "V1__.sql", "U1__x.sql", "V1__a/b.sql", "V1__x.txt"
            })
    void refusesOtherNames(String name) {
        assertThatThrownBy(() -> new Script(name, "")).hasMessageContaining("is not the name of a migration");
    }

    @ParameterizedTest
    @CsvSource({"1,2,-1", "2,10,-1", "1.0,1,0", "1_1,1.1,0", "001,1,0", "1.2.3,1.2,1", "20261101120000,3,1"})
    void comparesVersionsByNumber(String one, String other, int order) {
        assertThat(Script.Version.of(one).compareTo(Script.Version.of(other))).isEqualTo(order);
    }

    @Test
    void refusesTwoScriptsOfOneVersion() {
        assertThatThrownBy(() -> Scripts.of(Map.of("V1__a.sql", "", "V1.0__b.sql", "")))
                .hasMessageContaining("have the same version");
    }

    @Test
    void looksCloserWhereSomethingIsMissingChangedOrFailed() {
        var scripts = Scripts.of(Map.of("V1__a.sql", "A", "V2__b.sql", "B", "R__c.sql", "C"));
        var one = Map.of(Script.Version.of("1"), checksum("A"), Script.Version.of("2"), checksum("B"));
        var again = Map.of("c", checksum("C"));

        assertThat(new History(one, again, true).standing(scripts)).isEqualTo(Standing.CURRENT);
        assertThat(new History(one, again, false).standing(scripts)).isEqualTo(Standing.BEHIND);
        assertThat(new History(one, Map.of(), true).standing(scripts)).isEqualTo(Standing.BEHIND);
        assertThat(new History(one, Map.of("c", 1), true).standing(scripts)).isEqualTo(Standing.BEHIND);
        assertThat(new History(Map.of(Script.Version.of("1"), 1), again, true).standing(scripts))
                .isEqualTo(Standing.BEHIND);
        assertThat(new History(one, again, true).standing(Scripts.of(Map.of("V1__a.sql", "A"))))
                .isEqualTo(Standing.AHEAD);
        assertThat(new History(one, again, true).standing(Scripts.of(Map.of("V2__b.sql", "B"))))
                .isEqualTo(Standing.BEHIND);
    }

    private static int checksum(String text) {
        return new Script("V1__x.sql", text).checksum();
    }
}
