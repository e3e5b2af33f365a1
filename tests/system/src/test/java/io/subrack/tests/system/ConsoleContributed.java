/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.button;
import static io.subrack.tests.system.ConsolePages.link;
import static io.subrack.tests.system.ConsolePages.rowOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.subrack.tests.system.Chromium.Person;
import io.subrack.tests.system.Chromium.Window;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pages, parts of pages and commands that bundles bring. */
abstract class ConsoleContributed extends ConsolePart {
    private static final String NOTICEBOARD = "io.subrack.examples.noticeboard";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>${7*7}";

    /** By page: what its module is. */
    private static final Map<String, String> BROKEN = Map.of(
            "syntax", "export default class {",
            "none", "export const nothing = 1;",
            "missing", "import './nobody.js'; export default class extends HTMLElement {}",
            "constructor",
                    "export default class extends HTMLElement { constructor() { super(); throw new Error('never made'); } }",
            "connected",
                    "export default class extends HTMLElement { connectedCallback() { throw new Error('never shown'); } }",
            "markup",
                    "export default class extends HTMLElement { connectedCallback() { this.innerHTML = '<b>x</b>'; } }",
            "render",
                    "import {ConsoleElement} from '@subrack/console'; export default class extends ConsoleElement { render() { throw new Error('never drawn'); } }");

    /** Tries all that a host has. */
    private static final String HOST = """
            export default class extends HTMLElement {
              async connectedCallback() {
                const {host} = this;
                const out = [];
                const refused = async (name, call) => {
                  try {
                    await call();
                    out.push(`${name} allowed`);
                  } catch (e) {
                    out.push(`${name} ${e.name}`);
                  }
                };
                await refused('fetch', () => host.fetch('https://example.org/'));
                await refused('protocol', () => host.fetch('//example.org/'));
                await refused('asset', () => host.asset('../../other.js'));
                await refused('navigate', () => host.navigate('https://example.org/'));
                await refused('script', () => host.navigate('javascript:alert(1)'));
                await refused('topic', () => host.subscribe('secrets', () => {}));
                const {fetch} = window;
                window.fetch = async request => {
                  out.push(`${request.method} ${request.headers.get('Accept')}`);
                  return new Response();
                };
                host.fetch('/x');
                host.fetch('/x', {headers: {accept: 'text/csv'}});
                host.fetch(new Request('/x', {method: 'DELETE', headers: {accept: 'text/plain'}}));
                window.fetch = fetch;
                out.push((await host.fetch('/api/platform/v1/me')).status, host.can('platform.read'), host.can('nothing'), host.t('no.key'), host.apiVersion,
                  ['light', 'dark'].includes(host.theme), host.asset('p.js').startsWith('/assets/pages/com.acme.host/1.0.0-'), host.href('p', {path: 'a b', query: {q: 1}}));
                const wrong = document.createElement('button');
                wrong.textContent = 'Wrong';
                wrong.addEventListener('click', () => {
                  throw new Error('clicked wrong');
                });
                this.append(out.join(' | '), wrong, host.make(class extends HTMLElement {
                  connectedCallback() {
                    this.textContent = 'a part';
                  }
                }));
                window.late = () => host.subscribe('bundle', () => {
                  window.heard = 'too late';
                });
                host.subscribe('bundle', (topic, detail) => {
                  window.heard = `${detail.symbolicName} ${detail.change}`;
                  this.append(` heard ${detail.symbolicName}`);
                });
              }
            }
            """;

    private static Locator applications(Page page) {
        return page.locator("nav.side ul[aria-labelledby=group-applications]");
    }

    /** Judging a page makes the browser complain, so its complaints are asked for before. */
    private static void assertCleanAndOpenToEverybody(Window window) {
        assertThat(window.complaints()).isEmpty();
        assertThat(Accessibility.faults(window.page)).isEmpty();
        window.forget();
    }

    private static void stamp(Page page) {
        page.evaluate("() => { window.sameAsBefore = true; }");
    }

    private static void assertNeverLoadedAnew(Page page) {
        assertThat(page.evaluate("() => window.sameAsBefore")).isEqualTo(true);
    }

