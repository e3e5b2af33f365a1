/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class MavenVersionTest {
    @Test
    void ordersAsMavenDoes() {
        var inOrder = List.of(
                "20030203.000550",
                "0.9",
                "1.0-alpha-1",
                "1.0-beta-2",
                "1.0-M1",
                "1.0-rc1",
                "1.0-SNAPSHOT",
                "1.0",
                "1.0.1",
                "1.2",
                "1.10",
                "33.4.8-android",
                "33.4.8-jre");
        var mixed = new ArrayList<>(inOrder);
        Collections.reverse(mixed);

        mixed.sort(MavenVersion.ORDER);

        assertThat(mixed).isEqualTo(inOrder);
    }

    @Test
    void knowsWhatIsMeantForUse() {
        assertThat(List.of("1.0", "2.17.1", "33.4.8-jre", "1.0.0.Final", "9.4.57.v20241219"))
                .allMatch(MavenVersion::isRelease);
        assertThat(List.of("1.0-SNAPSHOT", "2.0-beta1", "3.0.0-M2", "3.0-rc5", "1.0.0.CR1", "5.0.0.Alpha3"))
                .noneMatch(MavenVersion::isRelease);
    }

    @Test
    void saysHowTheBundleIsCalled() {
        assertThat(MavenVersion.osgi("33.4.8-jre")).isEqualTo(new Version(33, 4, 8, "jre"));
        assertThat(MavenVersion.osgi("1.2")).isEqualTo(new Version(1, 2, 0));
        assertThat(MavenVersion.osgi("1.2-rc.1")).isEqualTo(new Version(1, 2, 0, "rc_1"));
        assertThat(MavenVersion.osgi("r05")).isEqualTo(Version.emptyVersion);
    }
}
