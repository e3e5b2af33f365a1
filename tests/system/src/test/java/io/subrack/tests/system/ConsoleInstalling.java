/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.button;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How a person installs bundles that others have made: from the catalogue, or from files. */
final class ConsoleInstalling {
    /** Bundles are downloaded meanwhile, and what they need. */
    private static final double DOWNLOAD_MILLIS = 120_000;

    private static final int MOST_FIXES = 6;
    private static final Pattern PLAN = Pattern.compile("/console/install/[0-9a-f]+$");

    private final Cockpit cockpit;
    private final Page page;

    ConsoleInstalling(Cockpit cockpit, Page page) {
        this.cockpit = cockpit;
        this.page = page;
    }

    /** Types coordinates into the catalogue's search and installs what is there; stops at the plan. */
    void planCoordinates(String coordinates) {
        page.navigate(cockpit.url("/repositories"));
        page.locator("input[type=search]").fill(coordinates);
        button(page, "Install these coordinates").click();
        awaitPlan();
    }

    /** Searches the catalogue for a symbolic name and installs the newest; stops at the plan. */
    void planFound(String symbolicName) {
        page.navigate(cockpit.url("/repositories"));
        page.locator("input[type=search]").fill(symbolicName);
        ConsolePages.rowOf(page, symbolicName)
                .getByRole(com.microsoft.playwright.options.AriaRole.BUTTON)
                .click();
        awaitPlan();
    }

    /** Uploads files; stops at their plan. */
    void planFiles(Path... files) {
        page.navigate(cockpit.url("/install"));
        page.locator("input[type=file]").setInputFiles(files);
        awaitPlan();
    }

    private void awaitPlan() {
        page.waitForURL(PLAN, new Page.WaitForURLOptions().setTimeout(DOWNLOAD_MILLIS));
        ConsolePages.await(page);
        page.locator(".plan").waitFor();
    }

    Locator faults() {
        return page.locator(".plan [role=alert]");
    }

    /**
     * Presses the first button that would help as long as the plan is refused and has one.
     *
     * @return what the plan said and offered before each
     */
    List<String> repair() {
        List<String> said = new ArrayList<>();
        Locator fix = faults().locator("button");
        while (fix.count() > 0 && said.size() < MOST_FIXES) {
            said.add(String.join(" ", faults().locator("li").allInnerTexts()) + " → "
                    + fix.first().innerText());
            String before = page.url();
            fix.first().click();
            page.waitForURL(
                    address -> PLAN.matcher(address).find() && !address.equals(before),
                    new Page.WaitForURLOptions().setTimeout(DOWNLOAD_MILLIS));
            ConsolePages.await(page);
            page.locator(".plan").waitFor();
        }
        return said;
    }

    /** Applies the plan that is shown and waits until all that it adds serves. @return what it adds */
    List<String> apply() throws Exception {
        assertThat(faults().allInnerTexts()).isEmpty();
        List<String> names = page.locator(".plan-bundles strong").allInnerTexts();
        if (page.locator("input[name=yes]").count() > 0) {
            page.locator("input[name=yes]").check();
        }
        button(page, "Apply").click();
        page.waitForURL("**/console/deployments/*");
        assertThat(page.locator("h1 .badge"))
                .hasText("Done", new LocatorAssertions.HasTextOptions().setTimeout(DOWNLOAD_MILLIS));
        for (String name : names) {
            JsonNode bundle = cockpit.api("/bundles/" + name);
            assertThat(bundle.path("health").asText()).as(bundle.toString()).isEqualTo("SERVING");
        }
        return names;
    }
}
