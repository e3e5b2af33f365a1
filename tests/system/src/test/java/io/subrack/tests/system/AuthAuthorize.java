/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.tests.system.AuthRig.Authorized;
import io.subrack.tests.system.AuthRig.Registered;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where browsers are sent, and where they are not. */
abstract class AuthAuthorize extends AuthPart {
    private static final String CHALLENGE = AuthRig.challenge("v".repeat(43));

    private static Registered web;
    private static Registered spa;
    private static Registered lenient;
    private static Registered app;

    @BeforeAll
    static void register() throws Exception {
        web = rig.webClient("authorize-web");
        spa = rig.publicClient("authorize-spa", "https://spa.example/callback");
        app = rig.publicClient("authorize-app", "http://127.0.0.1/callback");
        ObjectNode body =
                AuthRig.clientBody("authorize-lenient", "client_secret_basic", "authorization_code", "openid");
        AuthRig.putAll(body, "redirectUris", AuthRig.REDIRECT);
        lenient = rig.register(body.put("pkceRequired", false));
    }

    @Test
    void returnsCodeStateAndIssuer() throws Exception {
        Browser browser = rig.browser();
        rig.authorize(browser, web, "openid");

        Browser.Page page = browser.get(request(web, "state", "a state & more", "unknown", "ignored"));

        URI back = URI.create(page.location());
        assertThat(page.status()).isIn(302, 303);
        assertThat(page.location()).startsWith(AuthRig.REDIRECT + "&");
        assertThat(AuthRig.query(back, "code")).matches("src_[A-Za-z0-9_-]{43}");
        assertThat(AuthRig.query(back, "state")).isEqualTo("a state & more");
        assertThat(AuthRig.query(back, "iss")).isEqualTo(rig.issuer());
        assertThat(AuthRig.query(back, "tenant")).isEqualTo("1");
        assertThat(page.answer().header("cache-control")).contains("no-store");
        assertThat(page.answer().header("referrer-policy")).isEqualTo("no-referrer");
        rig.secrets().note(AuthRig.query(back, "code"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://client.example/callback",
                "https://client.example/callback?tenant=1&more=2",
                "https://client.example/callback?tenant=1#fragment",
                "https://client.example/callback/../callback?tenant=1",
                "https://client.example/Callback?tenant=1",
                "https://CLIENT.example/callback?tenant=1",
                "https://client.example:443/callback?tenant=1",
                "https://client.example.evil.example/callback?tenant=1",
                "https://client.example@evil.example/callback?tenant=1",
                "https://evil.example/https://client.example/callback?tenant=1",
                "https://evil.example\\@client.example/callback?tenant=1",
                "https://client.example%2eevil.example/callback?tenant=1",
                "http://client.example/callback?tenant=1",
                "//client.example/callback?tenant=1",
                "javascript:alert(1)",
                "data:text/html,hello",
                "https://client.example/callback?tenant=1\r\nSet-Cookie: a=b",
                " https://client.example/callback?tenant=1",
                "https://client.example/callback%3Ftenant=1",
                "*",
            })
    void showsAPageInsteadOfARedirectToAnotherPlace(String redirectUri) throws Exception {
        Browser.Page page = rig.browser().get(request(new Registered(web.id(), web.secret(), redirectUri)));

        assertThat(page.status()).as(page.toString()).isEqualTo(400);
        assertThat(page.location()).isEmpty();
        assertThat(page.answer().header("content-type")).startsWith("text/html");
    }

    @Test
    void showsAPageForAnUnknownClient() throws Exception {
        Browser.Page unknown =
                rig.browser().get(request(new Registered("<script>alert(1)</script>", "", AuthRig.REDIRECT)));
        Browser.Page none = rig.browser().get("/oauth2/authorize?response_type=code");
        Browser.Page twice = rig.browser().get(request(web) + "&redirect_uri=https%3A%2F%2Fevil.example");

        for (Browser.Page page : List.of(unknown, none, twice)) {
            assertThat(page.status()).isEqualTo(400);
            assertThat(page.location()).isEmpty();
            assertThat(page.answer().text()).doesNotContain("<script>alert");
            assertThat(page.answer().header("content-security-policy")).contains("default-src 'none'");
        }
    }

    @Test
    void letsOnlyThePortOfALoopbackAddressVary() throws Exception {
        Browser browser = rig.browser();
        Registered onPort = new Registered(app.id(), "", "http://127.0.0.1:54321/callback");
        Authorized authorized = rig.authorize(browser, onPort, "openid");

        assertThat(rig.redeem(onPort, authorized).status()).isEqualTo(200);
        for (String wrong : List.of(
                "http://127.0.0.1:54321/other",
                "http://127.0.0.2:54321/callback",
                "http://localhost:54321/callback",
                "https://127.0.0.1:54321/callback",
                "http://[::1]:54321/callback",
                "http://127.0.0.1:54321@evil.example/callback",
                "http://127.0.0.1.evil.example:80/callback",
                "http://127.1:54321/callback",
                "http://2130706433/callback")) {
            Browser.Page page = browser.get(request(new Registered(app.id(), "", wrong)));
            assertThat(page.status()).as(wrong).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "response_type, token, unsupported_response_type",
        "response_type, id_token, unsupported_response_type",
        "response_type, '', invalid_request",
        "response_mode, fragment, invalid_request",
        "code_challenge_method, plain, invalid_request",
        "code_challenge_method, '', invalid_request",
        "code_challenge, short, invalid_request",
        "scope, openid platform.users, invalid_scope",
        "prompt, none login, invalid_request",
        "prompt, none, login_required",
        "max_age, soon, invalid_request",
        "request, eyJ, request_not_supported",
        "request_uri, https://evil.example/, request_uri_not_supported",
        "id_token_hint, nonsense, invalid_request",
    })
    void tellsTheClientWhatElseIsWrong(String parameter, String value, String error) throws Exception {
        Browser.Page page = rig.browser().get(request(spa, parameter, value));

        URI back = URI.create(page.location());
        assertThat(page.location()).startsWith(spa.redirectUri());
        assertThat(AuthRig.query(back, "error")).isEqualTo(error);
        assertThat(AuthRig.query(back, "state")).isEqualTo("s");
        assertThat(AuthRig.query(back, "iss")).isEqualTo(rig.issuer());
        assertThat(AuthRig.query(back, "code")).isEmpty();
    }

    @Test
    void doesNotLetPkceBeLeftOut() throws Exception {
        String without = "/oauth2/authorize?"
                + Browser.encoded(
                        "response_type",
                        "code",
                        "client_id",
                        spa.id(),
                        "redirect_uri",
                        spa.redirectUri(),
                        "scope",
                        "openid");
        Browser.Page page = rig.browser().get(without);

        assertThat(AuthRig.query(URI.create(page.location()), "error")).isEqualTo("invalid_request");
    }

    @Test
    void doesNotLetAVerifierComeWithoutItsChallenge() throws Exception {
        Browser browser = rig.browser();
        rig.authorize(browser, web, "openid");
        Browser.Page page = browser.get("/oauth2/authorize?"
                + Browser.encoded(
                        "response_type",
                        "code",
                        "client_id",
                        lenient.id(),
                        "redirect_uri",
                        lenient.redirectUri(),
                        "scope",
                        "openid"));
        String code = AuthRig.query(URI.create(page.location()), "code");
        rig.secrets().note(code);

        ApiAnswer injected = rig.redeem(lenient, new Authorized(code, "v".repeat(43), lenient.redirectUri()));

        assertThat(injected.status()).as(injected.toString()).isEqualTo(400);
        assertThat(injected.json().path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void describesItselfWithoutBelievingTheHostHeader() throws Exception {
        List<String> answers = new ArrayList<>();
        for (String path : List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")) {
            try (HttpConnection connection = HttpConnection.open(rig.platform().url(), Duration.ofMinutes(1))) {
                connection.send(("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
                                + "Forwarded: host=evil.example\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                HttpAnswer answer = connection.receive();
                assertThat(answer.status()).as(answer.excerpt()).isIn(200, 400, 421);
                assertThat(answer.text()).doesNotContain("evil.example");
            }
            answers.add(rig.platform().client("").get(path).text());
        }
        assertThat(answers.get(0)).isEqualTo(answers.get(1));
    }

    @Test
    void publishesKeysAndNothingPrivate() throws Exception {
        // The key for RS256 takes its time, and is made once.
        Waiting.until(
                "two keys are published",
                Duration.ofSeconds(60),
                () -> rig.jwks().path("keys").size() >= 2);
        ApiAnswer answer = rig.platform().client("").get("/oauth2/jwks");

        List<String> algorithms = new ArrayList<>();
        for (JsonNode key : answer.json().path("keys")) {
            algorithms.add(key.path("alg").asText());
            assertThat(key.path("use").asText()).isEqualTo("sig");
            for (String secret : List.of("d", "p", "q", "dp", "dq", "qi", "k")) {
                assertThat(key.has(secret)).as(secret).isFalse();
            }
        }
        assertThat(algorithms).contains("ES256", "RS256");
        assertThat(answer.header("cache-control")).contains("max-age=");
    }

    @Test
    void logsOutOnlyToRegisteredPlaces() throws Exception {
        Browser browser = rig.browser();
        Authorized authorized = rig.authorize(browser, web, "openid");
        String hint = AuthRig.expect(200, rig.redeem(web, authorized))
                .json()
                .path("id_token")
                .asText();

        for (String wrong : List.of(
                "https://evil.example/", AuthRig.AFTER_LOGOUT + "/x", "javascript:alert(1)", AuthRig.REDIRECT)) {
            Browser.Page page = browser.get(
                    "/oauth2/logout?" + Browser.encoded("id_token_hint", hint, "post_logout_redirect_uri", wrong));
            assertThat(page.location()).as(wrong).isEmpty();
        }
        Browser.Page asked = browser.get("/oauth2/logout");
        Browser.Page silent = browser.get(request(web, "prompt", "none"));
        Browser.Page left = browser.get("/oauth2/logout?"
                + Browser.encoded(
                        "id_token_hint", hint, "post_logout_redirect_uri", AuthRig.AFTER_LOGOUT, "state", "x"));

        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.location()).isEmpty();
        assertThat(AuthRig.query(URI.create(silent.location()), "code"))
                .as("no link logs out")
                .isNotEmpty();
        assertThat(left.location()).isEqualTo(AuthRig.AFTER_LOGOUT + "?state=x");
        assertThat(browser.get(request(web, "prompt", "none")).location()).contains("error=login_required");
        rig.secrets().note(AuthRig.query(URI.create(silent.location()), "code"));
    }

    @Test
    void endsWhatWasGivenInASessionThatIsLoggedOut() throws Exception {
        Browser browser = rig.browser();
        JsonNode tokens = AuthRig.expect(200, rig.redeem(web, rig.authorize(browser, web, "openid")))
                .json();
        String access = tokens.path("access_token").asText();

        browser.get("/oauth2/logout?"
                + Browser.encoded("id_token_hint", tokens.path("id_token").asText()));

        assertThat(rig.platform().client(access).get("/oauth2/userinfo").status())
                .isEqualTo(401);
    }

    private static String request(Registered client, String... changes) {
        java.util.Map<String, String> parameters = new java.util.LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", client.id());
        parameters.put("redirect_uri", client.redirectUri());
        parameters.put("scope", "openid");
        parameters.put("state", "s");
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
        for (int i = 0; i < changes.length; i += 2) {
            parameters.put(changes[i], changes[i + 1]);
        }
        return "/oauth2/authorize?"
                + Browser.encoded(parameters.entrySet().stream()
                        .flatMap(each -> java.util.stream.Stream.of(each.getKey(), each.getValue()))
                        .toArray(String[]::new));
    }
}
