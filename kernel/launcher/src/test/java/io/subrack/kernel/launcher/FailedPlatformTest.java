/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.spi.Boot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.condition.Condition;

/** What becomes of a platform one of whose bundles says that it cannot do its work. */
class FailedPlatformTest {
    @TempDir
    Path home;

    @Test
    void endsWithTheReasonOfABundleThatNothingCanBeServedWithout() {
        PlatformLauncher launcher = new PlatformLauncher(LauncherConfiguration.of(home), PlatformIndex.scan(List.of()))
                .onFrameworkStart(context -> context.registerService(
                        Condition.class,
                        Condition.INSTANCE,
                        FrameworkUtil.asDictionary(
                                Map.of(Condition.CONDITION_ID, Boot.FAILED, Boot.REASON, "The port is taken."))));

        assertThatThrownBy(launcher::launch)
                .isInstanceOfSatisfying(
                        LaunchException.class, it -> assertThat(it.exitCode()).isEqualTo(ExitCode.PLATFORM_FAILED))
                .hasMessage("The port is taken.");
        assertThat(home.resolve("data/run")).isEmptyDirectory();
    }
}
