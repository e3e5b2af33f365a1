/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.location;
import static io.subrack.auth.oauth.World.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.AuthorizationRequests;
import io.subrack.auth.spi.SessionStore.Session;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(location(goOn(posted, cookie))).startsWith(World.CALLBACK + "?code=");
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
        assertThat(location(goOn(reply, world.accounts.logIn("ada")))).startsWith(World.CALLBACK + "?code=");
    }

    @Test
    void forgetsARequestAfterAQuarterOfAnHour() {
        Reply reply = world.authorize(null);
        String cookie = world.accounts.logIn("ada");

        world.clock.advance(Duration.ofMinutes(15));

        assertThat(goOn(reply, cookie).status()).isEqualTo(400);
        assertThat(world.get(AuthorizationRequests.CONTINUE, "request", "nonsense")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void showsAPageAndRedirectsNowhereForABadClientOrRedirectUri() {
        world.clients.put(Clients.client("off").disabled().build());

        assertPage(world.authorize(null, "client_id", ""));
        assertPage(world.authorize(null, "client_id", "nobody"));
        assertPage(world.authorize(null, "client_id", "off"));
        assertPage(world.authorize(null, "redirect_uri", ""));
        assertPage(world.authorize(null, "redirect_uri", "https://evil.example/cb"));
        assertPage(world.authorize(null, "redirect_uri", World.CALLBACK + "/"));
        assertPage(world.authorize(null, "redirect_uri", "https://app.example/" + "x".repeat(2_000)));
        assertPage(world.get(Paths.AUTHORIZE, "client_id", "web", "client_id", "web"));
        assertPage(world.get(
                Paths.AUTHORIZE, "client_id", "web", "redirect_uri", World.CALLBACK, "redirect_uri", World.CALLBACK));
        assertPage(world.send("GET", Paths.AUTHORIZE, "client_id=%zz", Map.of(), ""));
    }

    @Test
    void escapesWhatItShows() {
        Reply page = Pages.fault(400, "<b>", "a \"quoted\" <script> & 'so'");

        assertThat(World.text(page))
                .contains("&lt;b&gt;", "&quot;quoted&quot; &lt;script&gt; &amp; &#39;so&#39;")
                .doesNotContain("<b>");
    }

    @ParameterizedTest
    @CsvSource({
        "response_type, '', invalid_request",
        "response_type, token, unsupported_response_type",
        "response_type, code id_token, unsupported_response_type",
        "scope, stock.read, invalid_scope",
        "response_mode, fragment, invalid_request",
        "code_challenge, '', invalid_request",
        "code_challenge, tooshort, invalid_request",
        "code_challenge_method, plain, invalid_request",
        "code_challenge_method, '', invalid_request",
        "prompt, none login, invalid_request",
        "prompt, dance, invalid_request",
        "max_age, -1, invalid_request",
        "max_age, soon, invalid_request",
        "max_age, 9999999999, invalid_request",
        "id_token_hint, nonsense, invalid_request",
        "request, a.b.c, request_not_supported",
        "request_uri, https://app.example/r, request_uri_not_supported",
        "registration, {}, registration_not_supported"
    })
    void tellsTheClientWhatIsWrong(String name, String value, String error) {
        Reply reply = world.authorize(world.accounts.logIn("ada"), name, value);

        assertError(reply, error);
    }

    @Test
    void tellsTheClientOfRepeatedParameters() {
        Reply reply = world.send(
                "GET",
                Paths.AUTHORIZE,
                "client_id=web&redirect_uri=" + World.encoded(World.CALLBACK) + "&state=x&nonce=1&nonce=2",
                Map.of(),
                "");

        assertThat(query(location(reply)))
                .containsEntry("error", "invalid_request")
                .containsEntry("state", "x")
                .containsEntry("iss", World.ISSUER);
    }

    @Test
    void tellsTheClientByAFormIfItWantsThat() {
        Reply reply = world.authorize(null, "response_mode", "form_post", "scope", "stock.read");

        assertThat(World.text(reply)).contains("name=\"error\" value=\"invalid_scope\"");
    }

    @Test
    void ignoresParametersThatItDoesNotKnow() {
        Reply reply = world.authorize(world.accounts.logIn("ada"), "resource", "x", "ui_locales", "de", "foo", "bar");

        assertThat(query(location(reply))).containsKey("code");
    }

    @Test
    void refusesClientsThatMayNotUseCodes() {
        world.clients.put(Clients.client("web").grantTypes("client_credentials").build());

        assertError(world.authorize(null), "unauthorized_client");
    }

    @Test
    void letsOnlyConfidentialClientsGoWithoutPkce() {
        world.clients.put(Clients.client("web").withoutPkce().build());
        world.clients.put(Clients.client("spa").isPublic().withoutPkce().build());
        String cookie = world.accounts.logIn("ada");

        Reply confidential = world.authorize(cookie, "code_challenge", "", "code_challenge_method", "");
        Reply open = world.authorize(cookie, "client_id", "spa", "code_challenge", "", "code_challenge_method", "");

        assertThat(query(location(confidential))).containsKey("code");
        assertError(open, "invalid_request");
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
        assertThat(location(goOn(reply, old))).contains("/login?request=");
        assertThat(location(goOn(reply, world.accounts.logIn("ada")))).startsWith(World.CALLBACK + "?code=");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "59, true", "60, false", "61, false", "999999999, false"})
    void demandsALoginThatIsNotOlderThanMaxAge(String maxAge, boolean login) {
        String cookie = world.accounts.logIn("ada");
        world.clock.advance(Duration.ofSeconds(60));

        Reply reply = world.authorize(cookie, "max_age", maxAge);

        assertThat(location(reply).contains("/login?request=")).isEqualTo(login);
        if (login) {
            assertThat(location(goOn(reply, world.accounts.logIn("ada")))).startsWith(World.CALLBACK + "?code=");
        }
    }

    @Test
    void asksForConsentOnce() {
        world.clients.put(Clients.client("web").withConsent().build());
        String cookie = world.accounts.logIn("ada");

        Reply reply = world.authorize(cookie);

        assertThat(location(reply)).startsWith(World.ISSUER + "/consent?request=");
        allow(reply, cookie, Set.of("openid", "orders.read", "more"));
        assertThat(location(goOn(reply, cookie))).startsWith(World.CALLBACK + "?code=");
        assertThat(location(world.authorize(cookie))).startsWith(World.CALLBACK + "?code=");
        assertThat(location(world.authorize(cookie, "scope", "openid orders.write")))
                .contains("/consent?");
        assertThat(world.clients.consent("ada", "web")).containsExactlyInAnyOrder("openid", "orders.read");
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1/cb, http://127.0.0.1:4711/cb", "com.acme.app:/cb, com.acme.app:/cb"})
    void asksEachTimeWhereAnyProgramOfTheDeviceCouldAsk(String registered, String sent) {
        world.clients.put(Clients.client("spa")
                .isPublic()
                .redirectUris(registered)
                .withConsent()
                .build());
        String cookie = world.accounts.logIn("ada");
        String[] application = {"client_id", "spa", "redirect_uri", sent};

        Reply reply = world.authorize(cookie, application);
        world.clock.advance(Duration.ofSeconds(1));
        Reply other = world.authorize(cookie, application);
        allow(reply, cookie, Set.of("openid", "orders.read"));

        assertThat(location(goOn(other, cookie))).contains("/consent?request=");
        assertThat(location(goOn(reply, cookie))).startsWith(sent + "?code=");
        assertThat(location(goOn(reply, cookie))).contains("/consent?request=");
        assertThat(location(world.authorize(cookie, application))).contains("/consent?request=");
        Reply silent = world.authorize(cookie, "client_id", "spa", "redirect_uri", sent, "prompt", "none");
        assertThat(location(silent)).contains("error=consent_required");
        world.clients.put(
                Clients.client("spa").isPublic().redirectUris(registered).build());
        assertThat(location(world.authorize(cookie, application))).startsWith(sent + "?code=");
    }

    @Test
    void asksAgainWithPromptConsent() {
        String cookie = world.accounts.logIn("ada");
        allow(world.authorize(cookie, "prompt", "consent"), cookie, Set.of("openid", "orders.read"));
        world.clock.advance(Duration.ofSeconds(2));

        Reply reply = world.authorize(cookie, "prompt", "consent");

        assertThat(location(reply)).contains("/consent?request=");
        allow(reply, cookie, Set.of("openid", "orders.read"));
        assertThat(location(goOn(reply, cookie))).startsWith(World.CALLBACK + "?code=");
    }

    @Test
    void tellsTheClientThatTheUserDoesNotAllowIt() {
        Reply reply = world.authorize(null);

        var answer = world.requests.deny(query(location(reply)).get("request")).orElseThrow();

        assertThat(query(answer.location()))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "s t&ä")
                .containsEntry("iss", World.ISSUER);
        assertThat(answer.form()).isNull();
        assertThat(world.requests.deny("nonsense")).isEmpty();
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
        assertError(goOn(loud, world.accounts.logIn("bob")), "login_required");
        assertThat(query(location(goOn(loud, world.accounts.logIn("ada"))))).containsKey("code");
    }

    @Test
    void takesADisabledUserForNobody() {
        String cookie = world.accounts.logIn("ada");
        world.user("ada", false);

        assertThat(location(world.authorize(cookie))).contains("/login?");
    }

    @Test
    void refusesWhereTheUserMayDoNothingOfIt() {
        world.accounts.scopes.put("ada", Set.of());

        assertError(world.authorize(world.accounts.logIn("ada"), "scope", "orders.read"), "access_denied");
    }

    @Test
    void refusesACookieThatIsThereTwice() {
        String cookie = world.accounts.logIn("ada");
        String name = io.subrack.auth.spi.Accounts.SESSION_COOKIE;
        var arguments = World.authorizeArguments(cookie);
        arguments[0] = "Cookie: " + name + "=x; " + name + "=" + cookie;

        assertThat(location(world.get(Paths.AUTHORIZE, arguments))).contains("/login?");
    }

    @Test
    void looksAtTheClientAgainWhenTheBrowserComesBack() {
        Reply reply = world.authorize(null);
        world.clients.put(
                Clients.client("web").redirectUris("https://new.example/").build());

        assertPage(goOn(reply, world.accounts.logIn("ada")));
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

    @Test
    void keepsParametersWithinBounds() {
        assertError(world.authorize(null, "nonce", "n".repeat(513)), "invalid_request");
        Reply longState = world.authorize(null, "state", "s".repeat(2_049));

        assertThat(query(location(longState)))
                .containsEntry("error", "invalid_request")
                .doesNotContainKey("state");
    }

    private void allow(Reply reply, String cookie, Set<String> scopes) {
        Session session = world.accounts.sessions.get(cookie);
        assertThat(world.requests.allow(query(location(reply)).get("request"), session, scopes))
                .isTrue();
    }

    private Reply goOn(Reply reply, String cookie) {
        String request = query(location(reply)).getOrDefault("request", "none");
        return world.get(
                AuthorizationRequests.CONTINUE,
                "Cookie: " + io.subrack.auth.spi.Accounts.SESSION_COOKIE + "=" + cookie,
                "request",
                request);
    }

    private static void assertPage(Reply reply) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.headers())
                .doesNotContainKey("Location")
                .containsEntry("Content-Type", "text/html; charset=utf-8");
        assertThat(reply.headers().get("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(World.text(reply)).contains("<html lang=\"en\">", "<title>", "<h1>", "<main class=");
    }

    private static void assertError(Reply reply, String error) {
        assertThat(reply.status()).isEqualTo(303);
        assertThat(location(reply)).startsWith(World.CALLBACK + "?error=");
        assertThat(query(location(reply)))
                .containsEntry("error", error)
                .containsEntry("state", "s t&ä")
                .containsEntry("iss", World.ISSUER)
                .containsKey("error_description")
                .doesNotContainKey("code");
    }
}
