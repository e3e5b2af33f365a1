/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.assertError;
import static io.subrack.auth.oauth.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Introspection, revocation, userinfo, discovery, CORS. */
class OtherEndpointsTest {
    private final World world = new World();

    @Test
    void introspectsAnAccessToken() {
        String token = accessToken();

        JsonNode body = json(introspect(World.basic("other", Clients.SECRET), token));

        assertThat(body.path("active").booleanValue()).isTrue();
        assertThat(body.path("sub").textValue()).isEqualTo("ada");
        assertThat(body.path("client_id").textValue()).isEqualTo("web");
        assertThat(body.path("scope").textValue()).isEqualTo("openid orders.read");
        assertThat(body.path("aud").textValue()).isEqualTo(World.ISSUER);
        assertThat(body.path("iss").textValue()).isEqualTo(World.ISSUER);
        assertThat(body.path("exp").isIntegralNumber()).isTrue();
        assertThat(body.path("jti").textValue()).isNotEmpty();
        assertThat(body.path("token_type").textValue()).isEqualTo("Bearer");
    }

    @Test
    void introspectsARefreshTokenForItsClientOnly() {
        String token = world.refreshToken();

        assertThat(json(introspect(World.BASIC, token)).path("active").booleanValue())
                .isTrue();
        assertInactive(introspect(World.basic("other", Clients.SECRET), token));
        assertThat(world.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void saysNothingMoreOfTokensThatAreNotActive() {
        String token = accessToken();
        world.clock.advance(java.time.Duration.ofMinutes(6));

        assertInactive(introspect(World.BASIC, token));
        assertInactive(introspect(World.BASIC, "nonsense"));
        assertInactive(introspect(World.BASIC, "srr_nonsense"));
    }

    @Test
    void introspectsForClientsWithACredentialAndCallersWithTheScopeOnly() {
        String token = accessToken();
        world.accounts.scopes.put("ada", Set.of("platform.read", "orders.read"));
        world.clients.put(Clients.client("web").scopes("platform.read").build());
        String reader = json(world.redeem(world.code("scope", "platform.read")))
                .path("access_token")
                .textValue();

        assertError(world.post(Paths.INTROSPECT, "client_id", "spa", "token", token), 401, "invalid_client");
        assertError(introspect(World.basic("web", "x"), token), 401, "invalid_client");
        assertError(introspect("Bearer " + token, token), 403, "insufficient_scope");
        assertError(introspect("Bearer x", token), 401, "invalid_token");
        assertThat(json(introspect("Bearer " + reader, token)).path("active").booleanValue())
                .isTrue();
        assertError(world.post(Paths.INTROSPECT, "Authorization: " + World.BASIC, "a", "b"), 400, "invalid_request");
    }

    @Test
    void revokesAnAccessToken() {
        String token = accessToken();

        Reply reply = revoke(World.BASIC, token);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(world.tokens.verify(token)).isEmpty();
        assertInactive(introspect(World.BASIC, token));
    }

    @Test
    void revokesAGrantByItsRefreshToken() {
        JsonNode tokens = json(world.redeem(world.code("scope", "openid orders.read offline_access")));

        assertThat(revoke(World.BASIC, tokens.path("refresh_token").textValue()).status())
                .isEqualTo(200);

        assertThat(world.tokens.verify(tokens.path("access_token").textValue())).isEmpty();
        assertError(world.refresh(tokens.path("refresh_token").textValue()), 400, "invalid_grant");
    }

    @Test
    void takesUnknownTokensForRevokedButNotThoseOfOthers() {
        assertThat(revoke(World.BASIC, "nonsense").status()).isEqualTo(200);
        assertThat(revoke(World.BASIC, "srr_nonsense").status()).isEqualTo(200);
        String other = World.basic("other", Clients.SECRET);
        assertError(revoke(other, accessToken()), 400, "unauthorized_client");
        assertError(revoke(other, world.refreshToken()), 400, "unauthorized_client");
        assertError(revoke(World.basic("web", "x"), "nonsense"), 401, "invalid_client");
        assertError(world.post(Paths.REVOKE, "Authorization: " + World.BASIC, "a", "b"), 400, "invalid_request");
    }

    @Test
    void neverClaimsToHaveRevokedWhatItCouldNot() {
        String token = accessToken();
        world.tokens.down = true;

        Reply reply = revoke(World.BASIC, token);

        assertError(reply, 503, "temporarily_unavailable");
        assertThat(reply.headers()).containsKey("Retry-After");
    }

    @Test
    void tellsWhoAUserIs() {
        String token = accessToken("openid profile email");

        JsonNode body = json(world.get(Paths.USERINFO, "Authorization: Bearer " + token));

        assertThat(body.path("sub").textValue()).isEqualTo("ada");
        assertThat(body.path("name").textValue()).isEqualTo("Ada L.");
        assertThat(body.path("preferred_username").textValue()).isEqualTo("ada");
        assertThat(body.path("email").textValue()).isEqualTo("ada@example.org");
        assertThat(json(world.post(Paths.USERINFO, "access_token", token))
                        .path("sub")
                        .textValue())
                .isEqualTo("ada");
        assertThat(json(world.get(Paths.USERINFO, "Authorization: bearer " + accessToken()))
                        .has("email"))
                .isFalse();
    }

    @Test
    void challengesWhoHasNoTokenABadOneOrTooLittleScope() {
        Reply none = world.get(Paths.USERINFO);
        Reply bad = world.get(Paths.USERINFO, "Authorization: Bearer x");
        Reply little = world.get(Paths.USERINFO, "Authorization: Bearer " + accessToken("orders.read"));

        assertThat(none.status()).isEqualTo(401);
        assertThat(none.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"userinfo\"");
        assertThat(bad.status()).isEqualTo(401);
        assertThat(bad.headers().get("WWW-Authenticate")).contains("error=\"invalid_token\"");
        assertThat(little.status()).isEqualTo(403);
        assertThat(little.headers().get("WWW-Authenticate"))
                .contains("error=\"insufficient_scope\"", "scope=\"openid\"");
    }

    @Test
    void refusesTokensThatComeTwiceOrInTheQuery() {
        String token = accessToken();
        Map<String, List<String>> twice = new HashMap<>();
        twice.put("authorization", List.of("Bearer " + token, "Bearer " + token));

        assertThat(world.get(Paths.USERINFO, "access_token", token).status()).isEqualTo(400);
        assertThat(world.post(Paths.USERINFO, "Authorization: Bearer " + token, "access_token", token)
                        .status())
                .isEqualTo(400);
        assertThat(world.send("GET", Paths.USERINFO, null, twice, "").status()).isEqualTo(400);
    }

    @Test
    void tellsNothingOfAUserWhoIsGone() {
        String token = accessToken();
        world.user("ada", false);

        assertThat(world.get(Paths.USERINFO, "Authorization: Bearer " + token).status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {Paths.OPENID_CONFIGURATION, Paths.SERVER_METADATA})
    void describesItself(String path) {
        Reply reply = world.get(path, "Host: evil.example");

        JsonNode body = json(reply);
        assertThat(reply.headers()).containsEntry("Cache-Control", "public, max-age=300");
        assertThat(body.path("issuer").textValue()).isEqualTo(World.ISSUER);
        body.properties().stream()
                .filter(member ->
                        member.getKey().endsWith("_endpoint") || member.getKey().equals("jwks_uri"))
                .forEach(member -> assertThat(member.getValue().textValue()).startsWith(World.ISSUER + "/oauth2/"));
        body.properties().stream()
                .filter(member -> member.getKey().endsWith("_endpoint"))
                .map(member -> member.getValue().textValue().substring(World.ISSUER.length()))
                .forEach(endpoint -> assertThat(world.get(endpoint).status()).isNotEqualTo(404));
        assertThat(body.path("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
        assertThat(body.path("response_types_supported").toString()).isEqualTo("[\"code\"]");
    }

    @Test
    void publishesKeys() {
        Reply reply = world.get(Paths.JWKS);

        assertThat(World.text(reply)).isEqualTo("{\"keys\":[]}");
        assertThat(reply.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Cache-Control", "public, max-age=300");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Paths.OPENID_CONFIGURATION,
                Paths.SERVER_METADATA,
                Paths.JWKS,
                Paths.TOKEN,
                Paths.REVOKE,
                Paths.USERINFO
            })
    void letsRegisteredOriginsReadAndNoOthers(String path) {
        Reply known = world.get(path, "Origin: https://app.example");
        Reply foreign = world.get(path, "Origin: https://evil.example");
        Reply preflight = world.send("OPTIONS", path, null, Map.of("origin", List.of("https://app.example")), "");
        Reply refused = world.send("OPTIONS", path, null, Map.of("origin", List.of("https://evil.example")), "");

        assertThat(known.headers())
                .containsEntry("Access-Control-Allow-Origin", "https://app.example")
                .containsEntry("Vary", "Origin")
                .doesNotContainKey("Access-Control-Allow-Credentials");
        assertThat(foreign.headers())
                .doesNotContainKey("Access-Control-Allow-Origin")
                .containsEntry("Vary", "Origin");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers())
                .containsKeys("Access-Control-Allow-Methods", "Access-Control-Allow-Headers")
                .containsEntry("Access-Control-Allow-Origin", "https://app.example");
        assertThat(refused.headers()).doesNotContainKey("Access-Control-Allow-Methods");
    }

    @ParameterizedTest
    @ValueSource(strings = {Paths.INTROSPECT, Paths.AUTHORIZE, Paths.LOGOUT, Paths.DEVICE_AUTHORIZATION})
    void letsNoScriptsReadTheRest(String path) {
        assertThat(world.get(path, "Origin: https://app.example").headers())
                .doesNotContainKey("Access-Control-Allow-Origin");
    }

    @Test
    void answers503WhileTheDatabaseIsDown() {
        String token = accessToken();
        String code = world.code();
        String refresh = world.refreshToken();
        world.grants.down = true;

        assertError(world.redeem(code), 503, "temporarily_unavailable");
        assertError(world.refresh(refresh), 503, "temporarily_unavailable");
        assertError(revoke(World.BASIC, refresh), 503, "temporarily_unavailable");
        assertError(world.post(Paths.DEVICE_AUTHORIZATION, "client_id", "spa"), 503, "temporarily_unavailable");
        assertThat(world.authorize(world.accounts.logIn("ada")).status()).isEqualTo(503);
        world.clients.down = true;
        for (Reply reply : List.of(
                world.redeem(code),
                world.authorize(null),
                introspect(World.BASIC, token),
                revoke(World.BASIC, token),
                world.get(Paths.JWKS, "Origin: https://app.example"))) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.headers()).containsKey("Retry-After");
        }
        assertThat(world.get(Paths.JWKS).status()).isEqualTo(200);
        assertThat(world.get(Paths.OPENID_CONFIGURATION).status()).isEqualTo(200);
        assertThat(world.get(Paths.USERINFO, "Authorization: Bearer " + token).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {Paths.AUTHORIZE, Paths.LOGOUT, "/oauth2/authorize/continue"})
    void changesNothingByAHead(String path) {
        assertThat(world.send("HEAD", path, null, Map.of(), "").status()).isEqualTo(405);
    }

    @Test
    void answers503WhileNothingCanBeAudited() {
        world.audit.down = true;

        assertError(
                world.post(Paths.TOKEN, "Authorization: " + World.BASIC, "grant_type", "client_credentials"),
                503,
                "temporarily_unavailable");
    }

    private static void assertInactive(Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(World.text(reply)).isEqualTo("{\"active\":false}");
    }

    private String accessToken() {
        return accessToken("openid orders.read");
    }

    private String accessToken(String scope) {
        return json(world.redeem(world.code("scope", scope)))
                .path("access_token")
                .textValue();
    }

    private Reply introspect(String authorization, String token) {
        return world.post(Paths.INTROSPECT, "Authorization: " + authorization, "token", token);
    }

    private Reply revoke(String authorization, String token) {
        return world.post(Paths.REVOKE, "Authorization: " + authorization, "token", token);
    }
}
