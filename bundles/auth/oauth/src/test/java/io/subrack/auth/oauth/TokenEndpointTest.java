/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.assertError;
import static io.subrack.auth.oauth.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.ClientStore.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {
    private final World world = new World();

    @Test
    void givesAClientATokenOnItsOwnAccount() {
        Reply reply = clientCredentials(World.BASIC);

        JsonNode body = json(reply);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("Cache-Control", "no-store");
        assertThat(body.path("token_type").textValue()).isEqualTo("Bearer");
        assertThat(body.path("expires_in").intValue()).isEqualTo(300);
        assertThat(body.path("scope").textValue()).isEqualTo("orders.read orders.write");
        assertThat(body.has("refresh_token")).isFalse();
        Caller caller = world.tokens
                .verify(body.path("access_token").textValue())
                .orElseThrow()
                .caller();
        assertThat(caller.kind()).isEqualTo(Caller.Kind.CLIENT);
        assertThat(caller.subject()).isEqualTo("web");
    }

    @Test
    void takesTheSecretInTheFormToo() {
        Reply reply = world.post(
                Paths.TOKEN,
                "grant_type",
                "client_credentials",
                "client_id",
                "web",
                "client_secret",
                Clients.SECRET,
                "scope",
                "orders.read");

        assertThat(json(reply).path("scope").textValue()).isEqualTo("orders.read");
    }

    @Test
    void takesEitherSecretDuringARotationButNoneThatIsOver() {
        world.clients.put(Clients.client("web")
                .secrets(
                        new Secret("s1", Opaque.hash("one"), Clients.CREATED, null),
                        new Secret(
                                "s2",
                                Opaque.hash("two"),
                                Clients.CREATED,
                                world.clock.instant().plusSeconds(1)),
                        new Secret("s3", Opaque.hash("three"), Clients.CREATED, world.clock.instant()))
                .build());

        assertThat(clientCredentials(World.basic("web", "one")).status()).isEqualTo(200);
        assertThat(clientCredentials(World.basic("web", "two")).status()).isEqualTo(200);
        assertError(clientCredentials(World.basic("web", "three")), 401, "invalid_client");
    }

    @Test
    void challengesOnlyWhoUsedTheHeader() {
        Reply byHeader = clientCredentials(World.basic("web", "wrong"));
        Reply inForm = world.post(
                Paths.TOKEN, "grant_type", "client_credentials", "client_id", "web", "client_secret", "wrong");

        assertError(byHeader, 401, "invalid_client");
        assertThat(byHeader.headers().get("WWW-Authenticate")).startsWith("Basic realm=");
        assertError(inForm, 401, "invalid_client");
        assertThat(inForm.headers()).doesNotContainKey("WWW-Authenticate");
        assertThat(world.audit.types()).contains(AuditTypes.CLIENT_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ?", "Bearer at.1", "Basic Og==", "Negotiate abc"})
    void refusesOtherHeaders(String header) {
        Reply reply = clientCredentials(header);

        assertError(reply, 401, "invalid_client");
        assertThat(reply.headers().get("WWW-Authenticate")).startsWith("Basic realm=");
    }

    @Test
    void refusesUnknownAndDisabledClientsAlike() {
        world.clients.put(Clients.client("web").disabled().build());

        Reply disabled = clientCredentials(World.BASIC);
        Reply unknown = clientCredentials(World.basic("nobody", "x"));

        assertError(disabled, 401, "invalid_client");
        assertThat(disabled.body()).isEqualTo(unknown.body());
    }

    @Test
    void refusesTwoWaysAtOnce() {
        Reply twoWays = world.post(
                Paths.TOKEN,
                "Authorization: " + World.BASIC,
                "grant_type",
                "client_credentials",
                "client_secret",
                Clients.SECRET);
        Reply assertionToo = world.post(
                Paths.TOKEN,
                "Authorization: " + World.BASIC,
                "grant_type",
                "client_credentials",
                "client_assertion",
                "a.b.c");
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("content-type", List.of("application/x-www-form-urlencoded"));
        headers.put("authorization", List.of(World.BASIC, World.BASIC));
        Reply twoHeaders = world.send("POST", Paths.TOKEN, null, headers, "grant_type=client_credentials");

        assertError(twoWays, 400, "invalid_request");
        assertError(assertionToo, 400, "invalid_request");
        assertError(twoHeaders, 400, "invalid_request");
    }

    @Test
    void refusesAnotherClientIdThanTheOneThatAuthenticates() {
        Reply reply = world.post(
                Paths.TOKEN, "Authorization: " + World.BASIC, "grant_type", "client_credentials", "client_id", "spa");

        assertError(reply, 400, "invalid_request");
    }

    @Test
    void refusesAConfidentialClientWithoutCredentialAndAPublicOneWithASecret() {
        Reply without = world.post(Paths.TOKEN, "grant_type", "client_credentials", "client_id", "web");
        Reply with = world.post(Paths.TOKEN, "grant_type", "refresh_token", "client_id", "spa", "client_secret", "x");

        assertError(without, 401, "invalid_client");
        assertError(with, 401, "invalid_client");
    }

    @Test
    void takesAnEmptySecretForNone() {
        Reply reply = world.post(
                Paths.TOKEN,
                "grant_type",
                "refresh_token",
                "refresh_token",
                "srr_x",
                "client_id",
                "spa",
                "client_secret",
                "");

        assertError(reply, 400, "invalid_grant");
    }

    @Test
    void givesAPublicClientNoAccountOfItsOwn() {
        Reply reply = world.post(Paths.TOKEN, "grant_type", "client_credentials", "client_id", "spa");

        assertError(reply, 400, "unauthorized_client");
    }

    @Test
    void refusesGrantTypesThatAreMissingUnknownOrNotTheClients() {
        world.clients.put(
                Clients.client("web").grantTypes(GrantTypes.AUTHORIZATION_CODE).build());

        assertError(world.post(Paths.TOKEN, "Authorization: " + World.BASIC, "a", "b"), 400, "invalid_request");
        assertError(
                world.post(Paths.TOKEN, "Authorization: " + World.BASIC, "grant_type", "password"),
                400,
                "unsupported_grant_type");
        assertError(clientCredentials(World.BASIC), 400, "unauthorized_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stock.read", "orders.read stock.read", "openid", " "})
    void refusesScopesAboveTheClients(String scope) {
        Reply reply = world.post(
                Paths.TOKEN, "Authorization: " + World.BASIC, "grant_type", "client_credentials", "scope", scope);

        assertError(reply, 400, "invalid_scope");
    }

    @Test
    void refusesRepeatedParameters() {
        Reply reply = world.post(
                Paths.TOKEN,
                "Authorization: " + World.BASIC,
                "grant_type",
                "client_credentials",
                "grant_type",
                "client_credentials");

        assertError(reply, 400, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                "application/x-www-form-urlencoded-not",
                "application/x-www-form-urlencoded; charset=utf-16"
            })
    void refusesOtherContentTypes(String type) {
        Reply reply = world.send(
                "POST",
                Paths.TOKEN,
                null,
                Map.of("content-type", List.of(type), "authorization", List.of(World.BASIC)),
                "grant_type=client_credentials");

        assertError(reply, 400, "invalid_request");
    }

    @Test
    void takesTheUsualCharset() {
        Reply reply = world.send(
                "POST",
                Paths.TOKEN,
                null,
                Map.of(
                        "content-type",
                        List.of("application/x-www-form-urlencoded;charset=UTF-8"),
                        "authorization",
                        List.of(World.BASIC)),
                "grant_type=client_credentials");

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void refusesABodyThatIsMissingMalformedOrTooLarge() {
        var form = Map.of("content-type", List.of("application/x-www-form-urlencoded"));

        assertError(world.send("POST", Paths.TOKEN, null, Map.of(), ""), 400, "invalid_request");
        assertError(world.send("POST", Paths.TOKEN, null, form, "grant_type=%zz"), 400, "invalid_request");
        assertError(world.send("POST", Paths.TOKEN, null, form, null), 413, "invalid_request");
    }

    @Test
    void readsNothingFromTheQuery() {
        Reply reply = world.send(
                "POST",
                Paths.TOKEN,
                "grant_type=client_credentials",
                Map.of(
                        "content-type",
                        List.of("application/x-www-form-urlencoded"),
                        "authorization",
                        List.of(World.BASIC)),
                "");

        assertError(reply, 400, "invalid_request");
    }

    @Test
    void allowsPostOnly() {
        Reply reply = world.get(Paths.TOKEN);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("Allow", "POST");
    }

    @Test
    void slowsDownWhoFailsTooOftenButLetsTheRightSecretPass() {
        for (int i = 0; i < 20; i++) {
            assertThat(clientCredentials(World.basic("web", "wrong")).status()).isEqualTo(401);
        }

        Reply limited = clientCredentials(World.basic("web", "wrong"));

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.headers()).containsEntry("Retry-After", "300");
        assertThat(clientCredentials(World.BASIC).status()).isEqualTo(200);
        assertThat(world.audit.types()).hasSize(2);
        world.clock.advance(java.time.Duration.ofMinutes(5));
        world.server.sweep();
        assertThat(world.audit.events.get(2).details()).containsEntry("failures", "21");
        assertThat(world.audit.events.get(2).target()).isEqualTo("client:web");
    }

    @Test
    void slowsDownWhoFailsAsManyClients() {
        for (int i = 0; i < 100; i++) {
            assertThat(clientCredentials(World.basic("guess" + i, "x")).status())
                    .isEqualTo(401);
        }

        assertThat(clientCredentials(World.basic("another", "x")).status()).isEqualTo(429);
        assertThat(clientCredentials(World.BASIC).status()).isEqualTo(200);
    }

    @Test
    void writesNoSecretDown() {
        clientCredentials(World.basic("web", "very-wrong-secret"));
        String code = world.code("scope", "openid orders.read offline_access");
        world.redeem(code);
        world.redeem(code);

        assertThat(world.audit.events.toString())
                .doesNotContain("very-wrong-secret", code, "srr_", "at.t", "src_", Clients.SECRET);
    }

    private Reply clientCredentials(String authorization) {
        return world.post(Paths.TOKEN, "Authorization: " + authorization, "grant_type", "client_credentials");
    }
}
