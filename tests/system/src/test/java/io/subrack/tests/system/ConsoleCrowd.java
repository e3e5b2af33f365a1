/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.rowOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.subrack.tests.system.Chromium.Window;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A great many bundles. The times are those of an idle machine in the nightly build, which has more bundles; elsewhere
 * they only show that nothing is out of hand.
 */
abstract class ConsoleCrowd extends ConsolePart {
    private static final int BUNDLES = Integer.getInteger("subrack.crowd", 200);
    private static final boolean IS_STRICT = Boolean.getBoolean("subrack.crowd.strict");
    private static final int CHANGED = 20;

    /** From the end of the load to the first rows on the screen. */
    private static final String PAINTED = """
            async () => {
              while (!document.querySelector('sr-table tbody tr[data-index]')) await new Promise(requestAnimationFrame);
              await new Promise(requestAnimationFrame);
              const [load] = performance.getEntriesByType('navigation');
              return Math.max(0, performance.now() - load.loadEventEnd);
            }
            """;

    /** From the words, without the wait for more of them, to the rows on the screen; the longest of several. */
    private static final String FILTERED = """
            async words => {
              let longest = 0;
              for (const q of words) {
                const before = performance.now();
                document.querySelector('sr-toolbar').dispatchEvent(new CustomEvent('filter', {detail: {q}}));
                await document.querySelector('sr-table').updateComplete;
                await document.querySelector('sr-page-bundles, sr-bundle-list').updateComplete;
                await document.querySelector('sr-table').updateComplete;
                document.querySelector('sr-table').offsetHeight;
                longest = Math.max(longest, performance.now() - before);
              }
              return longest;
            }
            """;

    /** Counts how often the table is drawn from now on. */
    private static final String COUNT_DRAWINGS = """
            () => {
              window.drawings = 0;
              const table = document.querySelector('sr-table');
              const update = table.performUpdate.bind(table);
              table.performUpdate = () => { window.drawings++; return update(); };
            }
            """;

    private static String name(int number) {
        return String.format("com.acme.crowd.m%04d", number);
    }

    /** Each bundle needs the one before, but for each tenth. */
    private static byte[] bundle(int number) {
        String exported = name(number) + ";version=1.0.0";
        return BundleForge.bundle(
                number % 10 == 0
                        ? headers(number, Map.of("Export-Package", exported))
                        : headers(number, Map.of("Export-Package", exported, "Import-Package", name(number - 1))),
                Map.of(name(number).replace('.', '/') + "/readme", new byte[] {1}));
    }

    private static Map<String, String> headers(int number, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", name(number));
        headers.put("Bundle-Version", "1.0.0");
        return headers;
    }

    @BeforeAll
    static void gather() throws Exception {
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < BUNDLES; i++) {
            ApiAnswer stored = COCKPIT.operator()
                    .send(
                            "POST",
                            ApiClient.MANAGEMENT + "/artifacts",
                            ApiClient.JAR,
                            BodyPublishers.ofByteArray(bundle(i)));
            changes.add("{\"action\":\"deploy\",\"artifact\":\""
                    + stored.json().path("sha256").asText() + "\"}");
        }
        change(changes);
    }

    @AfterAll
    static void scatter() throws Exception {
        change(all("uninstall", BUNDLES));
    }

    private static List<String> all(String action, int most) {
        return IntStream.range(0, most)
                .mapToObj(i -> "{\"action\":\"" + action + "\",\"bundle\":\"" + name(i) + "\"}")
                .toList();
    }

    @Test
    void isListedFilteredAndUpdatedAtOnce() throws Exception {
        try (Window window = COCKPIT.open("/bundles")) {
            Page page = window.page;
            int all = COCKPIT.api("/overview").at("/counts/bundles").asInt();
            double painted = number(page.evaluate(PAINTED));
            double filtered = number(page.evaluate(FILTERED, List.of("m01", "m0123", "crowd", "m0 7", "")));
            assertThat(page.locator("sr-table .table-foot")).containsText(String.format(Locale.US, "%,d", all));
            assertThat(page.locator("sr-table tbody tr[data-index]").count()).isLessThan(80);
            page.evaluate(COUNT_DRAWINGS);

            change(all("stop", CHANGED));
            assertThat(rowOf(page, name(CHANGED - 1))).containsText("Stopped");
            double drawings = number(page.evaluate("() => window.drawings"));

            System.out.printf(
                    "%d bundles: painted %.0f ms after the load, filtered in %.0f ms, drawn %.0f times for %d changes%n",
                    BUNDLES, painted, filtered, drawings, CHANGED);
            assertThat(painted).isLessThan(IS_STRICT ? 1_000 : 10_000);
            assertThat(filtered).isLessThan(IS_STRICT ? 50 : 1_000);
            assertThat(drawings).isBetween(1.0, CHANGED - 1.0);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void isAGraphThatShowsPartOfItself() throws Exception {
        try (Window window = COCKPIT.open("/dependencies")) {
            Page page = window.page;
            String all = COCKPIT.api("/overview").at("/counts/bundles").asText();
            ConsolePages.await(page);
            assertThat(page.locator("main")).containsText(all);
            assertThat(page.locator("sr-graph .node").count()).isLessThan(61);

            page.navigate(COCKPIT.url("/dependencies?focus=" + name(15)));

            assertThat(page.locator("sr-graph .node")).hasCount(10);
            assertThat(page.locator("sr-graph .node.chosen")).hasCount(1);
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
