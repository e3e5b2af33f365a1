/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.assertError;
import static io.subrack.auth.oauth.World.location;
import static io.subrack.auth.oauth.World.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.AuthorizationRequests;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a browser gets from a client to a login and back with a code. */
class AuthorizeEndpointTest {
    private final World world = new World();

    @Test
    void sendsTheBrowserBackWithACode() {
        Reply reply = world.authorize(world.accounts.logIn("ada"));

        assertThat(reply.status()).isEqualTo(303);
        assertThat(location(reply)).startsWith(World.CALLBACK + "?code=src_");
        assertThat(query(location(reply)))
                .containsEntry("state", "s t&ä")
                .containsEntry("iss", World.ISSUER)
                .doesNotContainKey("error");
        assertThat(reply.headers()).containsEntry("Cache-Control", "no-store");
    }

    @Test
    void addsToTheQueryThatARedirectUriHas() {
        world.clients.put(
                Clients.client("web").redirectUris("https://app.example/cb?x=1").build());

        Reply reply = world.authorize(world.accounts.logIn("ada"), "redirect_uri", "https://app.example/cb?x=1");

        assertThat(location(reply)).startsWith("https://app.example/cb?x=1&code=");
    }

    @Test
    void postsTheAnswerIfTheClientWantsThat() {
        Reply reply = world.authorize(
                world.accounts.logIn("ada"), "response_mode", "form_post", "state", "\"><script>alert(1)</script>");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(World.text(reply))
                .contains("action=\"https://app.example/cb\"")
                .contains("name=\"code\" value=\"src_")
                .contains("name=\"iss\" value=\"https://id.example\"")
                .contains("&quot;&gt;&lt;script&gt;")
                .doesNotContain("<script>alert");
        assertThat(reply.headers().get("Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("form-action https://app.example;")
                .contains("script-src 'sha256-");
    }

    @Test
    void letsAPostedRequestComeBackWithItsCookie() {
        String cookie = world.accounts.logIn("ada");
        Reply posted = world.post(Paths.AUTHORIZE, World.authorizeArguments(null));

        assertThat(location(posted)).startsWith(World.ISSUER + AuthorizationRequests.CONTINUE + "?request=");
        assertThat(location(world.goOn(posted, cookie))).startsWith(World.CALLBACK + "?code=");
    }

    @Test
    void sendsWhoIsNotLoggedInToTheLoginPageAndGoesOnAfterwards() {
        Reply reply = world.authorize(null, "login_hint", "ada");

        assertThat(location(reply)).startsWith(World.ISSUER + "/login?request=");
        String request = query(location(reply)).get("request");
        assertThat(world.requests.pending(request).orElseThrow().loginHint()).isEqualTo("ada");
        assertThat(world.requests.pending(request).orElseThrow().clientName()).isEqualTo("The web");
        assertThat(world.requests.pending(request).orElseThrow().scopes())
                .contains(new AuthorizationRequests.Scope("orders.read", "Read orders"));
        assertThat(location(world.goOn(reply, world.accounts.logIn("ada")))).startsWith(World.CALLBACK + "?code=");
    }

    @Test
    void forgetsARequestAfterAQuarterOfAnHour() {
        Reply reply = world.authorize(null);
        String cookie = world.accounts.logIn("ada");

        world.clock.advance(Duration.ofMinutes(15));

        assertThat(world.goOn(reply, cookie).status()).isEqualTo(400);
        assertThat(world.get(AuthorizationRequests.CONTINUE, "request", "nonsense")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void asksNobodyWithPromptNone() {
        assertError(world.authorize(null, "prompt", "none"), "login_required");
        String cookie = world.accounts.logIn("ada");
        assertThat(query(location(world.authorize(cookie, "prompt", "none")))).containsKey("code");
        world.clients.put(Clients.client("web").withConsent().build());
        assertError(world.authorize(cookie, "prompt", "none"), "consent_required");
    }

    @Test
    void demandsALoginWithPromptLogin() {
        String old = world.accounts.logIn("ada");
        world.clock.advance(Duration.ofSeconds(2));

        Reply reply = world.authorize(old, "prompt", "login");

        assertThat(location(reply)).contains("/login?request=");
        assertThat(location(world.goOn(reply, old))).contains("/login?request=");
        assertThat(location(world.goOn(reply, world.accounts.logIn("ada")))).startsWith(World.CALLBACK + "?code=");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "59, true", "60, false", "61, false", "999999999, false"})
    void demandsALoginThatIsNotOlderThanMaxAge(String maxAge, boolean login) {
        String cookie = world.accounts.logIn("ada");
        world.clock.advance(Duration.ofSeconds(60));

        Reply reply = world.authorize(cookie, "max_age", maxAge);

        assertThat(location(reply).contains("/login?request=")).isEqualTo(login);
        if (login) {
            assertThat(location(world.goOn(reply, world.accounts.logIn("ada")))).startsWith(World.CALLBACK + "?code=");
        }
    }

    @Test
    void demandsTheUserOfTheIdTokenHint() {
        world.user("bob", true);
        String hint = World.json(world.redeem(world.code())).path("id_token").textValue();
        String bob = world.accounts.logIn("bob");
        world.clock.advance(Duration.ofSeconds(2));

        Reply silent = world.authorize(bob, "id_token_hint", hint, "prompt", "none");
        Reply loud = world.authorize(bob, "id_token_hint", hint);

        assertError(silent, "login_required");
        assertThat(location(loud)).contains("/login?request=");
        assertError(world.goOn(loud, world.accounts.logIn("bob")), "login_required");
        assertThat(query(location(world.goOn(loud, world.accounts.logIn("ada")))))
                .containsKey("code");
    }

    @Test
    void takesADisabledUserForNobody() {
        String cookie = world.accounts.logIn("ada");
        world.user("ada", false);

        assertThat(location(world.authorize(cookie))).contains("/login?");
    }

    @Test
    void refusesACookieThatIsThereTwice() {
        String cookie = world.accounts.logIn("ada");
        String name = Accounts.SESSION_COOKIE;
        var arguments = World.authorizeArguments(cookie);
        arguments[0] = "Cookie: " + name + "=x; " + name + "=" + cookie;

        assertThat(location(world.get(Paths.AUTHORIZE, arguments))).contains("/login?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:51234/cb", "http://127.0.0.1/cb"})
    void letsANativeApplicationListenWhereItCan(String redirectUri) {
        Reply reply = world.authorize(world.accounts.logIn("ada"), "redirect_uri", redirectUri);

        assertThat(location(reply)).startsWith(redirectUri + "?code=");
    }

    @Test
    void keepsGrantsForWhoIsAwayApartFromTheSession() {
        String cookie = world.accounts.logIn("ada");
        world.authorize(cookie, "scope", "openid offline_access");
        world.authorize(cookie, "scope", "orders.read");

        assertThat(world.grants.all())
                .extracting(grant -> grant.sessionId() == null)
                .containsExactlyInAnyOrder(true, false);
    }
}
