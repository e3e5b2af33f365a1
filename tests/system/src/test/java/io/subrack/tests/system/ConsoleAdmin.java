/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.button;
import static io.subrack.tests.system.ConsolePages.inDialog;
import static io.subrack.tests.system.ConsolePages.link;
import static io.subrack.tests.system.ConsolePages.menuItem;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.subrack.tests.system.Chromium.Window;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What admins do in the console beside deploying: users, clients, configuration, audit, and looking things up. */
abstract class ConsoleAdmin extends ConsolePart {
    private static final String WEB = "/configurations/io.subrack.web";
    private static final String OBSERVE = "/configurations/io.subrack.observe";

    @Test
    void invitesAUserWhoThenChoosesAPassword() throws Exception {
        String token;
        try (Window window = COCKPIT.open("/users")) {
            Page page = window.page;
            button(page, "Invite a user").click();
            assertThat(page.locator("#edit-name")).isFocused();
            page.keyboard().type("grace");
            page.getByLabel("Full name").fill("Grace <b>Hopper</b>");
            inDialog(page, "Invite").click();

            assertThat(page.locator("dialog[open] h2")).hasText("grace is invited");
            token = page.getByLabel("One-time token").inputValue();
            assertThat(token).startsWith("sru_");
            inDialog(page, "I have it").click();

            page.waitForURL(Pattern.compile("/console/users/[A-Za-z0-9_-]+$"));
            assertThat(page.locator("h1")).containsText("Grace <b>Hopper</b>");
            assertThat(page.locator("h1 .badge")).hasText("Invited");
            assertThat(page.content()).doesNotContain(token);
            assertThat(window.complaints()).isEmpty();
        }
        COCKPIT.choosePassword("grace", token, "nanoseconds are short");
        try (Window window = COCKPIT.open("/users?q=grace")) {
            Page page = window.page;
            assertThat(page.locator("sr-table tbody tr .badge")).hasText("Active");

            page.locator("sr-table tbody tr th a").focus();
            page.keyboard().press(".");
            menuItem(page, "Disable").click();
            inDialog(page, "Disable").click();

            assertThat(page.locator("sr-table tbody tr .badge")).hasText("Disabled");
            assertThat(COCKPIT.api("/users?query=grace").at("/items/0/enabled").asBoolean())
                    .isFalse();
        }
    }

