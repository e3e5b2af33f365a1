/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingSettingsTest {
    @TempDir
    Path config;

    private final List<String> faults = new ArrayList<>();

    @Test
    void isQuietAboutOthersLibrariesWithoutAFile() {
        LoggingSettings settings = LoggingSettings.read(config, faults);

        assertThat(settings.root()).isEqualTo(Level.INFO);
        assertThat(settings.levels()).containsEntry("org.eclipse.jetty", Level.WARN);
        assertThat(faults).isEmpty();
    }

    @Test
    void takesWhatTheFileSays() throws IOException {
        write("level = WARN", "level.a.b = DEBUG", "file.max.mebibytes = 3", "file.max.count = 5");

        LoggingSettings settings = LoggingSettings.read(config, faults);

        assertThat(settings.root()).isEqualTo(Level.WARN);
        assertThat(settings.levels()).containsEntry("a.b", Level.DEBUG);
        assertThat(settings.fileMebibytes()).isEqualTo(3);
        assertThat(settings.files()).isEqualTo(5);
        assertThat(faults).isEmpty();
    }

    @Test
    void namesEveryFault() throws IOException {
        write("level = LOUD", "level.a = quiet", "file.max.mebibytes = 0", "file.max.count = many", "colour = blue");

        LoggingSettings.read(config, faults);

        assertThat(faults)
                .containsExactly(
                        "colour (logging.properties) is not a known key; there are level, level.<logger>,"
                                + " file.max.mebibytes, file.max.count and file.format",
                        "file.max.count (logging.properties) must be 2 to 21, not 'many'",
                        "file.max.mebibytes (logging.properties) must be 1 to 1024, not '0'",
                        "level (logging.properties) must be OFF, ERROR, WARN, INFO, DEBUG or TRACE, not 'LOUD'",
                        "level.a (logging.properties) must be OFF, ERROR, WARN, INFO, DEBUG or TRACE, not 'quiet'");
    }

    @Test
    void shipsItsDefaults() {
        Path shipped = Path.of("../../config");

        assertThat(LoggingSettings.read(shipped, faults)).isEqualTo(LoggingSettings.read(config, faults));
        assertThat(shipped.resolve(LoggingSettings.FILE)).exists();
        assertThat(faults).isEmpty();
    }

    private void write(String... lines) throws IOException {
        Files.writeString(config.resolve(LoggingSettings.FILE), String.join("\n", lines));
    }
}
