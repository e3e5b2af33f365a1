/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.rowOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.subrack.tests.system.Chromium.Window;
import org.junit.jupiter.api.Test;

/** What windows show of what happens elsewhere. */
abstract class ConsoleWatching extends ConsolePart {
    @Test
    void seesWhatSomebodyElseDoesWithoutALoad() throws Exception {
        try (Window window = COCKPIT.open("/bundles")) {
            Page page = window.page;
            rowOf(page, GREETER).waitFor();
            page.evaluate("() => { window.sameAsBefore = true; }");

            COCKPIT.operator().deploy(BundleForge.trivial("com.acme.sudden", "1.0.0"));

            assertThat(rowOf(page, "com.acme.sudden")).containsText("Serving");
            COCKPIT.operator().uninstall("com.acme.sudden");
            assertThat(rowOf(page, "com.acme.sudden")).hasCount(0);
            assertThat(page.evaluate("() => window.sameAsBefore")).isEqualTo(true);
        }
    }
}
