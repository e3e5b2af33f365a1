/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.util.regex.Pattern;

/** What the pages of the console have in common. */
final class ConsolePages {
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

    static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator menuItem(Page page, String name) {
        return page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name));
    }

    static Locator inDialog(Page page, String name) {
        return page.locator("dialog[open] footer button", new Page.LocatorOptions().setHasText(name));
    }

    static Locator rowOf(Page page, String name) {
        return page.locator("sr-table tbody tr").filter(new Locator.FilterOptions().setHas(link(page, name)));
    }

    static Locator toast(Page page, String text) {
        return page.locator(".toast", new Page.LocatorOptions().setHasText(text));
    }

    /** Hands a bundle to the page of installing and waits for its plan. */
    static void upload(Page page, String name, byte[] bundle) {
        page.locator("input[type=file]").setInputFiles(new FilePayload(name, "application/java-archive", bundle));
        page.waitForURL(Pattern.compile("/console/install/[0-9a-f]+$"));
        await(page);
    }

    /** Applies the plan that is shown and waits for how its deployment ends. */
    static void apply(Page page, String end) {
        button(page, "Apply").click();
        page.waitForURL("**/console/deployments/*");
        assertThat(page.locator("h1 .badge")).hasText(end);
    }
}
