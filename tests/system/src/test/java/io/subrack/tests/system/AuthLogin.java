/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.tests.system.AuthRig.Registered;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The login page and those behind it, as attackers use them. Failures count, so the order does, too. */
@TestMethodOrder(OrderAnnotation.class)
abstract class AuthLogin extends AuthPart {
    private static final String SESSION = "__Host-subrack-session";
    private static final String WRONG = "wrong-" + "password-of-nobody";

    private static Registered web;

    @BeforeAll
    static void register() throws Exception {
        web = rig.webClient("login-web");
    }

    @Test
    @Order(1)
    void givesACookieThatOnlyThisSiteGetsAndNoScriptReads() throws Exception {
        Browser browser = rig.browser();
        Browser.Page form = browser.get("/login");
        Browser.Page done = browser.submit(
                form, form.form().filled(Subrack.ADMIN, rig.platform().password()));

        List<String> cookies = done.answer().headers().allValues("set-cookie");
        String cookie = cookies.stream()
                .filter(each -> each.startsWith(SESSION))
                .findFirst()
                .orElseThrow();
        rig.secrets().note(browser.cookies().get(SESSION));
        assertThat(cookie).matches(SESSION + "=srs_[A-Za-z0-9_-]{43};.*");
        assertThat(cookie)
                .containsIgnoringCase("Path=/")
                .containsIgnoringCase("Secure")
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=")
                .doesNotContainIgnoringCase("Domain");
    }

    @Test
    @Order(2)
    void takesNoSessionThatItHasNotGiven() throws Exception {
        Browser browser = rig.browser();
        String planted = "srs_" + "A".repeat(43);
        browser.cookies().put(SESSION, planted);

        Browser.Page form = browser.get("/login");
        browser.submit(form, form.form().filled(Subrack.ADMIN, rig.platform().password()));

        String first = browser.cookies().get(SESSION);
        assertThat(first).isNotEqualTo(planted);
        Browser again = rig.browser();
        again.cookies().put(SESSION, first);
        assertThat(again.get("/account").status()).isEqualTo(200);
        rig.secrets().note(first);
    }

    @Test
    @Order(3)
    void endsTheSessionWhereItIsLoggedOut() throws Exception {
        Browser browser = loggedIn();
        String session = browser.cookies().get(SESSION);
        Browser.Page page = browser.get("/logout");
        assertThat(rig.browser().get("/account").status())
                .as("a GET ends nothing")
                .isNotEqualTo(200);

        browser.submit(page, page.form().filled("", ""));

        Browser thief = rig.browser();
        thief.cookies().put(SESSION, session);
        assertThat(thief.get("/account").status()).isNotEqualTo(200);
    }

    @Test
    @Order(3)
    void letsOwnPagesFollowWhatHappensAndNoOtherSite() throws Exception {
        Browser browser = loggedIn();
        rig.secrets().note(browser.cookies().get(SESSION));
        String own = browser.origin();

        assertThat(follow(browser, "Sec-Fetch-Site", "same-origin")).isEqualTo("200 text/event-stream");
        assertThat(follow(browser, "Origin", own)).isEqualTo("200 text/event-stream");
        for (String[] foreign : new String[][] {
            {"Origin", "https://evil.example"},
            {"Origin", "null"},
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"}
        }) {
            assertThat(follow(browser, foreign)).as(String.join(" ", foreign)).startsWith("403 ");
        }
        assertThat(follow(rig.browser(), "Origin", own)).startsWith("401 ");
    }