    @Test
    void comesChangesAndGoesWithItsBundleWithoutALoad() throws Exception {
        try (Window window = COCKPIT.open("")) {
            Page page = window.page;
            ConsolePages.await(page);
            assertThat(applications(page)).hasCount(0);
            stamp(page);

            COCKPIT.shared().ensure("noticeboard-v1");

            assertThat(applications(page)).hasText("Noticeboard");
            Locator card = page.locator("section.card").filter(new Locator.FilterOptions().setHasText("Latest notice"));
            assertThat(card).containsText("The board is open.");
            assertCleanAndOpenToEverybody(window);

            runCommand(page, "Pin a notice");
            page.waitForURL("**/console/x/" + NOTICEBOARD + "/board?new=1");
            assertThat(page.locator("main h1")).hasText("Noticeboard");
            assertThat(applications(page).locator("a")).hasAttribute("aria-current", "page");
            page.getByLabel("New notice").fill("<b>Coffee</b> is out");
            button(page, "Pin").click();
            assertThat(page.locator("main .rows li")).containsText("<b>Coffee</b> is out");
            assertCleanAndOpenToEverybody(window);
            page.getByLabel("New notice").fill("Half a no");

            COCKPIT.shared().ensure("noticeboard-v2");

            assertThat(page.locator("main")).containsText("Nothing is pinned");
            assertThat(page.getByLabel("New notice")).hasValue("Half a no");
            button(page, "Pin").click();
            assertThat(page.locator("main .card h2")).hasText("Noticeboard (1)");
            button(page, "Remove").click();
            ConsolePages.inDialog(page, "Remove").click();
            assertThat(page.locator("main")).containsText("Nothing is pinned");

            COCKPIT.operator().uninstall(NOTICEBOARD);

            assertThat(applications(page)).hasCount(0);
            assertThat(page.locator("main")).containsText("This page is gone");
            assertNeverLoadedAnew(page);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void speaksTheLanguageOfWhoeverLooks() throws Exception {
        COCKPIT.shared().ensure("noticeboard-v1");
        try (Person german = COCKPIT.chromium().person(COCKPIT.adminState(), 1440, 900);
                Window window = german.open()) {
            Page page = window.page;
            page.addInitScript("localStorage.setItem('subrack.language', 'de')");

            page.navigate(COCKPIT.url("/x/" + NOTICEBOARD + "/board"));

            assertThat(page.locator("main h1")).hasText("Schwarzes Brett");
            assertThat(page.getByLabel("Neue Notiz")).isVisible();
            page.navigate(COCKPIT.url(""));
            assertThat(page.locator("main")).containsText("The board is open."); // not said in German
            assertThat(window.complaints()).isEmpty();
        } finally {
            COCKPIT.operator().uninstall(NOTICEBOARD);
        }
    }

    @Test
    void breaksNothingButItself() throws Exception {
        Map<String, String> modules = new LinkedHashMap<>(BROKEN);
        modules.put(
                "fine",
                "export default class extends HTMLElement { connectedCallback() { this.textContent = `fine ${this.route.path} ${this.route.query.q}`; } }");
        COCKPIT.operator().deploy(pages("com.acme.broken", modules, "Broken"));
        try (Window window = COCKPIT.open("/bundles")) {
            Page page = window.page;
            ConsolePages.await(page);
            stamp(page);
            for (String id : BROKEN.keySet()) {
                link(page, "Broken " + id).click();
                Locator card = page.locator(".contributed-failed[role=alert]");
                assertThat(card).containsText("Broken " + id + " cannot be shown");
                assertThat(card).containsText("com.acme.broken 1.0.0");
                assertThat(Accessibility.faults(page)).as(id).isEmpty();
            }

            page.evaluate("address => history.pushState(null, '', address)", "/console/x/com.acme.broken/fine/a/b?q=1");
            page.evaluate("() => dispatchEvent(new PopStateEvent('popstate'))");

            assertThat(page.locator("main")).containsText("fine a/b 1");
            link(page, "UI contributions").click();
            assertThat(page.locator("main .card.bad")).containsText("Broken render: never drawn");
            assertThat(rowOf(page, "Broken fine")).containsText("Shown");
            assertThat(rowOf(page, "Broken render")).containsText("Failed here");
            assertThat(Accessibility.faults(page)).isEmpty();
            assertNeverLoadedAnew(page);
        } finally {
            COCKPIT.operator().uninstall("com.acme.broken");
        }
    }

    @Test
    void goesOnWhereOneVersionFailsToGiveWayToTheNext() throws Exception {
        String page = "{\"apiVersion\":1,\"pages\":[{\"id\":\"p\",\"title\":\"Parting\",\"module\":\"p.js\"}]}";
        String parting =
                "export default class extends HTMLElement { connectedCallback() { this.textContent = 'version %s'; } handOver() { throw new Error('not parting'); } }";
        COCKPIT.operator().deploy(bundle("com.acme.parting", "1.0.0", page, Map.of("p.js", parting.formatted("one"))));
        try (Window window = COCKPIT.open("/x/com.acme.parting/p")) {
            Locator main = window.page.locator("main");
            assertThat(main).containsText("version one");

            COCKPIT.operator()
                    .deploy(bundle("com.acme.parting", "1.1.0", page, Map.of("p.js", parting.formatted("two"))));
            assertThat(main).containsText("version two");

            COCKPIT.operator()
                    .deploy(bundle("com.acme.parting", "1.2.0", page, Map.of("p.js", "export default class {")));
            assertThat(main.locator(".contributed-failed[role=alert]")).containsText("com.acme.parting 1.2.0");
            assertThat(main).containsText("version two");
            assertThat(Accessibility.faults(window.page)).isEmpty();
        } finally {
            COCKPIT.operator().uninstall("com.acme.parting");
        }
    }

    @Test
    void runsACommandWhoseScriptCameOnlyTheSecondTime() throws Exception {
        COCKPIT.operator()
                .deploy(bundle(
                        "com.acme.second",
                        "{\"apiVersion\":1,\"commands\":[{\"id\":\"c\",\"title\":\"Second chance\",\"module\":\"c.js\"}]}",
                        Map.of("c.js", "export default host => host.toast('came through');")));
        try (Window window = COCKPIT.open("/bundles")) {
            Page page = window.page;
            ConsolePages.await(page);
            page.route(Pattern.compile("/c\\.js$"), Route::abort, new Page.RouteOptions().setTimes(1));

            for (String told : List.of("com.acme.second 1.0.0: ", "came through")) {
                runCommand(page, "Second chance");
                assertThat(ConsolePages.toast(page, told)).isVisible();
            }
        } finally {
            COCKPIT.operator().uninstall("com.acme.second");
        }
    }

    /** Waits until the command is offered: the page may still be learning what bundles contribute. */
    private static void runCommand(Page page, String title) {
        page.keyboard().press("Control+k");
        page.keyboard().type(title);
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(title))
                .first()
                .waitFor();
        page.keyboard().press("Enter");
    }

    @Test
    void isNamedInThePlanAndShowsHostileWordsAsWords() throws Exception {
        try (Window window = COCKPIT.open("/install")) {
            Page page = window.page;
            page.onDialog(dialog -> {
                throw new AssertionError("a script ran: " + dialog.message());
            });

            ConsolePages.upload(
                    page,
                    "pages.jar",
                    pages("com.acme.words", Map.of("words", "export default class extends HTMLElement {}"), HOSTILE));

            assertThat(page.locator("main")).containsText("/console/x/com.acme.words/words");
            assertThat(page.locator("main")).containsText("with the rights of whoever looks at them");
            ConsolePages.apply(page, "Done");
            assertThat(applications(page)).hasText(HOSTILE + " words");
            applications(page).locator("a").click();
            assertThat(page.locator("main h1")).hasText(HOSTILE + " words");
            assertThat(page.locator("main img, nav img")).hasCount(0);
            page.navigate(COCKPIT.url("/bundles/com.acme.words/pages"));
            assertThat(page.locator("main")).containsText(HOSTILE);
            assertThat(window.complaints()).isEmpty();
        } finally {
            COCKPIT.operator().uninstall("com.acme.words");
        }
    }

    @Test
    void findsItsPlacesOnBundlesServicesAndSettings() throws Exception {
        String module =
                "export default class extends HTMLElement { connectedCallback() { this.textContent = this.context.bundle ? `seen ${this.context.bundle.symbolicName}` : this.context.service ? 'served' : 'set'; } }";
        String slots =
                List.of("bundle-tab/1", "bundle-badge/1", "service-panel/1", "settings-section/1", "bundle-tab/9")
                        .stream()
                        .map(slot -> "{\"id\":\"" + slot.replaceAll("/", "-") + "\",\"slot\":\"" + slot
                                + "\",\"title\":\"Slot\",\"module\":\"slot.js\""
                                + (slot.startsWith("bundle") ? ",\"bundles\":[\"io.subrack.examples.*\"]" : "")
                                + (slot.startsWith("service") ? ",\"interfaces\":[\"*\"]" : "") + "}")
                        .collect(Collectors.joining(","));
        COCKPIT.operator()
                .deploy(bundle(
                        "com.acme.slots", "{\"apiVersion\":1,\"slots\":[" + slots + "]}", Map.of("slot.js", module)));
        try (Window window = COCKPIT.open("/bundles")) {
            Page page = window.page;
            assertThat(rowOf(page, GREETER)).containsText("seen " + GREETER);
            page.navigate(COCKPIT.url("/bundles/" + GREETER));
            page.locator("nav.tabs")
                    .getByText("Slot", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(page).hasURL(Pattern.compile("com\\.acme\\.slots"));
            assertThat(page.locator(".tab")).hasText("seen " + GREETER);
            page.navigate(COCKPIT.url("/services/5"));
            assertThat(page.locator(".panel")).containsText("served");
            page.navigate(COCKPIT.url("/settings"));
            assertThat(page.locator("main")).containsText("set");
            page.navigate(COCKPIT.url("/contributions"));
            assertThat(page.locator("main")).containsText("No place here");
            assertThat(window.complaints()).isEmpty();
        } finally {
            COCKPIT.operator().uninstall("com.acme.slots");
        }
    }

    @Test
    void getsAHostThatKeepsToThisServerAndEndsWithThePage() throws Exception {
        COCKPIT.operator().deploy(pages("com.acme.host", Map.of("p", HOST), "Host"));
        try (Window window = COCKPIT.open("/x/com.acme.host/p")) {
            Page page = window.page;
            Locator main = page.locator("main");
            assertThat(main)
                    .containsText("fetch TypeError | protocol TypeError | asset TypeError | navigate TypeError"
                            + " | script TypeError | topic TypeError"
                            + " | GET application/json | GET text/csv | DELETE text/plain");
            assertThat(main)
                    .containsText("200 | true | false | no.key | 1 | true | true"
                            + " | /console/x/com.acme.host/p/a%20b?q=1");
            assertThat(main).containsText("a part");
            assertThat(window.complaints()).isEmpty();

            COCKPIT.operator().deploy(BundleForge.trivial("com.acme.heard", "1.0.0"));
            assertThat(main).containsText("heard com.acme.heard");
            button(page, "Wrong").click();
            assertThat(ConsolePages.toast(page, "com.acme.host 1.0.0: clicked wrong"))
                    .isVisible();
            assertThat(main).containsText("a part");
            link(page, "Bundles").first().click();
            rowOf(page, "com.acme.heard").waitFor();
            page.evaluate("() => { window.late(); }");
            COCKPIT.operator().uninstall("com.acme.heard");
            assertThat(rowOf(page, "com.acme.heard")).hasCount(0);
            assertThat(page.evaluate("() => window.heard")).isEqualTo("com.acme.heard added");
        } finally {
            COCKPIT.operator().uninstall("com.acme.host");
        }
    }

    /** Returns a bundle with a page for each module. */
    private static byte[] pages(String name, Map<String, String> modules, String title) {
        String pages = modules.keySet().stream()
                .map(id ->
                        "{\"id\":\"" + id + "\",\"title\":\"" + title + " " + id + "\",\"module\":\"" + id + ".js\"}")
                .collect(Collectors.joining(","));
        Map<String, String> files = new LinkedHashMap<>();
        modules.forEach((id, module) -> files.put(id + ".js", module));
        return bundle(name, "{\"apiVersion\":1,\"pages\":[" + pages + "]}", files);
    }

    private static byte[] bundle(String name, String contribution, Map<String, String> files) {
        return bundle(name, "1.0.0", contribution, files);
    }

    private static byte[] bundle(String name, String version, String contribution, Map<String, String> files) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("web/contribution.json", contribution.getBytes(StandardCharsets.UTF_8));
        files.forEach((file, text) -> entries.put("web/" + file, text.getBytes(StandardCharsets.UTF_8)));
        return BundleForge.bundle(
                Map.of(
                        "Bundle-ManifestVersion",
                        "2",
                        "Bundle-SymbolicName",
                        name,
                        "Bundle-Version",
                        version,
                        "Subrack-Pages",
                        "web/contribution.json"),
                entries);
    }
}
