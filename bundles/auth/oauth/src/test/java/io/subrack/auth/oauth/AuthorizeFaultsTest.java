/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.assertError;
import static io.subrack.auth.oauth.World.assertPage;
import static io.subrack.auth.oauth.World.location;
import static io.subrack.auth.oauth.World.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests for a code that get none: who is told, and what. */
class AuthorizeFaultsTest {
    private final World world = new World();

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
    void refusesWhereTheUserMayDoNothingOfIt() {
        world.accounts.scopes.put("ada", Set.of());

        assertError(world.authorize(world.accounts.logIn("ada"), "scope", "orders.read"), "access_denied");
    }

    @Test
    void looksAtTheClientAgainWhenTheBrowserComesBack() {
        Reply reply = world.authorize(null);
        world.clients.put(
                Clients.client("web").redirectUris("https://new.example/").build());

        assertPage(world.goOn(reply, world.accounts.logIn("ada")));
    }

    @Test
    void keepsParametersWithinBounds() {
        assertError(world.authorize(null, "nonce", "n".repeat(513)), "invalid_request");
        Reply longState = world.authorize(null, "state", "s".repeat(2_049));

        assertThat(query(location(longState)))
                .containsEntry("error", "invalid_request")
                .doesNotContainKey("state");
    }
}
