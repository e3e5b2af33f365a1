/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.subrack.tests.system.Chromium.Window;
import java.util.List;

/** What all pages of the console have in common, and what each must keep to. */
final class ConsolePages {
    private static final int MOST_REQUESTS = 20;
    private static final long MOST_BYTES = 150_000;

    private ConsolePages() {}

    /** Waits until a page has what it shows. */
    static void await(Page page) {
        page.locator("main h1").first().waitFor();
        assertThat(page.locator("main .skeleton")).hasCount(0);
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /**
     * Judges a page: its requests and bytes, what the browser complains of, and whether everybody can use it, light and
     * dark.
     */
    static void judge(Chromium chromium, String state, String url, String picture) {
        try (Window window = chromium.open(state)) {
            window.page.navigate(url);
            await(window.page);
            window.page.waitForTimeout(500);

            var weight = window.weight();
            assertThat(weight.requests()).as("requests").isLessThanOrEqualTo(MOST_REQUESTS);
            assertThat(weight.bytes()).as("bytes").isLessThanOrEqualTo(MOST_BYTES);
            assertThat(window.complaints()).isEmpty();
            window.shoot(picture);
        }
        for (String theme : List.of("light", "dark")) {
            try (Window window = chromium.openToJudge(state)) {
                window.page.addInitScript("localStorage.setItem('subrack.theme', '" + theme + "')");
                window.page.navigate(url);
                await(window.page);
                window.page.waitForTimeout(300);

                assertThat(window.broken()).as(theme).isEmpty();
            }
        }
    }
}
