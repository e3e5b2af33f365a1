/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.Accounts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
    private final House house = new House().asked();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/setup",
                "/logout",
                "/consent?request=sealed%2B%2F%3D",
                "/device",
                "/account",
                "/account/password",
                "/account/second-factor",
                "/account/sessions",
                "/account/tokens",
                "/account/applications",
                "/account/reset",
                "/nowhere"
            })
    void sendsTheSameHeadersWithEachPage(String page) {
        Browser browser = page.equals("/login") ? house.browser() : house.loggedIn();

        Answer answer = browser.get(page);

        assertThat(answer.headers())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Referrer-Policy", "same-origin")
                .containsEntry("X-Frame-Options", "DENY");
        assertThat(answer.headers().get("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';")
                .contains("frame-ancestors 'none'; base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.body())
                .startsWith("<!doctype html>\n<html lang=\"en\">")
                .doesNotContain(" style=")
                .doesNotContain("<script");
        assertThat(answer.body().length()).isLessThan(8_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/setup",
                "/logout",
                "/consent",
                "/device",
                "/account/password",
                "/account/second-factor",
                "/account/sessions",
                "/account/tokens",
                "/account/applications",
                "/account/reset"
            })
    void doesNothingForAnotherSite(String page) {
        Browser browser = house.loggedIn();
        browser.get("/logout");
        String token = Browser.hidden(browser.form("/logout", "")).get("form_token");
        browser.headers.put("origin", List.of("https://evil.example"));
        browser.headers.put("sec-fetch-site", List.of("cross-site"));

        assertThat(browser.post(page, "form_token=" + token).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/setup",
                "/logout",
                "/consent",
                "/device",
                "/account/password",
                "/account/second-factor",
                "/account/sessions",
                "/account/tokens",
                "/account/applications",
                "/account/reset"
            })
    void doesNothingWithoutTheTokenOfTheForm(String page) {
        Browser browser = house.loggedIn();

        assertThat(browser.post(page, "").status()).isEqualTo(403);
        assertThat(browser.post(page, "form_token=deadbeef").status()).isEqualTo(403);
        assertThat(house.accounts.sessions).hasSize(1);
    }

    @Test
    void bindsFormsToTheSession() {
        Browser other = house.loggedIn();
        other.get("/logout");
        String token = Browser.hidden(other.form("/logout", "")).get("form_token");
        Browser browser = house.loggedIn();

        assertThat(browser.post("/logout", "form_token=" + token).status()).isEqualTo(403);
    }

    @Test
    void refusesOtherBodies() {
        Browser browser = house.browser();

        assertThat(browser.send("POST", "/login", "text/plain", "a=b").status()).isEqualTo(415);
        assertThat(browser.send("POST", "/login", "", "a=b").status()).isEqualTo(415);
        assertThat(browser.post("/login", "a=" + "b".repeat(40_000)).status()).isEqualTo(413);
        assertThat(browser.post("/login", "a=1&a=2").status()).isEqualTo(400);
        assertThat(browser.get("/login?next=a&next=b").status()).isEqualTo(400);
    }

    @Test
    void refusesOtherMethods() {
        Answer answer = house.browser().send("DELETE", "/login", "", "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD, POST");
        assertThat(house.loggedIn().get("/account/none").status()).isEqualTo(404);
    }

    @Test
    void saysThatAccountsAreAway() {
        house.user();
        Browser browser = house.browser();
        browser.get("/login");
        house.accounts.down = true;

        Answer answer = browser.submit("/login", "name", "ada", "password", House.PASSWORD);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "5");
        assertThat(answer.body()).contains("Try again").contains("req-1").doesNotContain("database");
        assertThat(browser.cookies).doesNotContainKey(Accounts.SESSION_COOKIE);
    }

    @Test
    void takesNoCookieThatIsThereTwice() {
        Browser browser = house.loggedIn();
        String cookie = Accounts.SESSION_COOKIE + "=" + browser.cookies.get(Accounts.SESSION_COOKIE);
        browser.cookies.clear();
        browser.headers.put("cookie", List.of(cookie + "; " + Accounts.SESSION_COOKIE + "=srs_other"));

        assertThat(browser.get("/account").status()).isEqualTo(303);
    }

    @Test
    void servesItsStyleForGood() {
        Browser browser = house.browser();
        String path = Assets.path(Assets.STYLE);

        Answer style = browser.get(path);
        assertThat(style.headers())
                .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
                .containsEntry("Content-Type", "text/css; charset=utf-8");

        browser.headers.put("if-none-match", List.of(style.headers().get("ETag")));
        Answer known = browser.get("/assets/auth/subrack.css");
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(known.headers()).containsEntry("Cache-Control", "no-cache");
        assertThat(browser.get("/assets/auth/0000/subrack.css").headers()).containsEntry("Cache-Control", "no-cache");
        assertThat(browser.get("/assets/auth/texts.properties").status()).isEqualTo(404);
        assertThat(browser.get("/assets/auth").status()).isEqualTo(404);
    }
}
