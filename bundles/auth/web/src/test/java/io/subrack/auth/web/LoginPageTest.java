/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.Accounts;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginPageTest {
    private static final String REQUEST = "?request=sealed%2B%2F%3D";
    private static final String CONTINUE = "/oauth2/authorize/continue" + REQUEST;

    private final House house = new House();
    private final Browser browser = house.browser();

    @Test
    void beginsASessionAndShowsTheAccount() {
        house.user();
        browser.get("/login");

        Answer answer = browser.submit("/login", "name", "ada", "password", House.PASSWORD);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers()).containsEntry("Location", "/account");
        assertThat(answer.cookies())
                .containsExactly(Accounts.SESSION_COOKIE + "=srs_1; Path=/; Secure; HttpOnly; SameSite=Lax");
    }

    @Test
    void goesOnIntoTheAuthorizationByAPageOfItsOwn() {
        house.asked().user();
        browser.get("/login" + REQUEST);
        assertThat(browser.last.body()).contains("Acme Reports");

        Answer answer = browser.submit("/login", "name", "ada", "password", House.PASSWORD);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("<meta http-equiv=\"refresh\" content=\"0;url=" + CONTINUE + "\">")
                .contains("href=\"" + CONTINUE + "\"");
        assertThat(browser.cookies).containsKey(Accounts.SESSION_COOKIE);
    }

    @Test
    void asksForACodeWhereThereIsASecondFactor() {
        house.asked().user();
        house.accounts.withTotp.add("id-ada");
        browser.get("/login" + REQUEST);

        Answer asked = browser.submit("/login", "name", "ada", "password", House.PASSWORD);
        assertThat(asked.body()).contains("autocomplete=\"one-time-code\"").doesNotContain(House.PASSWORD);
        assertThat(browser.cookies).doesNotContainKey(Accounts.SESSION_COOKIE);

        Answer wrong = browser.submit("/login", "code", "000000");
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.body()).contains("role=\"alert\"").contains("href=\"/login" + REQUEST + "\"");

        Answer right = browser.submit("/login", "code", FakeAccounts.CODE);
        assertThat(right.body()).contains(CONTINUE);
        assertThat(browser.cookies).containsKey(Accounts.SESSION_COOKIE);
    }

    @Test
    void saysOnlyThatSomethingIsWrong() {
        house.user();
        browser.get("/login");
        Answer wrongPassword = browser.submit("/login", "name", "ada", "password", "nonsense");
        browser.get("/login");
        Answer wrongName = browser.submit("/login", "name", "bob", "password", "nonsense");

        assertThat(wrongPassword.status()).isEqualTo(403).isEqualTo(wrongName.status());
        assertThat(wrongPassword.body().replace("ada", "bob")).isEqualTo(wrongName.body());
        assertThat(wrongPassword.body())
                .contains("aria-invalid=\"true\"")
                .contains("aria-describedby=\"problem\"")
                .contains("value=\"ada\"")
                .doesNotContain("nonsense");
    }

    @Test
    void saysWhenToTryAgain() {
        house.user();
        house.accounts.later = Duration.ofSeconds(30);
        browser.get("/login");

        Answer answer = browser.submit("/login", "name", "ada", "password", House.PASSWORD);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsEntry("Retry-After", "30");
        assertThat(answer.body()).contains("30 s");
    }

    @Test
    void tellsTooMuchForEverybodyFromTooManyAttempts() {
        house.accounts.later = Duration.ofSeconds(2);
        house.accounts.busy = true;
        browser.get("/login");

        Answer answer = browser.submit("/login", "name", "ada", "password", House.PASSWORD);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "2");
    }

    @Test
    void endsTheSessionThatTheBrowserHadBefore() {
        Browser known = house.asked().loggedIn();
        String before = known.cookies.get(Accounts.SESSION_COOKIE);
        known.get("/login" + REQUEST);

        known.submit("/login", "name", "ada", "password", House.PASSWORD);

        assertThat(known.cookies.get(Accounts.SESSION_COOKIE)).isNotEqualTo(before);
        assertThat(house.accounts.sessions).doesNotContainKey(before);
    }

    @Test
    void takesNoSessionIdThatSomebodyElseHasChosen() {
        house.user();
        browser.cookies.put(Accounts.SESSION_COOKIE, "srs_chosen");
        browser.get("/login");

        browser.submit("/login", "name", "ada", "password", House.PASSWORD);

        assertThat(browser.cookies.get(Accounts.SESSION_COOKIE)).isNotEqualTo("srs_chosen");
    }

    @Test
    void refusesTheFormOfAnotherBrowser() {
        house.user();
        Browser attacker = house.browser();
        attacker.get("/login");
        Map<String, String> foreign = Browser.hidden(attacker.form("/login", ""));
        foreign.putAll(Map.of("name", "ada", "password", House.PASSWORD));
        browser.get("/login");

        Answer answer = browser.post("/login", Browser.encoded(foreign));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(browser.cookies).doesNotContainKey(Accounts.SESSION_COOKIE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/account/../evil",
                "/oauth2/authorize",
                "/logout",
                "/consoles",
                "/console/../logout",
                "/console//evil.example/\r\nX: y",
                "/console#<script>",
                "javascript:alert(1)"
            })
    void goesNowhereElseAfterwards(String next) {
        house.user();
        browser.get("/login?next=" + java.net.URLEncoder.encode(next, java.nio.charset.StandardCharsets.UTF_8));

        Answer answer = browser.submit("/login", "name", "ada", "password", House.PASSWORD);

        assertThat(answer.headers()).containsEntry("Location", "/account");
    }

    @Test
    void goesBackToThePageThatAskedForIt() {
        house.user();
        Answer device = browser.get("/device?user_code=ABCD-EFGH");
        browser.get(device.headers().get("Location"));

        Answer answer = browser.submit("/login", "name", "ada", "password", House.PASSWORD);

        assertThat(answer.headers()).containsEntry("Location", "/device?user_code=ABCD-EFGH");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/console", "/console/bundles/com.acme/log", "/console/bundles?q=a+b&state=FAILED&sort=-name"})
    void goesBackToWhereverInTheConsole(String address) {
        house.user();
        browser.get("/login?next=" + java.net.URLEncoder.encode(address, java.nio.charset.StandardCharsets.UTF_8));

        Answer answer = browser.submit("/login", "name", "ada", "password", House.PASSWORD);

        assertThat(answer.headers()).containsEntry("Location", address);
    }

    @Test
    void saysThatARequestIsTooOld() {
        Answer answer = browser.get("/login?request=unknown");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("Go back to the application");
    }

    @Test
    void staysInTouchWithTheWindowOfAClientOnly() {
        house.asked();

        assertThat(browser.get("/login" + REQUEST).headers()).doesNotContainKey("Cross-Origin-Opener-Policy");
        assertThat(browser.get("/login").headers()).containsEntry("Cross-Origin-Opener-Policy", "same-origin");
    }

    @Test
    void fillsInWhatTheClientHints() {
        house.requests.pending.put(
                "hinted",
                new io.subrack.auth.spi.AuthorizationRequests.Pending(
                        "c", "Client", "\"><script>", java.util.List.of()));

        Answer answer = browser.get("/login?request=hinted");

        assertThat(answer.body()).contains("value=\"&quot;&gt;&lt;script&gt;\"");
    }
}
