/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Author;
import io.subrack.kernel.spi.ConfigurationChange;
import io.subrack.kernel.spi.ConfigurationSource;
import io.subrack.kernel.spi.LayeredConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a configuration before there is a framework. */
class StoredConfigurationsTest {
    @TempDir
    Path home;

    private Path config;
    private Path data;

    @BeforeEach
    void makeDirectories() throws IOException {
        config = Files.createDirectory(home.resolve("config"));
        data = home.resolve("data");
    }

    private ConfigurationSource.Content read() {
        return new StoredConfigurations().read(config, data, name -> name.equals("here") ? "there" : null);
    }

    @Test
    void readsTheFilesAndWhatAnAdminHasSet() throws IOException {
        Files.writeString(config.resolve("com.acme.a.properties"), "size = 1\nplace = ${here}/x\n");
        SecretFiles secrets = new SecretFiles(config, data, new DiskFiles());
        new ConfigurationHistory(data, new DiskFiles(), secrets, Clock.systemUTC())
                .write(new ConfigurationChange(
                        "com.acme.a", Optional.of(Map.of("size", 2L)), Map.of(), Author.named("ada"), ""));

        assertThat(read().configurations())
                .containsExactly(new LayeredConfiguration(
                        "com.acme.a",
                        Optional.empty(),
                        Optional.of(Map.of("size", "1", "place", "there/x")),
                        Optional.of(Map.of("size", 2L)),
                        1));
        assertThat(new StoredConfigurations().adminFile(data, "com.acme.a")).exists();
    }

    @Test
    void saysWhatItCannotRead() throws IOException {
        Files.writeString(config.resolve("com.acme.a.properties"), "place = ${nowhere}\nother = 1\n");
        Files.writeString(config.resolve("com.acme.b.properties"), "broken = \\u12\n");

        ConfigurationSource.Content content = read();

        assertThat(content.configurations())
                .extracting(LayeredConfiguration::effective)
                .containsExactly(Map.of("other", "1"));
        assertThat(content.unread())
                .extracting(ConfigurationSource.Unread::pid)
                .containsExactly("com.acme.a", "com.acme.b");
        assertThat(content.unread().get(0).sentence())
                .isEqualTo("has the key place, which is left out: property nowhere in '${nowhere}' is not set");
        assertThat(content.unread().get(1).sentence())
                .startsWith("is not read: ")
                .endsWith("; it must be a UTF-8 text of lines 'key = value'");
        assertThat(data).doesNotExist();
    }
}
