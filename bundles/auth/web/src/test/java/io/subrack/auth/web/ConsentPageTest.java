/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.AuthorizationRequests;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsentPageTest {
    private static final String PAGE = "/consent?request=sealed%2B%2F%3D";

    private final House house = new House().asked();

    @Test
    void namesTheClientAndWhatItWants() {
        Answer answer = house.loggedIn().get(PAGE);

        assertThat(answer.body())
                .contains("Acme Reports")
                .contains("acme-reports")
                .contains("Read orders")
                .contains("Know who you are")
                .contains("<bdi>ada</bdi>");
    }

    @Test
    void allowsWhatWasShown() {
        Browser browser = house.loggedIn();
        browser.get(PAGE);

        Answer answer = browser.submit("/consent", "decision", "allow");

        assertThat(house.requests.decisions).containsExactly("allow id-ada [openid, orders.read]");
        assertThat(answer.body()).contains("0;url=/oauth2/authorize/continue?request=sealed%2B%2F%3D");
    }

    @Test
    void tellsTheClientThatItIsNotAllowed() {
        Browser browser = house.loggedIn();
        browser.get(PAGE);

        Answer answer = browser.submit("/consent", "decision", "deny");

        assertThat(house.requests.decisions).isEmpty();
        assertThat(answer.body()).contains("0;url=https://client.example/cb?error=access_denied&amp;state=a");
        assertThat(answer.headers().get("Content-Security-Policy")).contains("form-action 'self';");
    }

    @Test
    void tellsItByAFormWhereTheClientWantsOne() {
        house.requests.denial = new AuthorizationRequests.Answer(
                "https://client.example:8443/cb?x=1&y=2", List.of("error", "access_denied", "state", "\"<"));
        Browser browser = house.loggedIn();
        browser.get(PAGE);

        Answer answer = browser.submit("/consent", "decision", "deny");

        assertThat(answer.body())
                .contains("action=\"https://client.example:8443/cb?x=1&amp;y=2\"")
                .contains("name=\"state\" value=\"&quot;&lt;\"")
                .doesNotContain("form_token");
        assertThat(answer.headers().get("Content-Security-Policy"))
                .contains("form-action 'self' https://client.example:8443;");
    }

    @Test
    void decidesNothingWithoutAButton() {
        Browser browser = house.loggedIn();
        browser.get(PAGE);

        assertThat(browser.submit("/consent").status()).isEqualTo(400);
        assertThat(house.requests.decisions).isEmpty();
    }

    @Test
    void sendsStrangersBackToTheEndpoint() {
        Answer answer = house.browser().get(PAGE);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers()).containsEntry("Location", "/oauth2/authorize/continue?request=sealed%2B%2F%3D");
    }

    @Test
    void showsHostileNamesAsTexts() {
        house.requests.pending.put(FakeRequests.SEALED, House.pending("<img src=x onerror=alert(1)>\u202E"));

        Answer answer = house.loggedIn().get(PAGE);

        assertThat(answer.body())
                .contains("<bdi>&lt;img src=x onerror=alert(1)&gt;\uFFFD</bdi>")
                .doesNotContain("<img");
    }

    @Test
    void saysThatARequestIsTooOld() {
        assertThat(house.loggedIn().get("/consent?request=other").status()).isEqualTo(400);
    }
}
