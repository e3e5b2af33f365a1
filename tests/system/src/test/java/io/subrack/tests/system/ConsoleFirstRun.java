/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.subrack.tests.system.Chromium.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandProcessor;
import org.junit.jupiter.api.Test;

/** From the link of the first start, which {@link Cockpit} has followed, to a bundle of somebody else that serves. */
abstract class ConsoleFirstRun {
    private static final String GOGO = "org.apache.felix.gogo.runtime";

    @Test
    void leadsFromTheFirstStepsToAThirdPartysServices() throws Exception {
        Path jar = Path.of(CommandProcessor.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Window window = ConsoleIT.COCKPIT.open("")) {
            Page page = window.page;
            assertThat(page.locator("main")).containsText("Next steps");
            link(page, "Install the first bundle").click();
            page.waitForURL("**/console/install");

            ConsolePages.upload(page, "gogo.jar", Files.readAllBytes(jar));
            ConsolePages.apply(page, "Done");
            link(page, GOGO).click();
            assertThat(page.locator("h1 .badge").first()).hasText("Serving");
            page.locator("nav.tabs a, [role=tablist] a", new Page.LocatorOptions().setHasText("Services"))
                    .click();

            assertThat(page.locator(".tab")).containsText(CommandProcessor.class.getName());
            page.navigate(ConsoleIT.COCKPIT.url("/services?q=CommandProcessor"));
            assertThat(page.locator("sr-table tbody tr").first()).containsText(GOGO);
            assertThat(window.complaints()).isEmpty();
        } finally {
            ConsoleIT.COCKPIT.operator().uninstall(GOGO);
        }
    }
}
