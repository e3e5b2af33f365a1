/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.spi.ConfigurationCheck;
import io.subrack.kernel.spi.ConfigurationSource;
import io.subrack.kernel.spi.LayeredConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is configured for the bundles of a platform, judged by what stands in their jars. */
class ConfigurationFaultsTest {
    private static final String METATYPE = """
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
              <OCD id="pump" name="Pump">
                <AD id="litres" type="Integer" min="1" max="9" default="3"/>
                <AD id="tone" type="String" default=""><Option label="c" value="calm"/><Option label="n" value=""/></AD>
                <AD id="paths" type="String" default="/a\\,\\ /b"/>
                <AD id="pass.word" type="Password" min="8" required="false"/>
                <AD id="name" type="String"/>
              </OCD>
              <Designate pid="acme.pump"><Object ocdref="pump"/></Designate>
              <Designate factoryPid="acme.hose"><Object ocdref="pump"/></Designate>
            </metatype:MetaData>
            """;
    private static final String COMPONENT = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="check">
              <property name="subrack.configuration.pid" type="String" value="acme.pump"/>
              <service><provide interface="%s"/></service>
              <implementation class="%s"/>
            </scr:component>
            """.formatted(ConfigurationCheck.class.getName(), FullMoon.class.getName());

    /** What a test says that there is. */
    private static final List<LayeredConfiguration> THERE = new ArrayList<>();

    private static final List<ConfigurationSource.Unread> UNREAD = new ArrayList<>();

    @TempDir
    Path home;

    /** A check as a bundle has it. */
    public static final class FullMoon implements ConfigurationCheck {
        @Override
        public List<String> faults(Map<String, Object> values) {
            return values.containsKey("tone") ? List.of("acme.pump: tone is not for full moon") : List.of();
        }
    }

    /** A source as a bundle has it. */
    public static final class Given implements ConfigurationSource {
        @Override
        public Content read(Path config, Path data, UnaryOperator<@Nullable String> properties) {
            return new Content(THERE, UNREAD);
        }

        @Override
        public Path adminFile(Path data, String pid) {
            return data.resolve(pid);
        }
    }

    @BeforeEach
    void startWithNothing() {
        THERE.clear();
        UNREAD.clear();
    }

    private static void given(String pid, Map<String, Object> platform, Map<String, Object> admin) {
        THERE.add(new LayeredConfiguration(pid, Optional.empty(), Optional.of(platform), Optional.of(admin), 1));
    }

    private PlatformIndex index() throws IOException {
        Path lib = Files.createDirectories(home.resolve("lib"));
        Path jar = Jars.write(
                lib.resolve("pump.jar"),
                Map.of(
                        "Bundle-SymbolicName",
                        "acme.pump.provider",
                        "Service-Component",
                        "OSGI-INF/check.xml",
                        ConfigurationSource.HEADER,
                        Given.class.getName()),
                Map.of("OSGI-INF/metatype/pump.xml", METATYPE, "OSGI-INF/check.xml", COMPONENT));
        PlatformIndexer.main(new String[] {lib.toString()});
        return PlatformIndex.load(List.of(jar));
    }

    private List<String> faults() throws IOException {
        return ConfigurationFaults.of(index(), LauncherConfiguration.of(home), name -> null);
    }

    @Test
    void namesAllFaultsOfAllFilesWithTheFileAndTheRule() throws IOException {
        given("acme.pump", Map.of("litres", "10", "name", "p", "tone", "shrill", "pass.word", "hunter2"), Map.of());
        given("acme.hose~a", Map.of("litres", "many", "lites", "1"), Map.of());

        assertThat(faults())
                .containsExactly(
                        "litres (acme.pump.properties) must be 1 to 9, not '10'",
                        "pass.word (acme.pump.properties) must have at least 8 characters",
                        "tone (acme.pump.properties) must be one of calm, nothing, not 'shrill'",
                        "lites (acme.hose~a.properties) is no key of acme.hose; there are litres, name, pass.word, paths,"
                                + " tone",
                        "litres (acme.hose~a.properties) must be a whole number from 1 to 9, not 'many'",
                        "name (acme.hose~a.properties) is required and has no value");
    }

    @Test
    void asksTheChecksOfTheBundles() throws IOException {
        given("acme.pump", Map.of("tone", "calm", "name", "p"), Map.of());

        assertThat(faults()).containsExactly("tone (acme.pump.properties) is not for full moon");
    }

    @Test
    void judgesWhatCountsAndSaysWhereItWasSet() throws IOException {
        given("acme.pump", Map.of("litres", "10", "name", "p"), Map.of("litres", 5));
        assertThat(faults()).isEmpty();

        THERE.clear();
        given("acme.pump", Map.of("litres", "5", "name", "p"), Map.of("litres", 10));

        assertThat(faults())
                .containsExactly("litres (set through the management API, "
                        + home.resolve("data/acme.pump").toAbsolutePath() + ") must be 1 to 9, not '10'");
    }

    @Test
    void leavesDefaultsAndTheConfigurationOfOtherBundlesAlone() throws IOException {
        given("acme.pump", Map.of("litres", " 3 ", "paths", "/a, /b", "tone", ""), Map.of());
        given("com.other", Map.of("litres", "10"), Map.of());
        UNREAD.add(new ConfigurationSource.Unread("com.other", "is not read: it is broken"));
        UNREAD.add(new ConfigurationSource.Unread("acme.pump", "is not read: it is broken"));

        assertThat(faults()).containsExactly("acme.pump.properties is not read: it is broken");
    }

    @Test
    void refusesToStartBeforeAnythingIsStarted() throws IOException {
        given("acme.pump", Map.of("litres", "10", "name", "p"), Map.of());
        Files.createDirectories(home.resolve("config"));
        PlatformLauncher launcher = new PlatformLauncher(LauncherConfiguration.of(home), index());

        assertThatThrownBy(launcher::launch)
                .isInstanceOfSatisfying(
                        LaunchException.class, it -> assertThat(it.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION))
                .hasMessageContaining("the configuration has a fault:")
                .hasMessageContaining("litres (acme.pump.properties) must be 1 to 9, not '10'");
        assertThat(home.resolve("data/cache")).doesNotExist();
        assertThat(home.resolve("data/run")).isEmptyDirectory();
    }
}
