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
    private static final Pattern METADATA =
            Pattern.compile("<metatype:MetaData.*?<Designate pid=\"([^\"]+)\".*?</metatype:MetaData>", Pattern.DOTALL);
    private static final Pattern PROPERTY = Pattern.compile("<AD id=\"([^\"]+)\"");

    private static final Pattern LIMITS =
            Pattern.compile("<AD id=\"([^\"]+)\"[^>]* min=\"([^\"]+)\"[^>]* max=\"([^\"]+)\"");

    record Key(String pid, String name) {}

    static Set<Key> keys() {
        Set<Key> keys = new TreeSet<>(java.util.Comparator.comparing(Key::toString));
        for (BuiltBundle bundle : BuiltBundle.all()) {
            Matcher descriptions = METADATA.matcher(bundle.metatypeXml());
            while (descriptions.find()) {
                Matcher property = PROPERTY.matcher(descriptions.group());
                while (property.find()) {
                    keys.add(new Key(descriptions.group(1), property.group(1)));
                }
            }
        }
        return keys;
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

    /** What an admin is told and what the platform checks before it takes a value. */
    @Test
    void limitsAreThoseOfTheReference() throws IOException {
        String reference = Files.readString(ROOT.resolve("docs/reference/configuration.md"));
        int compared = 0;
        for (BuiltBundle bundle : BuiltBundle.all()) {
            Matcher descriptions = METADATA.matcher(bundle.metatypeXml());
            while (descriptions.find()) {
                String start = "## `" + descriptions.group(1) + ".properties`";
                int from = Math.max(0, reference.indexOf(start));
                int end = reference.indexOf("\n## ", from + 1);
                String section = reference.substring(from, end < 0 ? reference.length() : end);
                Matcher limits = LIMITS.matcher(descriptions.group());
                while (limits.find()) {
                    Matcher row = Pattern.compile(
                                    "(?m)^\\| `" + Pattern.quote(limits.group(1)) + "` .*?\\((\\d+ to \\d+)")
                            .matcher(section);
                    if (row.find()) {
                        assertThat(row.group(1))
                                .as(start + ": " + limits.group(1))
                                .isEqualTo(limits.group(2) + " to " + limits.group(3));
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    @Test
    void shippedFilesSetNoKeyTwice() throws IOException {
        try (var files = Files.list(ROOT.resolve("config"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".properties")).toList()) {
                Properties properties = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    properties.load(reader);
                }
                long lines = Files.readAllLines(file).stream()
                        .filter(line -> line.matches("[a-z][^#=]*=.*"))
                        .count();

                assertThat(properties).as(file.toString()).hasSize((int) lines);
            }
        }
    }
}
