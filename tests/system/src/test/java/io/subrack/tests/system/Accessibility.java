/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Whether everybody can use a page: the rules of WCAG A and AA, in both themes, on one load. */
final class Accessibility {
    private static final String AXE = axe();

    /** Takes the theme; what does not depend on colours is judged in one of them. Returns the faults. */
    private static final String JUDGE = """
            async theme => {
              document.documentElement.dataset.theme = theme;
              const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
              const coloured = axe.getRules(['cat.color']).filter(rule => rule.tags.some(tag => tags.includes(tag)));
              const runOnly = theme === 'light'
                ? {type: 'tag', values: tags}
                : {type: 'rule', values: coloured.map(rule => rule.ruleId)};
              const {violations} = await axe.run(document, {runOnly, resultTypes: ['violations']});
              return violations.map(rule => `${theme}: ${rule.id} by ${rule.nodes.map(node => node.html).join(' and ')}`);
            }
            """;

    private Accessibility() {}

    /** Returns the rules that a page breaks, light or dark, and by what. */
    static List<String> faults(Page page) {
        page.evaluate(AXE);
        return List.of(ColorScheme.LIGHT, ColorScheme.DARK).stream()
                .flatMap(theme -> faults(page, theme).stream())
                .map(String::valueOf)
                .toList();
    }

    private static List<?> faults(Page page, ColorScheme theme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        return (List<?>) page.evaluate(JUDGE, theme.name().toLowerCase(Locale.ROOT));
    }

    private static String axe() {
        try (InputStream source = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
