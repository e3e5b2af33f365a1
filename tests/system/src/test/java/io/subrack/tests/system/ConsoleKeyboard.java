/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.menuItem;
import static io.subrack.tests.system.ConsolePages.rowOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.subrack.tests.system.Chromium.Window;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The console without a pointer. */
abstract class ConsoleKeyboard extends ConsolePart {
    private static final String TYPED = "com.acme.typed";
    private static final int MOST_TABS = 80;

    private static boolean hasFocus(Locator element) {
        return (boolean) element.evaluate("each => each === document.activeElement");
    }

    /** Goes on with Tab until the focus is on what is wanted, as people do. */
    private static void tabTo(Page page, Locator wanted) {
        for (int i = 0; i < MOST_TABS; i++) {
            page.keyboard().press("Tab");
            if (hasFocus(wanted)) {
                return;
            }
        }
        throw new AssertionError(wanted + " is not reached by Tab");
    }

    @Test
    void installsABundle() throws Exception {
        try (Window window = COCKPIT.open("/install")) {
            Page page = window.page;
            ConsolePages.await(page);
            page.onFileChooser(chooser -> {}); // who begins to listen only with the key may come too late
            tabTo(page, page.locator("main input[type=file]"));

            FileChooser chooser = page.waitForFileChooser(() -> page.keyboard().press("Enter"));
            chooser.setFiles(
                    new FilePayload("typed.jar", "application/java-archive", BundleForge.trivial(TYPED, "1.0.0")));
            page.waitForURL(Pattern.compile("/console/install/[0-9a-f]+$"));
            ConsolePages.await(page);
            tabTo(page, ConsolePages.button(page, "Apply"));
            page.keyboard().press("Enter");

            page.waitForURL("**/console/deployments/*");
            assertThat(page.locator("h1 .badge")).hasText("Done");
            assertThat(window.complaints()).isEmpty();
        } finally {
            COCKPIT.operator().uninstall(TYPED);
        }
    }

    /** Opens the menu of a row, goes down to an item by its letters on the screen, and chooses it. */
    private static void choose(Page page, String bundle, String item) {
        page.navigate(COCKPIT.url("/bundles"));
        Locator row = rowOf(page, bundle);
        row.locator("th a").focus();
        page.keyboard().press(".");
        Locator wanted = menuItem(page, item);
        wanted.waitFor();
        for (int i = 0; i < MOST_TABS && !hasFocus(wanted); i++) {
            page.keyboard().press("ArrowDown");
        }
        page.keyboard().press("Enter");
    }

    @Test
    void reachesEveryActionOfARow() throws Exception {
        COCKPIT.operator().deploy(BundleForge.trivial(TYPED, "1.0.0"));
        try (Window window = COCKPIT.open("/bundles")) {
            Page page = window.page;
            choose(page, TYPED, "Open");
            page.waitForURL("**/console/bundles/" + TYPED);
            choose(page, TYPED, "Log");
            page.waitForURL("**/console/bundles/" + TYPED + "/log");
            choose(page, TYPED, "Versions");
            page.waitForURL("**/console/bundles/" + TYPED + "/versions");

            for (String action : List.of("Stop", "Start", "Uninstall")) {
                choose(page, TYPED, action);
                Locator confirm = ConsolePages.inDialog(page, action);
                confirm.waitFor();
                tabTo(page, confirm);
                page.keyboard().press("Enter");
                assertThat(page.locator("dialog[open]")).hasCount(0);
                ConsolePages.toast(page, TYPED).first().waitFor();
            }

            assertThat(rowOf(page, TYPED)).hasCount(0);
            assertThat(window.complaints()).isEmpty();
        } finally {
            COCKPIT.operator().uninstall(TYPED);
        }
    }

    @Test
    void givesUpAStopAfterReadingWhatItHits() {
        try (Window window = COCKPIT.open("/bundles")) {
            Page page = window.page;
            choose(page, INVENTORY, "Stop");

            assertThat(page.locator("dialog[open]")).containsText("/inventory");
            page.keyboard().press("Escape");
            assertThat(page.locator("dialog[open]")).hasCount(0);
            assertThat(rowOf(page, INVENTORY)).containsText("Serving");
        }
    }

    @Test
    void reachesABundleFromThePalette() {
        try (Window window = COCKPIT.open("")) {
            Page page = window.page;
            ConsolePages.await(page);

            page.keyboard().press("Control+k");
            page.keyboard().type("examples.inventory");
            page.getByRole(AriaRole.OPTION)
                    .filter(new Locator.FilterOptions().setHasText("bundle"))
                    .first()
                    .waitFor();
            page.keyboard().press("Enter");

            page.waitForURL(Pattern.compile("/console/bundles/io\\.subrack\\.examples\\.inventory"));
            assertThat(page.locator("main h1")).isFocused();
        }
    }

    @Test
    void readsWhatANodeOfTheGraphHits() {
        try (Window window = COCKPIT.open("/dependencies")) {
            Page page = window.page;
            ConsolePages.await(page);
            Locator node = page.locator("sr-graph .node[aria-label^='" + INVENTORY + " ']");
            node.waitFor();

            tabTo(page, page.locator("sr-graph .node[tabindex='0']"));
            for (int i = 0; i < MOST_TABS && !hasFocus(node); i++) {
                page.keyboard()
                        .press(List.of("ArrowUp", "ArrowLeft", "ArrowDown", "ArrowDown", "ArrowRight")
                                .get(i % 5));
            }
            page.keyboard().press("Enter");

            assertThat(page).hasURL(Pattern.compile("focus=" + INVENTORY));
            assertThat(page.locator("main .notice.warn")).containsText("/inventory");
            assertThat(window.complaints()).isEmpty();
        }
    }
}
