/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.subrack.tests.system.Chromium.Window;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console in a real browser, against the distribution as it is. */
@Order(1)
class ConsoleIT {
    private static final int MOST_REQUESTS = 20;
    private static final long MOST_BYTES = 150_000;
    private static final String GREETER = "io.subrack.examples.greeter";

    @RegisterExtension
    static final SharedSubrack SUBRACK = new SharedSubrack();

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static String admin;

    @BeforeAll
    static void signInOnce() throws Exception {
        SUBRACK.ensure("inventory-api", "inventory", "greeter-v1");
        try (Window window = CHROMIUM.open()) {
            window.page.navigate(url("/console/bundles?q=greet"));
            signIn(window.page, Subrack.ADMIN, SUBRACK.platform().password());
            window.page.waitForURL("**/console/bundles?q=greet");
            assertThat(rowOf(window.page, GREETER)).isVisible();
            admin = window.state();
        }
    }

    private static void signIn(Page page, String name, String password) {
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(password);
        page.keyboard().press("Enter");
    }

    private static String url(String path) {
        return SUBRACK.url(path).toString();
    }

    private static Locator rowOf(Page page, String bundle) {
        return page.locator("sr-table tbody tr")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByRole(
                                AriaRole.LINK,
                                new Page.GetByRoleOptions().setName(bundle).setExact(true))));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void awaitPage(Page page) {
        page.locator("main h1").first().waitFor();
        assertThat(page.locator("main .skeleton")).hasCount(0);
    }

    @Test
    void updatesABundleFromItsFileAndUndoesIt() throws Exception {
        try (Window window = CHROMIUM.open(admin)) {
            Page page = window.page;
            page.navigate(url("/console/install"));
            page.locator("input[type=file]").setInputFiles(Repository.example("greeter-v2"));
            page.waitForURL(Pattern.compile("/console/install/[0-9a-f]+$"));
            assertThat(page.locator(".plan-bundles")).containsText("2.0.0");
            window.shoot("install-plan");

            button(page, "Apply").click();
            page.waitForURL("**/console/deployments/*");
            assertThat(page.locator("h1 .badge")).hasText("Done");
            window.shoot("deployment-done");
            assertThat(statusOf("/greeter/ada/goodbye")).isEqualTo(200);

            button(page, "Undo").first().click();
            button(page, "Roll back").click();
            page.locator(".toast.good", new Page.LocatorOptions().setHasText("Undo the last change"))
                    .waitFor();
            assertThat(statusOf("/greeter/ada/goodbye")).isEqualTo(404);
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static int statusOf(String path) throws Exception {
        return SUBRACK.operator().get(path).status();
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
        try (Window window = CHROMIUM.open(admin)) {
            Page page = window.page;
            page.navigate(url("/console/install"));

            page.locator("input[type=file]")
                    .setInputFiles(new FilePayload("lacking.jar", "application/java-archive", lacking));

            assertThat(page.locator("[role=alert]")).containsText("com.acme.nobody.has.this");
            assertThat(button(page, "Apply")).hasAttribute("aria-disabled", "true");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void showsHostileTextAsText() throws Exception {
        String hostile = "<img src=x onerror=alert(1)>${7*7}<script>alert(2)</script>";
        byte[] bundle = BundleForge.bundle(
                Map.of(
                        "Bundle-ManifestVersion",
                        "2",
                        "Bundle-SymbolicName",
                        "com.acme.hostile",
                        "Bundle-Version",
                        "1.0.0",
                        "Bundle-Name",
                        hostile,
                        "Bundle-Vendor",
                        hostile,
                        "Bundle-Description",
                        hostile),
                Map.of());
        try (Window window = CHROMIUM.open(admin)) {
            Page page = window.page;
            page.onDialog(dialog -> {
                throw new AssertionError("a script ran: " + dialog.message());
            });
            page.navigate(url("/console/install"));
            page.locator("input[type=file]")
                    .setInputFiles(new FilePayload(hostile + ".jar", "application/java-archive", bundle));
            assertThat(page.locator("main")).containsText(hostile);
            button(page, "Apply").click();
            assertThat(page.locator("h1 .badge")).hasText("Done");

            page.navigate(url("/console/bundles/com.acme.hostile"));

            assertThat(page.locator("main")).containsText(hostile);
            assertThat(page.locator("main img, main script")).hasCount(0);
            page.navigate(url("/console/" + "%3Cimg%20src=x%3E"));
            assertThat(page.locator("main")).containsText("<img src=x>");
            assertThat(window.complaints()).isEmpty();
        } finally {
            SUBRACK.operator().uninstall("com.acme.hostile");
        }
    }

    @Test
    void showsAViewerWhatTheyMayNotDoAndWhy() throws Exception {
        String viewer = newUser("vera", "viewer");
        try (Window window = CHROMIUM.open()) {
            Page page = window.page;
            page.navigate(url("/console/bundles/" + GREETER));
            signIn(page, "vera", viewer);

            Locator stop = button(page, "Stop");

            assertThat(stop).hasAttribute("aria-disabled", "true");
            assertThat(stop).hasAttribute("aria-description", "Needs the scope platform.deploy");
            stop.click(new Locator.ClickOptions().setForce(true));
            assertThat(page.locator("dialog[open]")).hasCount(0);
        }
    }

    private static String newUser(String name, String role) throws Exception {
        ApiAnswer made = SUBRACK.operator()
                .post("/api/platform/v1/users", "{\"name\":\"" + name + "\",\"roles\":[\"" + role + "\"]}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String password = "a long way to " + name;
        String token = made.json().path("resetToken").asText();
        ApiAnswer set = SUBRACK.operator()
                .post(
                        "/api/platform/v1/password-resets",
                        "{\"name\":\"" + name + "\",\"token\":\"" + token + "\",\"password\":\"" + password + "\"}");
        assertThat(set.status()).as(set.text()).isBetween(200, 204);
        return password;
    }

    @Test
    void stopsABundleByKeyboardAloneAfterNamingWhatItHits() throws Exception {
        try (Window window = CHROMIUM.open(admin)) {
            Page page = window.page;
            page.navigate(url("/console/bundles"));
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
    void seesWhatSomebodyElseDoesWithoutALoad() throws Exception {
        try (Window window = CHROMIUM.open(admin)) {
            Page page = window.page;
            page.navigate(url("/console/bundles"));
            rowOf(page, GREETER).waitFor();
            page.evaluate("() => { window.sameAsBefore = true; }");

            SUBRACK.operator().deploy(BundleForge.trivial("com.acme.sudden", "1.0.0"));

            assertThat(rowOf(page, "com.acme.sudden")).containsText("Serving");
            SUBRACK.operator().uninstall("com.acme.sudden");
            assertThat(rowOf(page, "com.acme.sudden")).hasCount(0);
            assertThat(page.evaluate("() => window.sameAsBefore")).isEqualTo(true);
        }
    }

    @Test
    void reachesABundleFromThePalette() {
        try (Window window = CHROMIUM.open(admin)) {
            Page page = window.page;
            page.navigate(url("/console"));
            awaitPage(page);

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

    @Test
    void worksOutFiltersOrdersWindowsAndLayersAsItShould() {
        try (Window window = CHROMIUM.open(admin)) {
            window.page.navigate(url("/console"));
            awaitPage(window.page);
            String main = (String) window.page.evaluate("() => document.querySelector('script[type=module]').src");

            Object faults = window.page.evaluate(ConsoleLogic.SCRIPT, main);

            assertThat((List<?>) faults).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/bundles",
                "/bundles/io.subrack.examples.inventory",
                "/bundles/io.subrack.examples.inventory/wiring",
                "/bundles/io.subrack.examples.inventory/services",
                "/bundles/io.subrack.examples.inventory/apis",
                "/bundles/io.subrack.examples.greeter/versions",
                "/install",
                "/deployments",
                "/deployments/compare/1..2",
                "/dependencies",
                "/dependencies?focus=io.subrack.examples.inventory",
                "/health",
                "/logs",
                "/jobs",
                "/nothing"
            })
    void isLightAndCleanAndOpenToEverybody(String path) {
        try (Window window = CHROMIUM.open(admin)) {
            window.page.navigate(url("/console" + path));
            awaitPage(window.page);
            window.page.waitForTimeout(500);

            var weight = window.weight();
            assertThat(weight.requests()).as("requests").isLessThanOrEqualTo(MOST_REQUESTS);
            assertThat(weight.bytes()).as("bytes").isLessThanOrEqualTo(MOST_BYTES);
            assertThat(window.complaints()).isEmpty();
            window.shoot("console" + path.replaceAll("[^a-z0-9]+", "-"));
        }
        for (String theme : List.of("light", "dark")) {
            try (Window window = CHROMIUM.openToJudge(admin)) {
                window.page.addInitScript("localStorage.setItem('subrack.theme', '" + theme + "')");
                window.page.navigate(url("/console" + path));
                awaitPage(window.page);
                window.page.waitForTimeout(300);

                assertThat(window.broken()).as(theme).isEmpty();
            }
        }
    }

    @Test
    void cannotBeFramedNorCalledFromElsewhere() throws Exception {
        URI shell = SUBRACK.url("/console");

        var answer = java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(shell).build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/login?next=%2Fconsole");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }
}
