/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.rowOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.subrack.tests.system.Chromium.Window;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What the console says, and offers, when something has failed. */
abstract class ConsoleRepairs extends ConsolePart {
    @Test
    void showsABrokenUpdateThatWasUndoneWithWhatItLogged() throws Exception {
        try (Window window = COCKPIT.open("/install")) {
            Page page = window.page;
            ConsolePages.upload(page, "broken.jar", Files.readAllBytes(Repository.broken("activator-throws")));

            ConsolePages.apply(page, "Undone");

            assertThat(page.locator("main [role=alert]")).containsText("the phrase book is missing");
            Locator excerpt = page.locator("main sr-log");
            assertThat(excerpt).containsText(GREETER);
            assertThat(excerpt).containsText("the phrase book is missing");
            page.navigate(COCKPIT.url("/bundles"));
            assertThat(rowOf(page, GREETER)).containsText("1.0.0");
            assertThat(rowOf(page, GREETER)).containsText("Serving");
            assertThat(statusOf("/greeter/ada")).isEqualTo(200);
            assertThat(window.complaints()).isEmpty();
        }
    }
}
