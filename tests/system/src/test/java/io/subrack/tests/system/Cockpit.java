/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.subrack.data.testing.FreePort;
import io.subrack.tests.system.Chromium.Person;
import io.subrack.tests.system.Chromium.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One platform and one browser for all that is tested of the console. It is claimed as people do it, by the link of the
 * first start; the admin stays signed in.
 */
final class Cockpit implements BeforeAllCallback, AfterAllCallback {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final String PASSWORD = "a long way to the first admin";

    /** Makes a token for all that the person may do. */
    private static final String TOKEN = """
            async () => {
              const base = '/api/platform/v1/me';
              const {scopes} = await (await fetch(base)).json();
              const made = await fetch(`${base}/api-tokens`, {method: 'POST', headers: {'Content-Type': 'application/json'},
                body: JSON.stringify({name: 'tests', scopes})});
              return (await made.json()).token ?? `no token: ${made.status}`;
            }
            """;

    private final SharedSubrack shared = new SharedSubrack(
            subrack -> subrack.unclaimed()
                    .set("io.subrack.web", "port", Integer.toString(FreePort.any())) // browsers expect it again
                    .set("io.subrack.catalogue", "folders", ConsoleCatalogue.FOLDER.toString())
                    .set("io.subrack.deployment", "start.seconds", "120"), // ConsoleWatching keeps a bundle waiting
            this::claim);
    private Chromium chromium;
    private Person admin;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (context.getEnclosingTestClasses().isEmpty()) {
            chromium = new Chromium();
            shared.beforeAll(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (context.getEnclosingTestClasses().isEmpty()) {
            chromium.close();
            shared.afterAll(context);
        }
    }

    private void claim(Subrack subrack) throws Exception {
        subrack.launch();
        subrack.awaitAnswer("/health/live");
        Path file = subrack.data().resolve("setup-token");
        Waiting.until("the setup token is there", DEADLINE, () -> Files.size(file) > 40);
        subrack.awaitAnswer("/setup");
        admin = chromium.person();
        try (Window window = admin.open()) {
            Page page = window.page;
            page.navigate(subrack.url() + "/setup#" + Files.readString(file).strip());
            assertThat(window.complaints()).isEmpty();
            assertThat(Accessibility.faults(page)).isEmpty();
            window.complaints().clear();
            page.locator("input[autocomplete=username]").fill(Subrack.ADMIN);
            for (Locator field :
                    page.locator("input[autocomplete=new-password]").all()) {
                field.fill(PASSWORD);
            }
            page.locator("form button[type=submit]").first().click();
            page.waitForURL(address -> !address.contains("/setup"));
            page.navigate(subrack.url() + "/console/bundles?q=nothing");
            if (page.url().contains("/login")) {
                signIn(page, Subrack.ADMIN, PASSWORD);
            }
            page.waitForURL("**/console/bundles?q=nothing");
            ConsolePages.await(page);
            assertThat(page.locator("main")).containsText("No bundles");
            SecretFiles.write(subrack.operatorTokenFile(), String.valueOf(page.evaluate(TOKEN)));
            assertThat(window.complaints()).isEmpty();
        }
        keepAWindow(subrack);
        subrack.awaitReady();
    }

    /** Windows that are opened later share what this one has: they cost half of what each would cost alone. */
    private void keepAWindow(Subrack subrack) {
        admin.open().page.navigate(subrack.url() + "/health/live");
    }

    static void signIn(Page page, String name, String password) {
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(password);
        page.keyboard().press("Enter");
    }

    Chromium chromium() {
        return chromium;
    }

    Subrack platform() {
        return shared.platform();
    }

    SharedSubrack shared() {
        return shared;
    }

    ApiClient operator() {
        return shared.operator();
    }

    /** Returns the cookies of the admin, for other browsers. */
    String adminState() {
        return admin.state();
    }

    /** @param path below the console's, as {@code /bundles} */
    String url(String path) {
        return shared.url("/console" + path).toString();
    }

    /** Opens a window of the admin, which is told from now on of what happens. */
    Window open(String path) {
        Window window = admin.open();
        window.page.navigate(url(path));
        assertThat(window.page.locator("header .live.connected")).hasCount(1);
        return window;
    }

    /** @param path below the management API's */
    JsonNode api(String path) throws Exception {
        ApiAnswer answer = operator().get(ApiClient.MANAGEMENT + path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** Makes a user and returns the password. */
    String newUser(String name, String role) throws Exception {
        ApiAnswer made = operator()
                .post(ApiClient.MANAGEMENT + "/users", "{\"name\":\"" + name + "\",\"roles\":[\"" + role + "\"]}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String password = "a long way to " + name;
        choosePassword(name, made.json().path("resetToken").asText(), password);
        return password;
    }

    /** Lets a user choose a password, by the token of the invitation. */
    void choosePassword(String name, String token, String password) throws Exception {
        ApiAnswer set = operator()
                .post(
                        ApiClient.MANAGEMENT + "/password-resets",
                        "{\"name\":\"" + name + "\",\"token\":\"" + token + "\",\"password\":\"" + password + "\"}");
        assertThat(set.status()).as(set.text()).isEqualTo(204);
    }
}
