/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

@SubrackTest(configuration = "a.pid:key=value", exclude = "org.apache.felix.metatype")
class SubrackTestIT {
    private static TestPlatform seen;

    @Test
    void getsWhatItAsksFor(TestPlatform platform, BundleContext context) {
        assertThat(context).isSameAs(platform.context());
        assertThat(platform.home().resolve("config/a.pid.properties")).content().contains("key=value");
        assertThat(platform.bundle("org.apache.felix.metatype")).isEmpty();
        rememberOrCompare(platform);
    }

    @Test
    void sharesThePlatformWithTheOtherTestsOfItsClass(TestPlatform platform) {
        rememberOrCompare(platform);
    }

    private static void rememberOrCompare(TestPlatform platform) {
        assertThat(seen == null || seen == platform).isTrue();
        seen = platform;
    }
}
