/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.tests.system.AuthRig.Authorized;
import io.subrack.tests.system.AuthRig.Registered;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients are answered that want tokens, right and wrong, and what is in the tokens. */
abstract class AuthTokens extends AuthPart {
    private static final String UNKNOWN_SECRET = "srx_" + "A".repeat(43);

    private static Registered web;
    private static Registered other;
    private static Registered spa;

    @BeforeAll
    static void register() throws Exception {
        web = rig.webClient("answers-web");
        other = rig.webClient("answers-other");
        spa = rig.publicClient("answers-spa", "https://spa.example/callback");
    }

    @Test
    void givesTokensThatNobodyKeeps() throws Exception {
        ApiAnswer answer = rig.redeem(web, rig.authorize(rig.browser(), web, "openid profile offline_access"));

        JsonNode json = answer.json();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(json.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(json.path("expires_in").isIntegralNumber()).isTrue();
        assertThat(json.path("expires_in").asInt()).isBetween(290, 600);
        assertThat(json.path("refresh_token").asText()).matches("srr_[A-Za-z0-9_-]{43}");
        assertThat(json.path("scope").asText().split(" "))
                .containsExactlyInAnyOrder("openid", "profile", "offline_access");
    }

    @Test
    void writesAccessTokensAsRfc9068Has() throws Exception {
        String token =
                rig.tokens(web, "openid platform.read").path("access_token").asText();

        JsonNode header = Forgery.header(token);
        JsonNode claims = Forgery.payload(token);
        assertThat(header.path("typ").asText()).isEqualTo("at+jwt");
        assertThat(header.path("alg").asText()).isEqualTo("ES256");
        assertThat(claims.path("iss").asText()).isEqualTo(rig.issuer());
        assertThat(claims.path("aud").isTextual()).isTrue();
        assertThat(claims.path("client_id").asText()).isEqualTo(web.id());
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isBetween(300L, 600L);
        for (String claim : List.of("sub", "jti", "scope", "auth_time")) {
            assertThat(claims.hasNonNull(claim)).as(claim).isTrue();
        }
    }

    @Test
    void givesATokenOnlyTheRolesThatItsScopesCover() throws Exception {
        String all = "platform.read platform.deploy platform.config platform.users platform.clients platform.keys"
                + " platform.audit platform.data";
        var body = AuthRig.clientBody("answers-admin", "client_secret_basic", "authorization_code", "openid " + all);
        AuthRig.putAll(body, "redirectUris", AuthRig.REDIRECT);
        Registered client = rig.register(body);

        assertThat(roles(rig.tokens(client, "openid platform.read"))).isEmpty();
        assertThat(roles(rig.tokens(client, "openid " + all))).containsExactly("admin");
    }

    private static List<String> roles(JsonNode answer) {
        List<String> roles = new ArrayList<>();
        Forgery.payload(answer.path("access_token").asText()).path("roles").forEach(role -> roles.add(role.asText()));
        return roles;
    }

    @Test
    void refusesRequestsThatAreMalformed() throws Exception {
        String basic = AuthRig.basic(web.id(), web.secret());

        refused(400, "invalid_request", rig.token(web));
        refused(400, "invalid_request", rig.token(web, "grant_type", "authorization_code"));
        refused(400, "invalid_request", rig.token(web, "grant_type", "refresh_token"));
        refused(
                400,
                "invalid_request",
                rig.token(web, "grant_type", "client_credentials", "grant_type", "client_credentials"));
        refused(
                400,
                "invalid_request",
                rig.token(web, "grant_type", "client_credentials", "scope", "vault.read", "scope", "vault.read"));
        refused(
                400,
                "invalid_request",
                rig.platform()
                        .client("")
                        .send(
                                "POST",
                                "/oauth2/token",
                                "application/json",
                                BodyPublishers.ofString("{\"grant_type\":\"client_credentials\"}"),
                                "Authorization",
                                basic));
        refused(
                400,
                "invalid_request",
                rig.form(
                        "/oauth2/token",
                        basic,
                        "grant_type",
                        "client_credentials",
                        "client_secret",
                        web.secret(),
                        "client_id",
                        web.id()));
        assertThat(rig.platform().client("").get("/oauth2/token").status()).isEqualTo(405);
    }

    @Test
    void doesNotTellAnUnknownClientFromAWrongSecret() throws Exception {
        ApiAnswer unknown =
                rig.form("/oauth2/token", AuthRig.basic("nobody", UNKNOWN_SECRET), "grant_type", "client_credentials");
        ApiAnswer wrong =
                rig.form("/oauth2/token", AuthRig.basic(web.id(), UNKNOWN_SECRET), "grant_type", "client_credentials");
        ApiAnswer posted = rig.form(
                "/oauth2/token",
                "",
                "grant_type",
                "client_credentials",
                "client_id",
                web.id(),
                "client_secret",
                UNKNOWN_SECRET);
        ApiAnswer silent = rig.form("/oauth2/token", "", "grant_type", "client_credentials", "client_id", web.id());

        refused(401, "invalid_client", unknown);
        refused(401, "invalid_client", wrong);
        refused(401, "invalid_client", posted);
        refused(401, "invalid_client", silent);
        assertThat(wrong.text()).isEqualTo(unknown.text());
        assertThat(wrong.header("www-authenticate")).startsWith("Basic ").isEqualTo(unknown.header("www-authenticate"));
        assertThat(posted.header("www-authenticate")).doesNotContain("Basic");
    }

    @Test
    void refusesCodesThatAreNotTheClients() throws Exception {
        Authorized first = rig.authorize(rig.browser(), web, "openid");
        Authorized second = rig.authorize(rig.browser(), web, "openid");
        Authorized third = rig.authorize(rig.browser(), web, "openid");
        Authorized fourth = rig.authorize(rig.browser(), web, "openid");

        refused(400, "invalid_grant", rig.redeem(other, first));
        refused(400, "invalid_grant", rig.redeem(web, first));
        refused(
                400,
                "invalid_grant",
                rig.redeem(web, new Authorized(second.code(), second.verifier(), "https://client.example/callback")));
        refused(
                400,
                "invalid_grant",
                rig.redeem(web, new Authorized(third.code(), "x".repeat(50), third.redirectUri())));
        refused(
                400,
                "invalid_grant",
                rig.token(
                        web,
                        "grant_type",
                        "authorization_code",
                        "code",
                        fourth.code(),
                        "redirect_uri",
                        fourth.redirectUri()));
        refused(
                400,
                "invalid_grant",
                rig.redeem(web, new Authorized("src_" + "A".repeat(43), first.verifier(), first.redirectUri())));
    }

    @Test
    void namesGrantsAndScopesThatAreNotAllowed() throws Exception {
        refused(400, "unauthorized_client", rig.token(spa, "grant_type", "client_credentials"));
        refused(
                400,
                "unsupported_grant_type",
                rig.token(web, "grant_type", "password", "username", "a", "password", "b"));
        refused(400, "unsupported_grant_type", rig.token(web, "grant_type", "nonsense"));
        refused(400, "invalid_scope", rig.token(web, "grant_type", "client_credentials", "scope", "platform.users"));
        refused(400, "invalid_scope", rig.token(web, "grant_type", "client_credentials", "scope", "openid"));
    }

    @Test
    void exchangesTheTokenOfAUserForOneThatNamesTheActor() throws Exception {
        ObjectNode body = AuthRig.clientBody(
                "answers-actor",
                "client_secret_basic",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "platform.read");
        Registered actor = rig.register(body);
        JsonNode user = rig.tokens(web, "openid platform.read");
        String subject = user.path("access_token").asText();

        ApiAnswer answer = rig.token(
                actor,
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token",
                subject,
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:access_token");

        AuthRig.expect(200, answer);
        JsonNode claims = Forgery.payload(answer.json().path("access_token").asText());
        assertThat(claims.path("sub")).isEqualTo(Forgery.payload(subject).path("sub"));
        assertThat(claims.path("act").path("sub").asText()).contains(actor.id());
        assertThat(claims.path("scope").asText()).isEqualTo("platform.read");
        refused(
                400,
                "invalid_request",
                rig.token(
                        actor,
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:token-exchange",
                        "subject_token",
                        user.path("id_token").asText(),
                        "subject_token_type",
                        "urn:ietf:params:oauth:token-type:access_token"));
    }

    @Test
    void letsDevicesWait() throws Exception {
        ObjectNode body = AuthRig.clientBody(
                "answers-device", "none", "urn:ietf:params:oauth:grant-type:device_code", "openid platform.read");
        Registered device = rig.register(body);
        JsonNode started = AuthRig.expect(200, rig.form("/oauth2/device_authorization", device, "scope", "openid"))
                .json();
        String[] poll = {
            "grant_type",
            "urn:ietf:params:oauth:grant-type:device_code",
            "device_code",
            started.path("device_code").asText()
        };

        ApiAnswer first = rig.token(device, poll);
        ApiAnswer tooSoon = rig.token(device, poll);

        refused(400, "authorization_pending", first);
        refused(400, "slow_down", tooSoon);
        refused(400, "invalid_grant", rig.token(device, poll[0], poll[1], poll[2], "srd_" + "A".repeat(43)));
        assertThat(started.path("verification_uri").asText()).isEqualTo(rig.issuer() + "/device");
        refused(400, "unauthorized_client", rig.form("/oauth2/device_authorization", web, "scope", "openid"));
    }

    @Test
    void letsOnlyScriptsOfRegisteredOriginsRead() throws Exception {
        ObjectNode body = AuthRig.clientBody("answers-cors", "none", "authorization_code", "openid");
        AuthRig.putAll(body, "redirectUris", "https://app.example/callback");
        AuthRig.putAll(body, "origins", "https://app.example");
        rig.register(body);

        for (String path : List.of(
                "/.well-known/openid-configuration",
                "/oauth2/jwks",
                "/oauth2/token",
                "/oauth2/userinfo",
                "/oauth2/revoke")) {
            ApiAnswer own = preflight(path, "https://app.example");
            ApiAnswer foreign = preflight(path, "https://evil.example");

            assertThat(own.header("access-control-allow-origin")).as(path).isEqualTo("https://app.example");
            assertThat(own.header("access-control-allow-credentials")).as(path).isEmpty();
            assertThat(foreign.header("access-control-allow-origin")).as(path).isEmpty();
        }
        assertThat(preflight(ApiClient.MANAGEMENT + "/users", "https://app.example")
                        .header("access-control-allow-origin"))
                .isEmpty();
    }

    private static ApiAnswer preflight(String path, String origin) throws Exception {
        return rig.platform()
                .client("")
                .send(
                        "OPTIONS",
                        path,
                        "",
                        BodyPublishers.noBody(),
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "POST");
    }
}
