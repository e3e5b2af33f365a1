/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.launcher.PlatformMode;
import java.nio.file.Files;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

class BootedPlatformIT {
    private static final TestBundles GREETING = TestBundles.bundle("a.greeting", "1.0.0")
            .importing("io.subrack.kernel.api")
            .source(
                    "a.Greeting",
                    "package a; public class Greeting implements java.util.function.Supplier<String> {"
                            + " public String get() { return io.subrack.kernel.api.StartState.class.getName(); } }")
            .component("a.Greeting", Supplier.class.getName());

    @ParameterizedTest
    @EnumSource
    void runsComponentsInBothModes(PlatformMode mode) {
        try (TestPlatform platform = TestPlatform.with().mode(mode).start()) {
            Bundle bundle = platform.install(GREETING);

            Supplier<?> greeting = platform.service(Supplier.class);

            assertThat(greeting.get()).isEqualTo("io.subrack.kernel.api.StartState");
            assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
            assertThat(platform.bundle("org.apache.felix.scr")).isPresent();
            assertThat(platform.bundle("junit-jupiter-api")).isEmpty();
        }
    }

    @Test
    void startsAgainOnTheSameDataButWithAFreshFramework() throws Exception {
        try (TestPlatform platform = TestPlatform.start()) {
            platform.install(GREETING);
            Files.writeString(platform.data().resolve("mine"), "kept");

            platform.restart();
            assertThat(platform.bundle("a.greeting")).isEmpty();
            platform.crash();

            assertThat(platform.data().resolve("mine")).hasContent("kept");
            assertThat(platform.bundle("org.apache.felix.scr"))
                    .get()
                    .extracting(bundle -> loads(bundle, ServiceComponentRuntime.class))
                    .isEqualTo(true);
        }
    }

    @Test
    void leavesNothingBehind() {
        TestPlatform platform = TestPlatform.start();

        platform.close();

        assertThat(platform.home()).doesNotExist();
    }

    @Test
    void runsWithTheShippedConfigurationAndWhatTheTestSets() {
        try (TestPlatform platform =
                TestPlatform.with().configure("a.pid", "path", "C:\\x").start()) {
            assertThat(platform.home().resolve("config/subrack.properties")).exists();
            assertThat(platform.home().resolve("config/a.pid.properties"))
                    .content()
                    .contains("path=C:\\\\x");
            assertThat(platform.home().resolve("config/io.subrack.web.properties"))
                    .content()
                    .contains("port=0");
        }
    }

    private static boolean loads(Bundle bundle, Class<?> type) {
        try {
            return bundle.loadClass(type.getName()) == type;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
