/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.button;
import static io.subrack.tests.system.ConsolePages.rowOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.subrack.tests.system.Chromium.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What windows show of what happens elsewhere. */
@TestMethodOrder(OrderAnnotation.class)
abstract class ConsoleWatching extends ConsolePart {
    private static final String SUDDEN = "com.acme.sudden";

    /** What only a new load of the page would take away. */
    private static final String MARK = "() => { window.sameAsBefore = true; }";

    private static void isSameAsBefore(Page page) {
        assertThat(page.evaluate("() => window.sameAsBefore")).isEqualTo(true);
    }

    @Test
    @Order(1)
    void seesWhatSomebodyElseDoesWithoutALoad() throws Exception {
        try (Window window = COCKPIT.open("/bundles")) {
            Page page = window.page;
            rowOf(page, GREETER).waitFor();
            page.evaluate(MARK);

            COCKPIT.operator().deploy(BundleForge.trivial(SUDDEN, "1.0.0"));

            assertThat(rowOf(page, SUDDEN)).containsText("Serving");
            COCKPIT.operator().uninstall(SUDDEN);
            assertThat(rowOf(page, SUDDEN)).hasCount(0);
            isSameAsBefore(page);
        }
    }

    /** The bundle waits in its start until it is let go, so there is something to watch. */
    @Test
    @Order(2)
    void twoWindowsShowTheSameJob(@TempDir Path directory) throws Exception {
        Path gate = directory.resolve("gate");
        byte[] doorman = new SourceBundle("com.acme.doorman")
                .header("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", "doorman.Doorman")
                .header("X-Gate", gate.toString())
                .source("Doorman.java")
                .build(COCKPIT.platform().distribution(), directory.resolve("classes"));
        try (Window one = COCKPIT.open("/install");
                Window other = COCKPIT.open("/jobs")) {
            ConsolePages.upload(one.page, "doorman.jar", doorman);
            button(one.page, "Apply").click();
            one.page.waitForURL("**/console/deployments/*");
            assertThat(other.page.locator("sr-jobs > button")).hasAttribute("aria-label", "1 job running");
            other.page.navigate(one.page.url());
            assertThat(one.page.locator("h1 .badge")).hasText("Running");
            assertThat(other.page.locator("h1 .badge")).hasText("Running");
            assertThat(other.page.locator("ol.steps [aria-current=step]")).hasCount(1);
            one.page.evaluate(MARK);
            other.page.evaluate(MARK);
            Files.createFile(gate);

            assertThat(one.page.locator("h1 .badge")).hasText("Undone");
            assertThat(other.page.locator("h1 .badge")).hasText("Undone");

            assertThat(other.page.locator("ol.log-steps li").allInnerTexts())
                    .isNotEmpty()
                    .isEqualTo(one.page.locator("ol.log-steps li").allInnerTexts());
            assertThat(other.page.locator("sr-jobs > button")).hasAttribute("aria-label", "Nothing is running");
            isSameAsBefore(one.page);
            isSameAsBefore(other.page);
            assertThat(one.complaints()).isEmpty();
            assertThat(other.complaints()).isEmpty();
        }
    }

    @Test
    @Order(3)
    void goesOnByItselfWhenTheServerIsBack() throws Exception {
        try (Window window = COCKPIT.open("/bundles")) {
            Page page = window.page;
            rowOf(page, GREETER).waitFor();
            assertThat(page.locator("header .live.connected")).hasCount(1);
            page.evaluate(MARK);

            COCKPIT.platform().stop();
            assertThat(page.locator("header .live")).containsText("Reconnecting");
            assertThat(rowOf(page, GREETER)).hasCount(1);
            COCKPIT.platform().start();
            COCKPIT.operator().deploy(BundleForge.trivial(SUDDEN, "1.0.0"));

            assertThat(page.locator("header .live.connected")).hasCount(1);
            assertThat(rowOf(page, SUDDEN)).containsText("Serving");
            assertThat(rowOf(page, GREETER)).containsText("Serving");
            COCKPIT.operator().uninstall(SUDDEN);
            assertThat(rowOf(page, SUDDEN)).hasCount(0);
            isSameAsBefore(page);
        }
    }
}
