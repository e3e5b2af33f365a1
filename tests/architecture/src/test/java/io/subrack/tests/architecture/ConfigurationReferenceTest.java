/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration key that a component has is shipped with its default and explained in the reference. */
class ConfigurationReferenceTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern COMPONENT = Pattern.compile("<scr:component[^>]*?>.*?</scr:component>", Pattern.DOTALL);
    private static final Pattern PID = Pattern.compile("configuration-pid=\"(io\\.subrack\\.[^\"]+)\"");
    private static final Pattern PROPERTY = Pattern.compile("<property name=\"([^\"]+)\"");
    private static final Set<String> FRAMEWORK_PROPERTIES =
            Set.of("service.ranking", "osgi.jakartars.resource", "osgi.jakartars.name");

    record Key(String pid, String name) {}

    static Set<Key> keys() {
        Set<Key> keys = new TreeSet<>(java.util.Comparator.comparing(Key::toString));
        for (BuiltBundle bundle : BuiltBundle.all()) {
            Matcher components = COMPONENT.matcher(bundle.componentXml());
            while (components.find()) {
                addKeys(components.group(), keys);
            }
        }
        return keys;
    }

    private static void addKeys(String component, Set<Key> keys) {
        Matcher pid = PID.matcher(component);
        if (!pid.find()) {
            return;
        }
        Matcher property = PROPERTY.matcher(component);
        while (property.find()) {
            String name = property.group(1);
            if (!FRAMEWORK_PROPERTIES.contains(name) && !name.startsWith("hc.")) {
                keys.add(new Key(pid.group(1), name));
            }
        }
    }

    @Test
    void findsTheKeysOfTheFrontDoor() {
        assertThat(keys()).extracting(Key::pid).contains("io.subrack.web", "io.subrack.deployment");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isExplainedInTheReference(Key key) throws IOException {
        String reference = Files.readString(ROOT.resolve("docs/reference/configuration.md"));

        assertThat(reference).contains("`" + key.name() + "`");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isShippedWithItsDefault(Key key) throws IOException {
        String shipped = Files.readString(ROOT.resolve("config/" + key.pid() + ".properties"));

        assertThat(shipped).containsPattern("(?m)^#?\\s*" + Pattern.quote(key.name()) + "\\s*=");
    }

    @Test
    void shippedFilesAreWellFormed() throws IOException {
        try (var files = Files.list(ROOT.resolve("config"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".properties")).toList()) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    assertThat(new Properties()).satisfies(properties -> properties.load(reader));
                }
            }
        }
    }
}
