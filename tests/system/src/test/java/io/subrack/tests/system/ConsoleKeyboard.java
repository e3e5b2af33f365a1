/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.rowOf;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.subrack.tests.system.Chromium.Window;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The console without a pointer. */
abstract class ConsoleKeyboard extends ConsolePart {
    @Test
    void stopsABundleByKeyboardAloneAfterNamingWhatItHits() throws Exception {
        try (Window window = COCKPIT.open("/bundles")) {
            Page page = window.page;
            rowOf(page, "io.subrack.examples.inventory").locator("th a").focus();

            page.keyboard().press(".");
            page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Open"))
                    .waitFor();
            for (int i = 0; i < 3; i++) {
                page.keyboard().press("ArrowDown");
            }
            page.keyboard().press("Enter");

            assertThat(page.locator("dialog[open]")).containsText("/inventory");
            page.keyboard().press("Escape");
            assertThat(page.locator("dialog[open]")).hasCount(0);
            assertThat(rowOf(page, "io.subrack.examples.inventory")).containsText("Serving");
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
}
