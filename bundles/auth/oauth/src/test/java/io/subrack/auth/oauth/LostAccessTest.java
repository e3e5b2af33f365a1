/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.assertError;
import static io.subrack.auth.oauth.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.audit.api.AuditTypes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What was taken from a client, a user or a grant is not given out any more, however close it was. */
class LostAccessTest {
    private static final String TYPE = "urn:ietf:params:oauth:token-type:access_token";

    private final World world = new World();

    @Test
    void refreshesNoScopeThatTheClientHasLost() {
        String token = world.refreshToken();
        world.clients.put(Clients.client("web")
                .scopes("openid", "offline_access", "orders.read")
                .build());

        assertThat(json(world.refresh(token)).path("scope").textValue()).isEqualTo("offline_access openid orders.read");
    }

    @Test
    void redeemsNoScopeThatTheClientHasLost() {
        String code = world.code("scope", "openid orders.read orders.write");
        world.clients.put(Clients.client("web").scopes("openid", "orders.read").build());

        assertThat(json(world.redeem(code)).path("scope").textValue()).isEqualTo("openid orders.read");
    }

    @Test
    void givesNoTokenToAClientThatIsDisabledWhileItIsSigned() {
        world.tokens.signed =
                () -> world.clients.put(Clients.client("web").disabled().build());

        assertError(clientCredentials(), 400, "invalid_grant");
        assertThat(world.tokens.isRevoked("t1")).isTrue();
    }

    @Test
    void givesNoTokenToAClientThatIsVoidedWhileItIsSigned() {
        world.tokens.signed = () -> world.clients.put(
                Clients.client("web").notBefore(world.clock.instant()).build());

        assertError(clientCredentials(), 400, "invalid_grant");
    }

    @Test
    void givesNoTokenForAGrantThatIsRevokedWhileItIsSigned() {
        String token = world.refreshToken();
        String code = world.code();
        world.tokens.signed = () -> world.grants.revokeAll("ada", null, world.clock.instant());

        assertError(world.refresh(token), 400, "invalid_grant");
        assertError(world.redeem(code), 400, "invalid_grant");
        assertThat(world.tokens.isRevoked("t3")).isTrue();
    }

    @Test
    void givesNoTokenOfAUserWhoIsDisabledWhileItIsSigned() {
        String subject = json(world.redeem(world.code())).path("access_token").textValue();
        String token = world.refreshToken();
        world.tokens.signed = () -> world.user("ada", false);

        assertError(world.refresh(token), 400, "invalid_grant");
        world.user("ada", true);
        assertError(exchange(subject), 400, "invalid_grant");
    }

    @Test
    void exchangesNoTokenThatIsRevokedWhileItsSuccessorIsSigned() {
        String subject = json(world.redeem(world.code())).path("access_token").textValue();
        world.tokens.signed = () -> world.tokens.token("t1", world.clock.instant());

        assertError(exchange(subject), 400, "invalid_grant");
    }

    @Test
    void endsWhatAStolenRefreshTokenGaveAlsoIfThatFailedBefore() {
        String stolen = world.refreshToken();
        var second = json(world.refresh(stolen));
        world.clock.advance(Duration.ofSeconds(10));
        world.tokens.down = true;
        assertThat(world.refresh(stolen).status()).isEqualTo(503);
        world.tokens.down = false;

        assertError(world.refresh(stolen), 400, "invalid_grant");

        assertThat(world.tokens.verify(second.path("access_token").textValue())).isEmpty();
    }

    @Test
    void revokesAlsoIfThatFailedBefore() {
        var body = json(world.redeem(world.code("scope", "openid orders.read offline_access")));
        world.tokens.down = true;
        assertThat(revoke(body.path("refresh_token").textValue()).status()).isEqualTo(503);
        world.tokens.down = false;

        assertThat(revoke(body.path("refresh_token").textValue()).status()).isEqualTo(200);

        assertThat(world.tokens.verify(body.path("access_token").textValue())).isEmpty();
        assertThat(world.audit.types()).contains(AuditTypes.TOKEN_REVOKED);
    }

    private Reply revoke(String token) {
        return world.post(Paths.REVOKE, "Authorization: " + World.BASIC, "token", token);
    }

    private Reply clientCredentials() {
        return world.post(Paths.TOKEN, "Authorization: " + World.BASIC, "grant_type", "client_credentials");
    }

    private Reply exchange(String subject) {
        return world.post(
                Paths.TOKEN,
                "Authorization: " + World.basic("other", Clients.SECRET),
                "grant_type",
                GrantTypes.TOKEN_EXCHANGE,
                "subject_token",
                subject,
                "subject_token_type",
                TYPE);
    }
}