    /** Does what an EventSource does, and says how that is answered. */
    private static String follow(Browser browser, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(browser.origin() + ApiClient.MANAGEMENT + "/events"))
                .header("Accept", "text/event-stream")
                .headers(headers);
        if (browser.cookies().containsKey(SESSION)) {
            request.header("Cookie", SESSION + "=" + browser.cookies().get(SESSION));
        }
        var answer = rig.platform().http().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode() + " "
                + answer.headers().firstValue("content-type").orElse("");
    }

    @ParameterizedTest
    @Order(4)
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, none",
        "Referer, https://evil.example/",
    })
    void refusesFormsOfOtherSites(String header, String value) throws Exception {
        Browser browser = rig.browser();
        Browser.Page form = browser.get("/login");
        String fields = encoded(form.form().filled(Subrack.ADMIN, rig.platform().password()));

        Browser.Page answer = browser.post("/login", fields, header, value);

        assertThat(answer.status()).as(answer.toString()).isBetween(400, 403);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
    }

    @Test
    @Order(5)
    void refusesFormsWithoutOrWithAnothersToken() throws Exception {
        Browser browser = rig.browser();
        Browser.Page form = browser.get("/login");
        Browser victim = rig.browser();
        Browser.Page own = victim.get("/login");
        Map<String, String> without = new LinkedHashMap<>();
        own.form().filled(Subrack.ADMIN, rig.platform().password()).forEach((name, value) -> {
            if (!name.contains("token")) {
                without.put(name, value);
            }
        });

        Browser.Page noToken = victim.submit(own, without);
        Browser.Page foreignToken = victim.submit(
                own, form.form().filled(Subrack.ADMIN, rig.platform().password()));

        assertThat(noToken.status()).isBetween(400, 403);
        assertThat(foreignToken.status()).isBetween(400, 403);
        assertThat(victim.cookies()).doesNotContainKey(SESSION);
    }

    @Test
    @Order(6)
    void refusesFormsOfOtherSitesInASession() throws Exception {
        Browser browser = loggedIn();
        for (String path : List.of(
                "/account/password",
                "/account/sessions",
                "/account/applications",
                "/account/tokens",
                "/logout",
                "/consent",
                "/device")) {
            Browser.Page answer =
                    browser.post(path, "x=y", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site");
            assertThat(answer.status()).as(path).isBetween(400, 409);
        }
        Browser.Page api = browser.post(
                ApiClient.MANAGEMENT + "/roles",
                "x=y",
                "Origin",
                "https://evil.example",
                "Sec-Fetch-Site",
                "cross-site");
        assertThat(api.status()).isEqualTo(403);
        assertThat(browser.get("/account").status())
                .as("the session is still there")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @Order(7)
    @ValueSource(
            strings = {
                "/login",
                "/login?done=x",
                "/device",
                "/oauth2/authorize",
                "/account",
                "/account/reset",
                "/setup",
                "/logout",
                "/login/none"
            })
    void sendsHeadersThatKeepPagesToThemselves(String path) throws Exception {
        Browser.Page page = rig.browser().get(path);

        if (page.answer().header("content-type").startsWith("text/html")) {
            assertThat(page.answer().header("content-security-policy"))
                    .contains("default-src 'none'")
                    .contains("frame-ancestors 'none'")
                    .contains("base-uri 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.answer().header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(page.answer().header("cache-control")).contains("no-store");
        }
    }

    @ParameterizedTest
    @Order(8)
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "/%09/evil.example",
                "javascript:alert(1)",
                "/account/../../evil.example",
                "\"><script>alert(1)</script>",
            })
    void leadsNowhereElseAfterALogin(String target) throws Exception {
        for (String parameter : List.of("to", "return", "return_to", "next", "page", "request", "continue", "done")) {
            Browser browser = loggedIn();
            Browser.Page page = browser.get("/login?" + Browser.encoded(parameter, target));
            assertThat(page.location()).as(parameter).matches("|/[a-z/]*");
            assertThat(page.answer().text())
                    .as(parameter)
                    .doesNotContain("evil.example")
                    .doesNotContain("<script>alert");
        }
    }

    @Test
    @Order(10)
    void doesNotTellWhetherANameExists() throws Exception {
        Browser.Page known = attempt(rig.browser(), Subrack.ADMIN);
        Browser.Page unknown = attempt(rig.browser(), "nobody-of-that-name");

        assertThat(known.status()).isEqualTo(unknown.status());
        assertThat(comparable(known, Subrack.ADMIN)).isEqualTo(comparable(unknown, "nobody-of-that-name"));
        assertThat(known.answer().text()).doesNotContain(WRONG);
    }

    @Test
    @Order(11)
    void takesAsLongForANameThatDoesNotExist() throws Exception {
        long known = Long.MAX_VALUE;
        long unknown = Long.MAX_VALUE;
        double ratio = 0;
        // More times where others keep the machine busy. A good login lets the failures of its name be forgotten.
        for (int i = 0; i < 8 && (i < 3 || ratio < 0.4 || ratio > 2.5); i++) {
            known = Math.min(known, nanos(Subrack.ADMIN));
            unknown = Math.min(unknown, nanos("nobody" + i));
            ratio = (double) unknown / known;
            loggedIn();
        }

        // A hash takes tens of milliseconds; without one it would be less than a few.
        assertThat(ratio).isBetween(0.4, 2.5);
    }

    @Test
    @Order(20)
    void slowsDownWhoGuessesWhateverItsProxyHeadersSay() throws Exception {
        int refused = 0;
        Browser.Page last = null;
        for (int i = 0; i < 12 && refused == 0; i++) {
            last = attempt(
                    rig.browser(),
                    "victim",
                    "X-Forwarded-For",
                    "203.0.113." + i,
                    "Forwarded",
                    "for=203.0.113." + i,
                    "X-Real-IP",
                    "203.0.113." + i);
            refused += last.status() == 429 ? 1 : 0;
        }

        assertThat(refused).as("429 within 12 guesses").isEqualTo(1);
        assertThat(last.answer().header("retry-after")).matches("[1-9]\\d*");
        assertThat(last.answer().text()).doesNotContain(WRONG);
    }

    @Test
    @Order(21)
    void letsTheOwnerInWhileSomebodyGuesses() throws Exception {
        Browser browser = rig.browser();
        assertThat(rig.authorize(browser, web, "openid").code()).startsWith("src_");
    }

    private static Browser loggedIn() throws Exception {
        Browser browser = rig.browser();
        Browser.Page form = browser.get("/login");
        browser.submit(form, form.form().filled(Subrack.ADMIN, rig.platform().password()));
        assertThat(browser.cookies()).containsKey(SESSION);
        rig.secrets().note(browser.cookies().get(SESSION));
        return browser;
    }

    private static Browser.Page attempt(Browser browser, String name, String... headers) throws Exception {
        Browser.Page form = browser.get("/login");
        String[] own = {"Origin", browser.origin(), "Sec-Fetch-Site", "same-origin"};
        String[] all = java.util.stream.Stream.concat(java.util.Arrays.stream(own), java.util.Arrays.stream(headers))
                .toArray(String[]::new);
        rig.secrets().note(WRONG);
        return browser.post("/login", encoded(form.form().filled(name, WRONG)), all);
    }

    private static long nanos(String name) throws Exception {
        Browser browser = rig.browser();
        Browser.Page form = browser.get("/login");
        long start = System.nanoTime();
        browser.submit(form, form.form().filled(name, WRONG));
        return System.nanoTime() - start;
    }

    /** Returns a page without what differs by chance or by what was typed. */
    private static String comparable(Browser.Page page, String name) {
        return page.answer().text().replace(name, "NAME").replaceAll("value=\"[^\"]{20,}\"", "value=\"TOKEN\"");
    }

    private static String encoded(Map<String, String> values) {
        return Browser.encoded(values.entrySet().stream()
                .flatMap(each -> java.util.stream.Stream.of(each.getKey(), each.getValue()))
                .toArray(String[]::new));
    }
}
