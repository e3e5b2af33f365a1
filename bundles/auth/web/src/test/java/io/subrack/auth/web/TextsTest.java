/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void speaksEnglishToThoseWhoseLanguageIsNotThere() {
        assertThat(Texts.of(List.of(Locale.forLanguageTag("tlh"), Locale.FRENCH))
                        .language())
                .isEqualTo("en");
        assertThat(Texts.of(List.of()).language()).isEqualTo("en");
    }

    @Test
    void hasNoTextThatNobodyShows() throws IOException {
        Properties texts = new Properties();
        texts.load(Texts.class.getResourceAsStream("texts.properties"));
        Set<String> unused = new TreeSet<>(texts.stringPropertyNames());
        // Named by a path, a reason, or a word in the query.
        unused.removeIf(key -> Pattern.matches("languages|nav/.*|nav\\./.*|error\\..*|done\\..*", key));

        String code = code();
        unused.removeIf(key -> code.contains("\"" + key + "\""));

        assertThat(unused).isEmpty();
    }

    @Test
    void hasATextForEachReason() throws IOException {
        Texts texts = Texts.english();
        Pattern.compile("PageFailure\\.of\\(\\s*\\d+,\\s*\"([a-z-]+)\"")
                .matcher(code())
                .results()
                .map(found -> "error." + found.group(1))
                .forEach(key -> assertThat(texts.has(key) && texts.has(key + ".title"))
                        .as(key)
                        .isTrue());
    }

    private static String code() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/subrack/auth/web"))) {
            for (Path file : files.toList()) {
                code.append(Files.readString(file));
            }
        }
        return code.toString();
    }
}
