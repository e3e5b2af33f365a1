/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.PlatformProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** From files to configurations. */
class ConfigurationFilesTest {
    @TempDir
    Path home;

    private Path config;
    private TestFramework framework;
    private ConfigurationAdmin admin;

    @BeforeEach
    void start() throws IOException {
        config = Files.createDirectory(home.resolve("config"));
        framework = new TestFramework(
                        home,
                        Map.of(PlatformProperties.CONFIG, config.toString(), PlatformProperties.HOME, home.toString()))
                .withConfigurationAdmin();
        admin = framework.context().getService(framework.context().getServiceReference(ConfigurationAdmin.class));
    }

    @AfterEach
    void stop() {
        framework.close();
    }

    private void load() {
        new ConfigurationFiles(framework.context(), admin);
    }

    private Configuration one(String pid) {
        try {
            Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
            assertThat(found).as(pid).hasSize(1);
            return found[0];
        } catch (IOException | InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void loadsPidsAndFactoryPids() throws IOException {
        Files.writeString(config.resolve("io.subrack.web.properties"), "port = 8081\nroot=${subrack.home}/web\n");
        Files.writeString(config.resolve("com.acme.pool~main.properties"), "size = 3\nname = Grüße\n");

        load();

        assertThat(one("io.subrack.web").getProperties().get("port")).isEqualTo("8081");
        assertThat(one("io.subrack.web").getProperties().get("root")).isEqualTo(home + "/web");
        assertThat(one("com.acme.pool~main").getFactoryPid()).isEqualTo("com.acme.pool");
        assertThat(one("com.acme.pool~main").getProperties().get("name")).isEqualTo("Grüße");
    }

    @Test
    void leavesOutWhatIsBrokenAndLoadsTheRest() throws IOException, InvalidSyntaxException {
        Files.writeString(config.resolve("a.broken.properties"), "key = \\u00zz\n");
        Files.writeString(config.resolve("not a pid.properties"), "key = 1\n");
        Files.writeString(config.resolve("..properties"), "key = 1\n");
        Files.writeString(config.resolve("subrack.properties"), "java = opts\n");
        Files.writeString(config.resolve("logging.properties"), "level = INFO\n");
        Files.writeString(config.resolve("io.subrack.good.properties"), "key = 1\nlost = ${no.such}\n");

        load();

        assertThat(one("io.subrack.good").getProperties().get("key")).isEqualTo("1");
        assertThat(one("io.subrack.good").getProperties().get("lost")).isNull();
        assertThat(admin.listConfigurations(null))
                .extracting(Configuration::getPid)
                .containsExactlyInAnyOrder("io.subrack.good", EngineConfiguration.PID, FolderConfiguration.PID);
    }

    @Test
    void changesOnlyWhatChanged() throws IOException {
        Files.writeString(config.resolve("io.subrack.web.properties"), "port = 1\n");
        Files.writeString(config.resolve("io.subrack.same.properties"), "port = 1\n");
        load();
        long before = one("io.subrack.same").getChangeCount();
        Files.writeString(config.resolve("io.subrack.web.properties"), "port = 2\n");

        load();

        assertThat(one("io.subrack.same").getChangeCount()).isEqualTo(before);
        assertThat(one("io.subrack.web").getProperties().get("port")).isEqualTo("2");
    }

    @Test
    void readsTheFilesThatShip() throws IOException {
        Path shipped = Path.of("..", "..", "config");
        for (String pid : new String[] {EngineConfiguration.PID, FolderConfiguration.PID}) {
            Files.copy(shipped.resolve(pid + ".properties"), config.resolve(pid + ".properties"));
        }

        load();

        assertThat(one(EngineConfiguration.PID).getProperties().size()).isEqualTo(1);
        assertThat(one(FolderConfiguration.PID).getProperties().size()).isEqualTo(1);
    }
}
