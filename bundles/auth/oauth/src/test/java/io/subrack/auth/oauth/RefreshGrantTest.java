/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.assertError;
import static io.subrack.auth.oauth.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.audit.api.AuditTypes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefreshGrantTest {
    private final World world = new World();

    @Test
    void givesANewTokenForAnOld() {
        String token = world.refreshToken();

        Reply reply = world.refresh(token);

        JsonNode body = json(reply);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(body.path("refresh_token").textValue()).startsWith("srr_").isNotEqualTo(token);
        assertThat(body.path("scope").textValue()).isEqualTo("offline_access openid orders.read orders.write");
        assertThat(world.tokens.idTokens.get(body.path("id_token").textValue()).nonce())
                .isNull();
        assertThat(world.tokens.verify(body.path("access_token").textValue())).isPresent();
        assertThat(world.audit.types()).contains(AuditTypes.TOKEN_REFRESHED);
        assertThat(world.refresh(body.path("refresh_token").textValue()).status())
                .isEqualTo(200);
    }

    @Test
    void revokesTheFamilyWhenATokenComesAgainAfterTheGraceTime() {
        String token = world.refreshToken();
        JsonNode second = json(world.refresh(token));

        world.clock.advance(Duration.ofSeconds(10));

        assertError(world.refresh(token), 400, "invalid_grant");
        assertThat(world.tokens.verify(second.path("access_token").textValue())).isEmpty();
        assertError(world.refresh(second.path("refresh_token").textValue()), 400, "invalid_grant");
        assertThat(world.audit.types()).contains(AuditTypes.TOKEN_REUSED);
    }

    @Test
    void givesAnotherSuccessorWithinTheGraceTime() {
        String token = world.refreshToken();
        world.refresh(token);

        world.clock.advance(Duration.ofSeconds(9));
        Reply again = world.refresh(token);

        assertThat(again.status()).isEqualTo(200);
        assertThat(world.grants.usableRefreshTokens(world.clock.instant())).isEqualTo(1);
        assertThat(world.refresh(json(again).path("refresh_token").textValue()).status())
                .isEqualTo(200);
    }

    @Test
    void takesTwoHoldersOfSuccessorsForATheft() {
        String token = world.refreshToken();
        String one = json(world.refresh(token)).path("refresh_token").textValue();
        world.clock.advance(Duration.ofSeconds(2));
        String other = json(world.refresh(token)).path("refresh_token").textValue();
        world.clock.advance(Duration.ofSeconds(2));

        assertError(world.refresh(one), 400, "invalid_grant");
        assertError(world.refresh(other), 400, "invalid_grant");
    }

    @Test
    void narrowsTheScopeForThisTimeOnly() {
        JsonNode narrow = json(world.refresh(world.refreshToken(), "scope", "orders.read"));
        JsonNode wide = json(world.refresh(narrow.path("refresh_token").textValue()));

        assertThat(narrow.path("scope").textValue()).isEqualTo("orders.read");
        assertThat(narrow.has("id_token")).isFalse();
        assertThat(wide.path("scope").textValue()).contains("orders.write");
    }

    @Test
    void givesNoRoleThatReachesFurtherThanTheScopesOfTheToken() {
        world.accounts.roleScopes.put("clerk", Set.of("orders.read", "orders.write"));

        JsonNode narrow = json(world.refresh(world.refreshToken(), "scope", "orders.read"));
        JsonNode wide = json(world.refresh(narrow.path("refresh_token").textValue()));

        assertThat(roles(narrow)).isEmpty();
        assertThat(roles(wide)).containsExactly("clerk");
        assertThat(json(world.post(
                                Paths.INTROSPECT,
                                "Authorization: " + World.BASIC,
                                "token",
                                narrow.path("access_token").textValue()))
                        .has("roles"))
                .isFalse();
    }

    private Set<String> roles(JsonNode answer) {
        return world.tokens
                .verify(answer.path("access_token").textValue())
                .orElseThrow()
                .caller()
                .roles();
    }

    @Test
    void endsWithTheSessionUnlessTheUserMayBeAbsent() {
        world.clients.put(
                Clients.client("web").scopes("orders.read", "offline_access").build());
        String bound = first("orders.read");
        String offline = first("orders.read offline_access");

        String next = json(world.refresh(bound)).path("refresh_token").textValue();
        world.accounts.sessions.clear();

        assertError(world.refresh(next), 400, "invalid_grant");
        assertThat(json(world.post(Paths.INTROSPECT, "Authorization: " + World.BASIC, "token", next))
                        .path("active")
                        .booleanValue())
                .isFalse();
        assertThat(world.refresh(offline).status()).isEqualTo(200);
    }

    private String first(String scope) {
        return json(world.redeem(world.code("scope", scope)))
                .path("refresh_token")
                .textValue();
    }

    @Test
    void refusesAWiderScopeAndKeepsTheToken() {
        String token = world.refreshToken();

        assertError(world.refresh(token, "scope", "orders.read stock.read"), 400, "invalid_scope");
        assertThat(world.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void refusesATokenOfAnotherClientAndKeepsIt() {
        String token = world.refreshToken();

        Reply reply = other(token);

        assertError(reply, 400, "invalid_grant");
        assertThat(world.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void revokesTheFamilyWhenAnotherClientShowsAUsedToken() {
        String token = world.refreshToken();
        JsonNode second = json(world.refresh(token));
        world.clock.advance(Duration.ofSeconds(2));

        Reply reply = other(token);

        assertError(reply, 400, "invalid_grant");
        assertThat(world.tokens.verify(second.path("access_token").textValue())).isEmpty();
        assertError(world.refresh(second.path("refresh_token").textValue()), 400, "invalid_grant");
        assertThat(world.audit.types()).contains(AuditTypes.TOKEN_REUSED);
    }

    @Test
    void refusesAnUnknownTokenAndNone() {
        assertError(world.refresh("srr_nobody"), 400, "invalid_grant");
        assertError(
                world.post(Paths.TOKEN, "Authorization: " + World.BASIC, "grant_type", "refresh_token"),
                400,
                "invalid_request");
    }

    @Test
    void letsATokenEndUnused() {
        String token = world.refreshToken();

        world.clock.advance(Duration.ofDays(14));

        assertError(world.refresh(token), 400, "invalid_grant");
    }

    @Test
    void endsAGrantHoweverOftenItIsRefreshed() {
        String token = world.refreshToken();
        for (int i = 0; i < 3; i++) {
            world.clock.advance(Duration.ofDays(9));
            token = json(world.refresh(token)).path("refresh_token").textValue();
        }

        world.clock.advance(Duration.ofDays(3));

        assertError(world.refresh(token), 400, "invalid_grant");
    }

    @Test
    void takesNewRolesIntoAccount() {
        String token = world.refreshToken();

        world.accounts.scopes.put("ada", Set.of("orders.read"));

        assertThat(json(world.refresh(token)).path("scope").textValue()).isEqualTo("offline_access openid orders.read");
    }

    @Test
    void refusesAUserWhoWasDisabledAndKeepsTheTokenForBetterTimes() {
        String token = world.refreshToken();

        world.user("ada", false);
        assertError(world.refresh(token), 400, "invalid_grant");

        world.user("ada", true);
        assertThat(world.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void letsExactlyOneOfTenWin() throws Exception {
        for (Duration grace : List.of(Duration.ZERO, Duration.ofSeconds(10))) {
            World fresh = new World(grace);
            String token = fresh.refreshToken();

            List<Reply> replies = CodeGrantTest.atOnce(10, () -> fresh.refresh(token));

            assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
            assertThat(fresh.grants.usableRefreshTokens(fresh.clock.instant())).isEqualTo(1);
        }
    }

    private Reply other(String token) {
        return world.post(
                Paths.TOKEN,
                "Authorization: " + World.basic("other", Clients.SECRET),
                "grant_type",
                "refresh_token",
                "refresh_token",
                token);
    }
}
