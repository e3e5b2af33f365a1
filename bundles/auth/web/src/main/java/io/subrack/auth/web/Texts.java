/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the pages in one language. {@code texts.properties} is English and names the languages that there are;
 * {@code texts_<language>.properties} may leave out what stays English. Immutable.
 */
final class Texts {
    private static final String BASE = "texts";
    private static final String ENGLISH = "en";

    private final String language;
    private final Properties texts;

    private Texts(String language, Properties texts) {
        this.language = language;
        this.texts = texts;
    }

    /** Returns the texts in the first language of a list that there are, else the English ones. */
    static Texts of(List<Locale> wished) {
        for (Locale locale : wished) {
            Texts found = Loaded.ALL.get(locale.getLanguage());
            if (found != null) {
                return found;
            }
        }
        return english();
    }

    static Texts english() {
        return java.util.Objects.requireNonNull(Loaded.ALL.get(ENGLISH));
    }

    /** Returns the RFC 5646 tag. */
    String language() {
        return language;
    }

    /** Returns a text, with values in the place of {@code {0}}, {@code {1}}, …. */
    String get(String key, String... values) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text is called " + key);
        }
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", values[i]);
        }
        return text;
    }

    boolean has(String key) {
        return texts.getProperty(key) != null;
    }

    /** Returns a text with pieces of a page in the place of {@code {0}}, {@code {1}}, …. */
    Html html(String key, Html... values) {
        String text = get(key);
        List<Html> parts = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            parts.add(Html.text(text.substring(from, open)));
            parts.add(values[Integer.parseInt(text.substring(open + 1, close))]);
            from = close + 1;
        }
        parts.add(Html.text(text.substring(from)));
        return Html.all(parts);
    }

    private static Map<String, Texts> load() {
        Properties english = read("", null);
        Map<String, Texts> all = new LinkedHashMap<>();
        all.put(ENGLISH, new Texts(ENGLISH, english));
        Arrays.stream(english.getProperty("languages", ENGLISH).split(" "))
                .filter(language -> !language.equals(ENGLISH))
                .forEach(language -> all.put(language, new Texts(language, read("_" + language, english))));
        return all;
    }

    private static Properties read(String suffix, @Nullable Properties defaults) {
        String name = BASE + suffix + ".properties";
        Properties texts = new Properties(defaults);
        try (InputStream file = Texts.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing from the bundle");
            }
            texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    /** Read when the first page is asked for. */
    private static final class Loaded {
        static final Map<String, Texts> ALL = load();
    }
}