    @Test
    void changesAConfigurationAfterShowingTheDifferenceAndRevertsIt() throws Exception {
        try (Window window = COCKPIT.open("/configuration/io.subrack.web")) {
            Page page = window.page;
            Locator threads = page.getByLabel("Threads max");

            threads.fill("99999");

            assertThat(page.locator(".fault")).containsText("threads.max must be 8 to 10000");
            assertThat(button(page, "Review and apply")).hasAttribute("aria-disabled", "true");

            change(page, threads, "150", "200");
            assertThat(COCKPIT.api(WEB).at("/values/threads.max/admin").asInt()).isEqualTo(150);
            long first = COCKPIT.api(WEB).path("revision").asLong();
            change(page, threads, "160", "150");

            link(page, "History").click();
            assertThat(page.locator("main .card").first()).containsText("for the test");
            button(page, "Revert to this").last().click();
            inDialog(page, "Revert to this").click();

            page.locator(".toast.good", new Page.LocatorOptions().setHasText("Reverted to revision " + first))
                    .waitFor();
            assertThat(page.locator("main .card")).hasCount(3);
            assertThat(COCKPIT.api(WEB).at("/values/threads.max/admin").asInt()).isEqualTo(150);

            page.navigate(COCKPIT.url("/configuration/io.subrack.web"));
            button(page, "Reset to files").click();
            assertThat(page.locator("dialog[open]")).containsText("150");
            inDialog(page, "Reset to files").click();
            page.locator(".toast.good").first().waitFor();
            assertThat(COCKPIT.api(WEB).path("changed").asBoolean()).isFalse();
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static void change(Page page, Locator field, String value, String before) {
        field.fill(value);
        assertThat(page.locator(".apply [role=status]")).hasText("Checked; not applied yet.");
        button(page, "Review and apply").click();
        assertThat(page.locator("dialog[open] .diff .from")).hasText(before);
        assertThat(page.locator("dialog[open] .diff .to")).hasText(value);
        page.locator("dialog[open] [name=reason]").fill("for the test");
        inDialog(page, "Apply").click();
        assertThat(page.locator("dialog[open]")).hasCount(0);
        assertThat(button(page, "Review and apply")).hasAttribute("aria-description", "Nothing was changed");
    }

    @Test
    void doesNotTakeAwayWhatSomebodyTypesWhenAnotherChangesTheSame() throws Exception {
        try (Window window = COCKPIT.open("/configuration/io.subrack.observe")) {
            Page page = window.page;
            page.getByLabel("Most request series that are told apart").fill("44");

            ApiAnswer other = COCKPIT.operator()
                    .put(ApiClient.MANAGEMENT + OBSERVE, "{\"values\":{\"health.period.seconds\":20}}");

            assertThat(other.status()).as(other.text()).isEqualTo(200);
            assertThat(page.locator("main [role=alert]")).containsText("Somebody else has changed this meanwhile");
            assertThat(page.getByLabel("Most request series that are told apart"))
                    .hasValue("44");
            button(page, "Discard mine and load").click();
            assertThat(page.getByLabel("Period of health checks in seconds")).hasValue("20");
            assertThat(page.getByLabel("Most request series that are told apart"))
                    .hasValue("5000");
        } finally {
            COCKPIT.operator().delete(ApiClient.MANAGEMENT + OBSERVE);
        }
    }

    @Test
    void addsAClientWhoseSecretIsShownOnce() throws Exception {
        try (Window window = COCKPIT.open("/clients")) {
            Page page = window.page;
            button(page, "Add an application").click();
            page.getByLabel("What is it?").selectOption("service");
            page.locator("#edit-name").fill("Nightly report");
            inDialog(page, "Add").click();

            String secret = page.getByLabel("Secret", new Page.GetByLabelOptions().setExact(true))
                    .inputValue();

            assertThat(secret).startsWith("srx_");
            inDialog(page, "I have it").click();
            assertThat(page.locator("h1")).containsText("Nightly report");
            assertThat(page.content()).doesNotContain(secret);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void saysWhatIsWrongWithAFilterOfServices() {
        try (Window window = COCKPIT.open("/services")) {
            Page page = window.page;
            page.getByLabel("LDAP filter on properties").fill("(service.ranking>=1");
            page.keyboard().press("Enter");

            assertThat(page.locator("#ldap-fault")).containsText("must be an LDAP filter");
            assertThat(page.getByLabel("LDAP filter on properties")).isFocused();

            page.keyboard().type(")");
            page.keyboard().press("Enter");
            assertThat(page.locator("#ldap-fault")).hasCount(0);
            assertThat(page).hasURL(Pattern.compile("filter=%28service.ranking%3E%3D1%29"));
        }
    }

    @Test
    void provesTheAuditLogWhole() {
        try (Window window = COCKPIT.open("/audit?type=auth")) {
            Page page = window.page;
            ConsolePages.await(page);

            button(page, "Verify").click();

            assertThat(page.locator("main [role=status].notice")).containsText("The chain is whole");
            assertThat(page.locator("sr-table tbody tr").first()).containsText("auth.");
        }
    }

    @Test
    void triesAnOperation() {
        try (Window window = COCKPIT.open("/explorer/" + INVENTORY)) {
            Page page = window.page;
            page.locator(".operations a").first().click();

            button(page, "Send").click();

            assertThat(page.locator("main [role=status] .badge")).hasText(Pattern.compile("200.*"));
            assertThat(page.locator(".answer")).containsText("items");
            assertThat(window.complaints()).isEmpty();
        }
    }
}
