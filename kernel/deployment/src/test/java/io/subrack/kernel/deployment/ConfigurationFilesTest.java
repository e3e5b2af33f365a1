/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.spi.ConfigurationChange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
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
                        Map.of(
                                PlatformProperties.CONFIG, config.toString(),
                                PlatformProperties.DATA, home.resolve("data").toString(),
                                PlatformProperties.HOME, home.toString()))
                .withConfigurationAdmin();
        admin = framework.context().getService(framework.context().getServiceReference(ConfigurationAdmin.class));
    }

    @AfterEach
    void stop() {
        framework.close();
    }

    private ConfigurationFiles load() {
        return new ConfigurationFiles(framework.context(), admin);
    }

    private static ConfigurationChange change(String pid, Map<String, Object> values) {
        return new ConfigurationChange(pid, Optional.of(values), Map.of(), Author.named("ada"), "");
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

    @Test
    void letsTheAdminCountAboveTheFilesFromTheFirstMoment() throws IOException {
        Files.writeString(config.resolve("com.acme.a.properties"), "port = 1\nhost = here\n");
        ConfigurationFiles layers = load();
        layers.write(change("com.acme.a", Map.of("port", 2)));
        layers.write(change("com.acme.pool~main", Map.of("size", 3L)));
        assertThat(layers.applied("com.acme.a")).isFalse();
        assertThat(one("com.acme.a").getProperties().get("port")).isEqualTo("1");
        layers.close();

        ConfigurationFiles again = load();

        assertThat(again.applied("com.acme.a")).isTrue();
        assertThat(one("com.acme.a").getProperties().get("port")).isEqualTo(2);
        assertThat(one("com.acme.a").getProperties().get("host")).isEqualTo("here");
        assertThat(one("com.acme.pool~main").getFactoryPid()).isEqualTo("com.acme.pool");
        assertThat(again.get("com.acme.a").platform()).contains(Map.of("port", "1", "host", "here"));
        assertThat(again.get("com.acme.a").admin()).contains(Map.of("port", 2));
    }

    @Test
    void appliesAndTakesAwayAtRunTime() throws IOException, InvalidSyntaxException {
        ConfigurationFiles layers = load();
        layers.write(change("com.acme.a", Map.of("names", List.of("x", "y"))));

        layers.apply("com.acme.a");

        assertThat((String[]) one("com.acme.a").getProperties().get("names")).containsExactly("x", "y");

        layers.write(new ConfigurationChange("com.acme.a", Optional.empty(), Map.of(), Author.named("ada"), ""));
        layers.apply("com.acme.a");

        assertThat(admin.listConfigurations("(service.pid=com.acme.a)")).isNull();
        assertThat(layers.pids()).doesNotContain("com.acme.a");
        assertThat(layers.get("com.acme.a").revision()).isEqualTo(2);
    }

    @Test
    void givesSecretsToComponentsAloneAndStoresThemNowhere() throws IOException {
        ConfigurationFiles layers = load();
        layers.putSecret("db", "hunter2");
        layers.write(change("com.acme.a", Map.of("password", "$[secret:db]", "lost", "$[secret:none]")));

        layers.apply("com.acme.a");

        assertThat(one("com.acme.a").getProperties().get("password")).isEqualTo("$[secret:db]");
        var seen = one("com.acme.a").getProcessedProperties(null);
        assertThat(seen.get("password")).isEqualTo("hunter2");
        assertThat(seen.get("lost")).isNull();
    }

    @Test
    void takesWhatABundleShipsAsTheLowestLayerWhileItIsThere() throws IOException, BundleException {
        Files.writeString(config.resolve("com.acme.a.properties"), "host = here\n");
        ConfigurationFiles layers = load();
        byte[] jar = TestJar.bundle("com.acme.bundle", "1.0.0")
                .header(
                        "Require-Capability",
                        "osgi.extender;filter:=\"(osgi.extender=osgi.configurator)\";resolution:=optional")
                .text(
                        "OSGI-INF/configurator/a.json",
                        "{ /* ours */ \":configurator:version\": 1, \"com.acme.a\": {\"host\": \"there\", \"port:Integer\": 7}}")
                .bytes();
        Bundle bundle = framework.context().installBundle("subrack:com.acme.bundle:1", new ByteArrayInputStream(jar));

        bundle.start();

        assertThat(one("com.acme.a").getProperties().get("port")).isEqualTo(7);
        assertThat(one("com.acme.a").getProperties().get("host")).isEqualTo("here");

        bundle.uninstall();

        assertThat(one("com.acme.a").getProperties().get("port")).isNull();
        assertThat(layers.get("com.acme.a").shipped()).isEmpty();
    }
}
