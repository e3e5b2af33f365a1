/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What all modules and style sheets of the console keep to. */
class WebSourcesTest {
    private static final Path WEB = Path.of("src/main/web");
    private static final Pattern TEXT = Pattern.compile("\\b(t|tn)\\('([^'$]+)'");
    private static final Pattern MADE_TEXT = Pattern.compile("\\bt[n]?\\(`([a-zA-Z.-]+)\\$\\{");
    private static final Pattern ICON = Pattern.compile("(?:\\bicon\\(|symbol: )'([a-z]+)'");
    private static final Pattern DANGEROUS = Pattern.compile(
            "unsafe(HTML|SVG|Static)|innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function"
                    + "|createContextualFragment|styleMap|\\sstyle=|\\son[a-z]+=\"");
    private static final Pattern LANGUAGE_FILE = Pattern.compile("texts\\.([a-z]{2}(?:-[A-Z]{2})?)\\.json");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");
    private static final int MAX_LINES = 400;

    private final Map<String, String> modules = modules();

    @Test
    void haveEachTextThatTheyName() throws Exception {
        Set<String> texts = texts().keySet();
        Set<String> missing = new TreeSet<>();

        modules.forEach((name, source) -> {
            Matcher used = TEXT.matcher(source);
            while (used.find()) {
                List<String> keys = used.group(1).equals("t")
                        ? List.of(used.group(2))
                        : List.of(used.group(2) + ".one", used.group(2) + ".other");
                keys.stream().filter(key -> !texts.contains(key)).forEach(key -> missing.add(name + ": " + key));
            }
            Matcher made = MADE_TEXT.matcher(source);
            while (made.find()) {
                if (texts.stream().noneMatch(key -> key.startsWith(made.group(1)))) {
                    missing.add(name + ": " + made.group(1) + "*");
                }
            }
        });

        assertThat(missing).isEmpty();
    }

    @Test
    void keepTheirTextsInOrderSoThatTwoPeopleCanAddToThem() throws Exception {
        assertThat(List.copyOf(texts().keySet())).isSorted();
    }

    /** What is missing in one would be English there; what is too much would be shown by nobody. */
    @Test
    void saveTheSameTextsInEachLanguage() throws Exception {
        Map<String, String> english = texts();
        String languages = modules.get("core/texts.js");

        for (Path file : translations()) {
            String language =
                    LANGUAGE_FILE.matcher(file.getFileName().toString()).replaceFirst("$1");
            Map<String, String> texts = read(file);

            assertThat(languages).as(language).contains("['" + language + "', ");
            assertThat(texts.keySet()).as(language).containsExactlyElementsOf(english.keySet());
            assertThat(texts).as(language).allSatisfy((key, text) -> {
                assertThat(text).as(key).isNotBlank();
                assertThat(placeholders(text)).as(key).isEqualTo(placeholders(english.get(key)));
            });
        }
    }

    private static List<Path> translations() throws IOException {
        try (Stream<Path> files = Files.list(WEB)) {
            return files.filter(file ->
                            LANGUAGE_FILE.matcher(file.getFileName().toString()).matches())
                    .toList();
        }
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void drawOnlyIconsThatThereAre() {
        String icons = modules.get("core/icons.js");
        Set<String> missing = new TreeSet<>();

        modules.forEach((name, source) -> {
            Matcher used = ICON.matcher(source);
            while (used.find()) {
                if (!icons.contains("  " + used.group(1) + ": ")) {
                    missing.add(name + ": " + used.group(1));
                }
            }
        });

        assertThat(missing).isEmpty();
    }

    /** The browser refuses most of it too; here it is found before. */
    @Test
    void makeNoMarkupNorStyleNorCodeFromText() {
        Set<String> found = new TreeSet<>();

        modules.forEach((name, source) -> {
            Matcher match = DANGEROUS.matcher(source);
            while (match.find()) {
                found.add(name + ": " + match.group().strip());
            }
        });

        assertThat(found).isEmpty();
    }

    @Test
    void staySmall() {
        assertThat(modules)
                .allSatisfy((name, source) ->
                        assertThat(source.lines().count()).as(name).isLessThanOrEqualTo(MAX_LINES));
    }

    @Test
    void beginWithTheLicence() {
        assertThat(modules)
                .allSatisfy((name, source) ->
                        assertThat(source).as(name).startsWith("/* SPDX-License-Identifier: Apache-2.0 */\n"));
    }

    private static Map<String, String> texts() throws IOException {
        return read(WEB.resolve("texts.en.json"));
    }

    private static Map<String, String> read(Path file) throws IOException {
        return new ObjectMapper().readValue(file.toFile(), new TypeReference<>() {});
    }

    private static Map<String, String> modules() {
        Map<String, String> modules = new TreeMap<>();
        try (Stream<Path> files = Files.walk(WEB)) {
            for (Path file : files.filter(each -> each.toString().matches(".*\\.(js|css)"))
                    .toList()) {
                modules.put(WEB.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return modules;
    }
}
