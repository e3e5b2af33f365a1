/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.button;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.subrack.tests.system.Chromium.Person;
import io.subrack.tests.system.Chromium.Window;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Bundles that come, change and go through the console. */
abstract class ConsoleDeploying extends ConsolePart {
    /** Asks the API for what the page does not offer. */
    private static final String STOP = """
            async bundle => (await fetch('/api/platform/v1/plans', {method: 'POST', headers: {'Content-Type': 'application/json'},
              body: JSON.stringify({changes: [{action: 'stop', bundle}]})})).status
            """;

    @Test
    void updatesABundleFromItsFileAndUndoesIt() throws Exception {
        try (Window window = COCKPIT.open("/install")) {
            Page page = window.page;
            page.locator("input[type=file]").setInputFiles(Repository.example("greeter-v2"));
            page.waitForURL(Pattern.compile("/console/install/[0-9a-f]+$"));
            assertThat(page.locator(".plan-bundles")).containsText("2.0.0");

            button(page, "Apply").click();
            page.waitForURL("**/console/deployments/*");
            assertThat(page.locator("h1 .badge")).hasText("Done");
            assertThat(statusOf("/greeter/ada/goodbye")).isEqualTo(200);

            button(page, "Undo").first().click();
            button(page, "Roll back").click();
            page.locator(".toast.good", new Page.LocatorOptions().setHasText("Undo the last change"))
                    .waitFor();
            assertThat(statusOf("/greeter/ada/goodbye")).isEqualTo(404);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void saysWhatAPlanLacksInsteadOfApplyingIt() throws Exception {
        byte[] lacking = BundleForge.bundle(
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "com.acme.lacking",
                        "Bundle-Version", "1.0.0",
                        "Import-Package", "com.acme.nobody.has.this"),
                Map.of());
        try (Window window = COCKPIT.open("/install")) {
            Page page = window.page;

            page.locator("input[type=file]")
                    .setInputFiles(new FilePayload("lacking.jar", "application/java-archive", lacking));

            assertThat(page.locator("[role=alert]")).containsText("com.acme.nobody.has.this");
            assertThat(button(page, "Apply")).hasAttribute("aria-disabled", "true");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void showsAViewerWhatTheyMayNotDoAndWhy() throws Exception {
        String password = COCKPIT.newUser("vera", "viewer");
        try (Person vera = COCKPIT.chromium().person();
                Window window = vera.open()) {
            Page page = window.page;
            page.navigate(COCKPIT.url("/bundles/" + GREETER));
            Cockpit.signIn(page, "vera", password);

            Locator stop = button(page, "Stop");

            assertThat(stop).hasAttribute("aria-disabled", "true");
            assertThat(stop).hasAttribute("aria-description", "Needs the scope platform.deploy");
            stop.click(new Locator.ClickOptions().setForce(true));
            assertThat(page.locator("dialog[open]")).hasCount(0);
            page.navigate(COCKPIT.url("/install"));
            assertThat(page.locator("main")).containsText("Needs the scope platform.deploy");
            assertThat(page.locator("main input[type=file]")).hasCount(0);
            assertThat(page.evaluate(STOP, GREETER)).isEqualTo(403);
        }
    }
}
