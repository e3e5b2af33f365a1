/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.button;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.subrack.tests.system.Chromium.Window;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the console does about causes, and how it shows what goes on. */
abstract class ConsoleMending extends ConsolePart {
    private static final String ORDERS = "io.subrack.examples.orders";
    private static final String MISSING = "com.acme.missing";

    @Test
    void startsWhatAFailedBundleNeedsFromTheOverview() throws Exception {
        COCKPIT.shared().ensure("orders");
        try (Window window = COCKPIT.open("")) {
            Page page = window.page;
            change(List.of("{\"action\":\"stop\",\"bundle\":\"" + INVENTORY + "\"}"));
            Locator failed = page.locator(".attention li.error", new Page.LocatorOptions().setHasText(ORDERS));

            button(page, "Start " + INVENTORY).click();
            page.locator("dialog").getByText("No interruption").waitFor();
            dialogButton(page, "Start").click();

            page.locator(".toast.good").first().waitFor();
            assertThat(failed).hasCount(0);
            assertThat(statusOf("/orders")).isEqualTo(200);
            assertThat(window.complaints()).isEmpty();
        } finally {
            COCKPIT.operator().uninstall(ORDERS);
        }
    }

    @Test
    void makesAVersionOfARepositoryLiveAndTheOneBeforeAgain() throws Exception {
        try (Window window = COCKPIT.open("/bundles/" + GREETER + "/versions")) {
            Page page = window.page;
            Locator offered = page.locator("section.card", new Page.LocatorOptions().setHasText("In repositories"));
            Locator stored = page.locator("section.card", new Page.LocatorOptions().setHasText("Stored versions"));

            row(offered, "2.0.0").getByText("Update").click();
            dialogButton(page, "Apply").click();
            assertThat(page.locator("main .lead")).containsText("2.0.0");
            assertThat(row(offered, "2.0.0").locator(".button")).hasAttribute("aria-description", "It is live already");

            row(stored, "1.0.0").getByText("Make live").click();
            dialogButton(page, "Apply").click();
            assertThat(page.locator("main .lead")).containsText("1.0.0");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void beginsAConfigurationThatNobodyHasSet() throws Exception {
        try (Window window = COCKPIT.open("/configuration/" + MISSING)) {
            Page page = window.page;
            assertThat(page.locator("main .notice.warn")).containsText("Nobody has set this yet");

            page.locator("textarea#raw").fill("{\"greeting\": \"Moin\"}");
            assertThat(page.locator("main [role=status]")).containsText("Checked");
            button(page, "Review and apply").click();
            dialogButton(page, "Apply").click();

            page.locator(".toast.good").first().waitFor();
            ApiAnswer saved = COCKPIT.operator().get(ApiClient.MANAGEMENT + "/configurations/" + MISSING);
            assertThat(saved.json().at("/values/greeting/effective").asText()).isEqualTo("Moin");
            assertThat(window.complaints()).isEmpty();
        } finally {
            COCKPIT.operator().delete(ApiClient.MANAGEMENT + "/configurations/" + MISSING);
        }
    }

    @Test
    void marksWhereAFilterOfServicesGoesWrong() {
        try (Window window = COCKPIT.open("/services?filter=" + "(%26(objectClass%3D*)(a%3Db)")) {
            Locator fault = window.page.locator("#ldap-fault");

            assertThat(fault).containsText("A closing bracket is missing here");
            fault.getByText("(service.ranking>=1)").click();

            assertThat(fault).hasCount(0);
        }
    }

    @Test
    void drawsWhoUsesAServiceAndSavesThePicture() {
        try (Window window = COCKPIT.open("/services?view=topology&q=InventoryResource")) {
            Page page = window.page;
            Locator user = page.locator(".graph .node[tabindex='0']");
            user.focus();

            page.keyboard().press("ArrowRight");
            assertThat(page.locator(".graph .node:focus"))
                    .hasAttribute("aria-label", Pattern.compile("InventoryResource$"));
            page.keyboard().press("Enter");
            assertThat(page.locator("aside.panel")).containsText(INVENTORY);

            page.getByText("The same as a table").click();
            assertThat(page.locator("details.fold tbody tr").first()).containsText(INVENTORY);
            Download picture =
                    page.waitForDownload(() -> button(page, "Picture").click());
            assertThat(picture.suggestedFilename()).isEqualTo("subrack-graph.svg");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void raisesALevelForAWhileAndTakesItBack() {
        try (Window window = COCKPIT.open("/logs?bundle=" + INVENTORY)) {
            Page page = window.page;
            Locator level = page.locator("sr-level select");

            level.selectOption("DEBUG");
            assertThat(page.locator("sr-countdown"))
                    .containsText(Pattern.compile("back to normal in (10:00|9:\\d\\d)"));
            level.selectOption("");

            assertThat(page.locator("sr-countdown")).hasCount(0);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void keepsWhatIsLoggedWhilePaused() {
        try (Window window = COCKPIT.open("/logs?from=2026-01-01T00:00:00Z")) {
            Page page = window.page;
            assertThat(page.locator(".chip[aria-pressed=true]")).containsText("2026");

            button(page, "Pause").click();
            assertThat(page.locator("main .notice")).containsText("Paused");
            button(page, "Go on").click();

            assertThat(page.locator("main .notice")).hasCount(0);
        }
    }

    @Test
    void tellsEachValueOfAChartByKeysAndAsATable() {
        try (Window window = COCKPIT.open("/health")) {
            Page page = window.page;
            Locator chart = page.locator("sr-chart").first();
            chart.locator(".area").focus();

            page.keyboard().press("Home");
            assertThat(chart.locator("[aria-live]")).containsText(Pattern.compile("\\d\\d:\\d\\d: requests"));
            chart.getByLabel("Requests per second as a table").click();

            assertThat(chart.locator("tbody tr").first()).containsText(Pattern.compile("\\d"));
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void speaksTheLanguageThatIsChosen() {
        try (Window window = COCKPIT.open("/settings")) {
            Page page = window.page;
            try {
                page.locator("#language").selectOption("de");
                assertThat(page.locator("h1")).hasText("Einstellungen");
                assertThat(page.locator("html")).hasAttribute("lang", "de");
                page.navigate(COCKPIT.url("/bundles"));
                assertThat(page.locator("sr-table .table-foot")).containsText("Zeilen");
                assertThat(window.complaints()).isEmpty();
            } finally {
                page.evaluate("() => localStorage.removeItem('subrack.language')");
            }
        }
    }

    @Test
    void worksOutChartsAndGraphsAsItShould() {
        try (Window window = COCKPIT.open("/docs")) {
            String main = (String) window.page.evaluate("() => document.querySelector('script[type=module]').src");

            assertThat((List<?>) window.page.evaluate(LOGIC, main)).isEmpty();
        }
    }

    /** Takes the address of the console's main module; returns what is wrong. */
    private static final String LOGIC = """
            async address => {
              const c = await import(address);
              const faults = [];
              const same = (name, actual, expected) => {
                if (JSON.stringify(actual) !== JSON.stringify(expected)) faults.push(`${name}: ${JSON.stringify(actual)}`);
              };
              same('the top of a scale', [0, 3, 17, 50, 0.2].map(c.niceAbove), [1, 5, 20, 50, 0.2]);
              same('gaps and points alone', c.plotPath([1, NaN, 2, 3, NaN, 4], i => i, v => v), 'M0.0 1.0h.01M2.0 2.0L3.0 3.0M5.0 4.0h.01');
              same('a point more', c.withPoint({seconds: [1, 2], a: [5, 6], b: [7, 8]}, {a: 9}, 3, 2), {seconds: [2, 3], a: [6, 9], b: [8, null]});
              const places = new Map([['a', {x: 0, y: 0}], ['b', {x: 10, y: 0}], ['c', {x: 5, y: 40}], ['d', {x: 0, y: 20}]]);
              same('to the right', c.nearest(places, 'a', [1, 0]), 'b');
              same('below', c.nearest(places, 'a', [0, 1]), 'd');
              same('nothing there', c.nearest(places, 'a', [-1, 0]), null);
              same('a short name', c.brief('Update io.subrack.examples.greeter 2.0.0'), 'Update …examples.greeter 2.0.0');
              same('a name that fits', c.brief('Install com.acme.a 1.0.0'), 'Install com.acme.a 1.0.0');
              const alone = c.layers(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(id => ({id})), [{from: 'a', to: 'b'}]);
              if (!(alone.nodes.get('c').y > alone.nodes.get('a').y && alone.nodes.get('c').y === alone.nodes.get('d').y)) faults.push('a grid of those alone');
              const many = Array.from({length: 1000}, (_, i) => ({id: `n${i}`}));
              const begun = performance.now();
              const all = c.layers(many, many.slice(1).map((each, i) => ({from: each.id, to: `n${Math.floor(i / 3)}`})));
              if (all.nodes.size !== 1000 || performance.now() - begun > 10000) faults.push('a thousand nodes');
              return faults;
            }
            """;

    private static Locator row(Locator card, String version) {
        return card.locator("tbody tr", new Locator.LocatorOptions().setHasText(version));
    }

    private static Locator dialogButton(Page page, String name) {
        return page.locator("dialog[open] button[type=submit]", new Page.LocatorOptions().setHasText(name));
    }
}
