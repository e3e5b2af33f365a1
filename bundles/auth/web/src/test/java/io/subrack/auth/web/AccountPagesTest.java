/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Applications.Application;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountPagesTest {
    private static final String NEW = "another good password";

    private final House house = new House();
    private Browser browser;

    @BeforeEach
    void someoneIsLoggedIn() {
        browser = house.loggedIn();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/account/password",
                "/account/second-factor",
                "/account/sessions",
                "/account/applications",
                "/account/tokens"
            })
    void sendsStrangersToTheLoginAndBack(String page) {
        Answer answer = house.browser().get(page);

        assertThat(answer.headers()).containsEntry("Location", "/login?next=" + page.replace("/", "%2F"));
    }

    @Test
    void showsTheAccount() {
        Answer answer = browser.get("/account?done=password");

        assertThat(answer.body())
                .contains("<bdi>ada</bdi>")
                .contains("viewer")
                .contains("aria-current=\"page\"")
                .contains("role=\"status\"");
    }

    @Test
    void showsNoNoticeOfSomebodyElse() {
        assertThat(browser.get("/account?done=%3Cscript%3E").body())
                .doesNotContain("sr-notice")
                .doesNotContain("script");
    }

    @Test
    void changesThePassword() {
        browser.get("/account/password");

        Answer answer = browser.submit(
                "/account/password",
                "current_password",
                House.PASSWORD,
                "new_password",
                NEW,
                "new_password_again",
                NEW);

        assertThat(answer.headers()).containsEntry("Location", "/account?done=password");
        assertThat(house.accounts.passwords).containsEntry("id-ada", NEW);
        assertThat(browser.get("/account").status()).isEqualTo(200);
    }

    @Test
    void saysWhatIsWrongWithAPassword() {
        browser.get("/account/password");
        Answer wrong = browser.submit(
                "/account/password", "current_password", "x", "new_password", NEW, "new_password_again", NEW);
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.body()).contains("The current password is wrong.").doesNotContain(NEW);

        Answer tooShort = browser.submit(
                "/account/password",
                "current_password",
                House.PASSWORD,
                "new_password",
                "a",
                "new_password_again",
                "a");
        assertThat(tooShort.status()).isEqualTo(422);
        assertThat(browser.form("/account/password", "")).containsPattern("name=\"new_password\"[^>]*aria-invalid");
    }

    @Test
    void saysWhenToComeBackWhileTooMuchIsGoingOn() {
        house.accounts.busy = true;
        browser.get("/account/password");

        Answer answer = browser.submit(
                "/account/password",
                "current_password",
                House.PASSWORD,
                "new_password",
                NEW,
                "new_password_again",
                NEW);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("Retry-After");
    }

    @Test
    void setsUpASecondFactor() {
        browser.get("/account/second-factor");
        Answer stolen = browser.submit("/account/second-factor", "password", "x");
        assertThat(stolen.status()).isEqualTo(403);
        assertThat(stolen.body()).doesNotContain("sr-qr\"").containsPattern("name=\"password\"[^>]*aria-invalid");

        Answer setup = browser.submit("/account/second-factor", "password", House.PASSWORD);
        assertThat(setup.body()).contains("<svg class=\"sr-qr\"").contains("JBSW Y3DP");

        Answer wrong = browser.submit("/account/second-factor", "code", "000000");
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.body()).contains("<svg class=\"sr-qr\"").contains("JBSW Y3DP");

        Answer done = browser.submit("/account/second-factor", "code", "123 456");
        assertThat(done.body()).contains("aaaa-bbbb-cccc");
        assertThat(done.headers()).containsEntry("Cache-Control", "no-store");
        assertThat(house.accounts.withTotp).contains("id-ada");
    }

    @Test
    void drawsNoCodeOfSomebodyElse() {
        browser.get("/account/second-factor");
        browser.submit("/account/second-factor", "password", House.PASSWORD);

        Answer answer = browser.submit("/account/second-factor", "code", "000000", "uri", "https://evil.example/phish");

        assertThat(answer.body())
                .doesNotContain("evil")
                .doesNotContain("sr-qr\"")
                .contains("role=\"alert\"");
    }

    @Test
    void removesASecondFactorWithThePasswordOnly() {
        house.accounts.withTotp.add("id-ada");
        browser.get("/account/second-factor");

        assertThat(browser.submit("/account/second-factor", "password", "x").status())
                .isEqualTo(403);
        assertThat(house.accounts.withTotp).contains("id-ada");

        assertThat(browser.submit("/account/second-factor", "password", House.PASSWORD)
                        .status())
                .isEqualTo(303);
        assertThat(house.accounts.withTotp).isEmpty();
    }

    @Test
    void endsOneSession() {
        var other = house.accounts.begin(
                house.accounts.users.get("id-ada"), new Origin("198.51.100.3", "<b>agent</b>\u202E", ""));
        Answer page = browser.get("/account/sessions");
        assertThat(page.body())
                .contains("198.51.100.3")
                .contains("&lt;b&gt;agent&lt;/b&gt;\uFFFD")
                .contains("Firefox · Linux")
                .contains("this one");

        Map<String, String> form =
                Browser.hidden(browser.form("/account/sessions", other.session().id()));
        Answer answer = browser.post("/account/sessions", Browser.encoded(form));

        assertThat(answer.headers()).containsEntry("Location", "/account/sessions?done=session-ended");
        assertThat(house.accounts.sessions).containsOnlyKeys(browser.cookies.get(Accounts.SESSION_COOKIE));
    }

    @Test
    void endsAllOtherSessions() {
        for (int i = 0; i < 3; i++) {
            house.accounts.begin(house.accounts.users.get("id-ada"), new Origin("", "", ""));
        }
        browser.get("/account/sessions");

        browser.post("/account/sessions", Browser.encoded(Browser.hidden(browser.form("/account/sessions", "others"))));

        assertThat(house.accounts.sessions).containsOnlyKeys(browser.cookies.get(Accounts.SESSION_COOKIE));
    }

    @Test
    void logsOutWithTheOwnSession() {
        browser.get("/account/sessions");

        Answer answer = browser.submit("/account/sessions");

        assertThat(answer.headers()).containsEntry("Location", "/login?done=logout");
        assertThat(browser.cookies).doesNotContainKey(Accounts.SESSION_COOKIE);
    }

    @Test
    void logsOutByAFormOnly() {
        assertThat(browser.get("/logout").body()).contains("Log out?");
        assertThat(house.accounts.sessions).hasSize(1);

        Answer answer = browser.submit("/logout");

        assertThat(answer.headers()).containsEntry("Location", "/login?done=logout");
        assertThat(answer.cookies())
                .containsExactly(Accounts.SESSION_COOKIE + "=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThat(house.accounts.sessions).isEmpty();
        assertThat(browser.get("/login?done=logout").body()).contains("You are logged out.");
    }

    @Test
    void makesATokenAndShowsItOnce() {
        browser.get("/account/tokens");

        Answer made = browser.submit("/account/tokens", "name", "<i>ci</i>", "days", "30", "scope.orders.read", "on");
        assertThat(made.body()).contains("srk_secret");
        assertThat(house.accounts.tokens.get(0).scopes()).isEqualTo(Set.of("orders.read"));

        Answer list = browser.get("/account/tokens");
        assertThat(list.body()).doesNotContain("srk_secret").contains("&lt;i&gt;ci&lt;/i&gt;");

        String id = house.accounts.tokens.get(0).id();
        browser.post("/account/tokens", Browser.encoded(Browser.hidden(browser.form("/account/tokens", id))));
        assertThat(house.accounts.tokens).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithAToken() {
        browser.get("/account/tokens");
        assertThat(browser.submit("/account/tokens", "name", " ", "days", "30").status())
                .isEqualTo(422);
        Answer scopeless = browser.submit("/account/tokens", "name", "ci", "days", "30");
        assertThat(scopeless.status()).isEqualTo(422);
        assertThat(scopeless.body()).contains("value=\"ci\"").contains("value=\"30\" selected");
        assertThat(browser.submit("/account/tokens", "name", "ci", "days", "4000", "scope.orders.read", "on")
                        .status())
                .isEqualTo(400);
        assertThat(house.accounts.tokens).isEmpty();

        browser.get("/account/tokens");
        browser.submit("/account/tokens", "name", "ci", "days", "7", "scope.orders.read", "on");
        browser.get("/account/tokens");
        Answer taken = browser.post(
                "/account/tokens",
                Browser.encoded(Browser.hidden(browser.form("/account/tokens", "f-name")))
                        + "&name=ci&days=7&scope.orders.read=on");
        assertThat(taken.status()).isEqualTo(409);
    }

    @Test
    void setsAPasswordByAOneTimeToken() {
        Browser stranger = house.browser();
        assertThat(stranger.get("/account/reset?name=ada&token=t0p").body()).doesNotContain("ada", "t0p");
        Answer wrong = stranger.submit(
                "/account/reset", "name", "ada", "token", "x", "new_password", NEW, "new_password_again", NEW);
        assertThat(wrong.status()).isEqualTo(403);

        Answer right = stranger.submit(
                "/account/reset", "name", "ada", "token", "reset", "new_password", NEW, "new_password_again", NEW);
        assertThat(right.headers()).containsEntry("Location", "/login?done=reset");
        assertThat(house.accounts.passwords).containsEntry("id-ada", NEW);
    }

    @Test
    void showsAndWithdrawsWhatApplicationsMayDo() {
        String ada = house.user().id();
        var reports = new Application(
                "acme-reports", "Acme <b>", new TreeSet<>(Set.of("orders.read")), house.clock.instant());
        house.applications.allow(ada, reports);
        house.applications.allow("somebody-else", reports);

        Answer list = browser.get("/account/applications");
        Answer withdrawn = browser.submit("/account/applications", "client", "acme-reports");
        Answer after = browser.get("/account/applications?done=application-withdrawn");

        assertThat(list.body())
                .contains("Acme &lt;b&gt;", "orders.read", "2026-11-20 10:00 UTC")
                .doesNotContain("<b>");
        assertThat(withdrawn.headers()).containsEntry("Location", "/account/applications?done=application-withdrawn");
        assertThat(after.body()).contains("role=\"status\"").doesNotContain("Acme");
        assertThat(house.applications.of("somebody-else")).hasSize(1);
    }

    @Test
    void offersTokensThatManageTheAccount() {
        assertThat(browser.get("/account/tokens").body()).contains("name=\"scope.account\"");
    }
}
