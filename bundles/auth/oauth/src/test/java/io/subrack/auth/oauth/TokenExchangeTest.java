/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.assertError;
import static io.subrack.auth.oauth.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenExchangeTest {
    private static final String TYPE = "urn:ietf:params:oauth:token-type:access_token";

    private final World world = new World();

    @Test
    void actsOnBehalfOfAUserWithLess() {
        world.clients.put(
                Clients.client("other").scopes("orders.read", "stock.read").build());
        String token = userToken();

        Reply reply = exchange(token, TYPE);

        JsonNode body = json(reply);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(body.path("issued_token_type").textValue()).isEqualTo(TYPE);
        assertThat(body.path("token_type").textValue()).isEqualTo("Bearer");
        assertThat(body.path("scope").textValue()).isEqualTo("orders.read");
        var verified =
                world.tokens.verify(body.path("access_token").textValue()).orElseThrow();
        assertThat(verified.caller().subject()).isEqualTo("ada");
        assertThat(verified.caller().clientId()).isEqualTo("other");
        assertThat(verified.caller().actor()).isEqualTo("client:other");
        assertThat(verified.grantId()).isNotNull();
        Reply introspected = world.post(
                Paths.INTROSPECT,
                "Authorization: " + World.BASIC,
                "token",
                body.path("access_token").textValue());
        assertThat(json(introspected).at("/act/sub").textValue()).isEqualTo("client:other");
    }

    @Test
    void hasNoRoleThatReachesFurtherThanItsScopes() {
        world.clients.put(
                Clients.client("other").scopes("orders.read", "stock.read").build());
        world.accounts.roleScopes.put("clerk", Set.of("orders.read", "orders.write"));
        String token = userToken();
        assertThat(world.tokens.verify(token).orElseThrow().caller().roles()).containsExactly("clerk");

        String exchanged = json(exchange(token, TYPE)).path("access_token").textValue();

        assertThat(world.tokens.verify(exchanged).orElseThrow().caller().roles())
                .isEmpty();
    }

    @Test
    void widensNothing() {
        String token = userToken();

        assertError(exchange(token, TYPE, "scope", "stock.read"), 400, "invalid_scope");
        assertThat(json(exchange(token, TYPE, "scope", "orders.read"))
                        .path("scope")
                        .textValue())
                .isEqualTo("orders.read");
    }

    @Test
    void refusesWhatIsNotAUsersAccessToken() {
        String own = json(world.post(Paths.TOKEN, "Authorization: " + World.BASIC, "grant_type", "client_credentials"))
                .path("access_token")
                .textValue();
        String exchanged =
                json(exchange(userToken(), TYPE)).path("access_token").textValue();

        assertError(exchange("nonsense", TYPE), 400, "invalid_request");
        assertError(exchange(own, TYPE), 400, "invalid_request");
        assertError(exchange(exchanged, TYPE), 400, "invalid_request");
        assertError(exchange(userToken(), "urn:ietf:params:oauth:token-type:jwt"), 400, "invalid_request");
    }

    @Test
    void refusesWhatItDoesNotSupport() {
        assertError(exchange(userToken(), TYPE, "actor_token", "x"), 400, "invalid_request");
        assertError(exchange(userToken(), TYPE, "requested_token_type", "x"), 400, "invalid_request");
        assertError(exchange(userToken(), TYPE, "audience", "elsewhere"), 400, "invalid_target");
        assertThat(exchange(userToken(), TYPE, "audience", World.ISSUER).status())
                .isEqualTo(200);
    }

    @Test
    void isForClientsThatAreAllowedTo() {
        String token = userToken();
        world.clients.put(Clients.client("other")
                .grantTypes(GrantTypes.CLIENT_CREDENTIALS)
                .build());

        assertError(exchange(token, TYPE), 400, "unauthorized_client");
    }

    @Test
    void endsWithTheGrant() {
        String token = userToken();
        JsonNode body = json(exchange(token, TYPE));

        world.tokens.grant(world.grants.all().get(0).id());

        assertThat(world.tokens.verify(body.path("access_token").textValue())).isEmpty();
    }

    @Test
    void endsWithTheTokenWhereThereIsNoGrant() {
        var ada =
                new Caller(Caller.Kind.USER, "ada", "ada", "web", Set.of(), Set.of(), "", null, null, List.of(), null);
        var subject = world.tokens.accessToken(
                new Tokens.AccessTokenRequest(ada, "web", List.of(), Set.of("orders.read"), null, null));
        JsonNode body = json(exchange(subject.token(), TYPE));
        assertThat(world.tokens.verify(body.path("access_token").textValue())).isPresent();

        world.post(Paths.REVOKE, "Authorization: " + World.BASIC, "token", subject.token());

        assertThat(world.tokens.verify(body.path("access_token").textValue())).isEmpty();
    }

    private String userToken() {
        return json(world.redeem(world.code("scope", "openid orders.read orders.write")))
                .path("access_token")
                .textValue();
    }

    private Reply exchange(String token, String type, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "Authorization: " + World.basic("other", Clients.SECRET),
                "grant_type",
                GrantTypes.TOKEN_EXCHANGE,
                "subject_token",
                token,
                "subject_token_type",
                type));
        all.addAll(List.of(more));
        return world.post(Paths.TOKEN, all.toArray(String[]::new));
    }
}
