/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherConfigurationTest {
    @TempDir
    Path home;

    @BeforeEach
    void makeConfigDirectory() throws IOException {
        Files.createDirectory(home.resolve("config"));
    }

    @Test
    void hasDefaultsForEverythingButTheHome() {
        LauncherConfiguration configuration = LauncherConfiguration.read(Map.of(), Map.of(), home);

        assertThat(configuration).isEqualTo(LauncherConfiguration.of(home));
    }

    @Test
    void prefersTheEnvironmentToSystemPropertiesAndThoseToTheFile() throws IOException {
        write("subrack.data = from-file", "subrack.stop.deadline.seconds = 7", "subrack.platform.mode = classic");

        LauncherConfiguration configuration = LauncherConfiguration.read(
                Map.of("subrack.data", "from-property", "subrack.stop.deadline.seconds", "8"),
                Map.of("SUBRACK_DATA", "from-environment", "SUBRACK_SERVICE_HOST", "10.0.0.1"),
                home);

        assertThat(configuration.data()).isEqualTo(home.resolve("from-environment"));
        assertThat(configuration.stopDeadline()).isEqualTo(Duration.ofSeconds(8));
        assertThat(configuration.mode()).isEqualTo(PlatformMode.CLASSIC);
    }

    @Test
    void passesFrameworkPropertiesOn() throws IOException {
        write("subrack.framework.org.osgi.framework.bootdelegation = sun.misc");

        LauncherConfiguration configuration = LauncherConfiguration.read(Map.of(), Map.of(), home);

        assertThat(configuration.frameworkProperties())
                .containsExactly(Map.entry("org.osgi.framework.bootdelegation", "sun.misc"));
    }

    @Test
    void passesOnHowToClaimANewInstallation() throws IOException {
        write("subrack.setup.user = from-file", "subrack.setup.password.file = secrets/password");

        LauncherConfiguration configuration =
                LauncherConfiguration.read(Map.of(), Map.of("SUBRACK_SETUP_USER", "ada"), home);

        assertThat(configuration.frameworkProperties())
                .containsOnly(
                        Map.entry("subrack.setup.user", "ada"),
                        Map.entry("subrack.setup.password.file", "secrets/password"));
    }

    @Test
    void namesAllFaultsAtOnceWithKeyValueAndRule() throws IOException {
        write(
                "subrack.platform.mode = atomos",
                "subrack.start.deadline.seconds = -5",
                "subrack.dta = elsewhere",
                "subrack.home = /opt",
                "subrack.framework.org.osgi.framework.storage = /tmp/x",
                "colour = blue");

        LaunchException problem = catchThrowableOfType(
                LaunchException.class,
                () -> LauncherConfiguration.read(
                        Map.of("subrack.stop.deadline.second", "3"), Map.of("SUBRACK_STOP_DEADLINE", "soon"), home));

        assertThat(problem.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(problem.getMessage())
                .contains("8 faults")
                .contains("subrack.platform.mode (subrack.properties) must be connect or classic, not 'atomos'")
                .contains("subrack.start.deadline.seconds (subrack.properties) must be a whole number of seconds"
                        + " from 1 to 3600, not '-5'")
                .contains("subrack.stop.deadline.seconds (SUBRACK_STOP_DEADLINE) must be", "not 'soon'")
                .contains("is not a known key; did you mean subrack.data?")
                .contains("subrack.stop.deadline.second (system properties) is not a known key; did you mean"
                        + " subrack.stop.deadline.seconds?")
                .contains("subrack.home cannot be set in", "set SUBRACK_HOME")
                .contains("subrack.framework.org.osgi.framework.storage cannot be set")
                .contains("colour", "is not a known key; remove it");
    }

    @Test
    void refusesAHomeThatIsNotThere() {
        LaunchException problem = catchThrowableOfType(
                LaunchException.class,
                () -> LauncherConfiguration.read(Map.of("subrack.home", home + "/nowhere"), Map.of(), home));

        assertThat(problem.getMessage())
                .contains("subrack.home (-Dsubrack.home) must be a directory that is there", "nowhere", "SUBRACK_HOME");
    }

    @Test
    void refusesAFileThatIsNotText() throws IOException {
        Files.write(home.resolve("config/subrack.properties"), new byte[] {'a', '=', (byte) 0xff, (byte) 0xfe});

        LaunchException problem =
                catchThrowableOfType(LaunchException.class, () -> LauncherConfiguration.read(Map.of(), Map.of(), home));

        assertThat(problem.getMessage()).contains("subrack.properties cannot be read", "UTF-8");
    }

    private void write(String... lines) throws IOException {
        Files.writeString(home.resolve("config/subrack.properties"), String.join("\n", lines));
    }
}
