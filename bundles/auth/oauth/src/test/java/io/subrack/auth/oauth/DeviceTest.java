/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.assertError;
import static io.subrack.auth.oauth.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.auth.spi.SessionStore.Session;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceTest {
    private final World world = new World();

    @Test
    void tellsADeviceWhatToShow() {
        Reply reply = ask("scope", "openid orders.read offline_access");

        JsonNode body = json(reply);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(body.path("user_code").textValue()).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
        assertThat(body.path("device_code").textValue()).startsWith("srd_");
        assertThat(body.path("verification_uri").textValue()).isEqualTo(World.ISSUER + "/device");
        assertThat(body.path("verification_uri_complete").textValue())
                .isEqualTo(World.ISSUER + "/device?user_code="
                        + body.path("user_code").textValue());
        assertThat(body.path("expires_in").intValue()).isEqualTo(600);
        assertThat(body.path("interval").intValue()).isEqualTo(5);
    }

    @Test
    void givesTokensOnceWhenTheUserHasAllowedIt() {
        JsonNode asked = json(ask("scope", "openid orders.read offline_access"));
        assertError(poll(asked), 400, "authorization_pending");

        String typed = asked.path("user_code")
                .textValue()
                .toLowerCase(java.util.Locale.ROOT)
                .replace("-", " ");
        assertThat(world.requests.device(typed).orElseThrow().clientId()).isEqualTo("spa");
        assertThat(world.requests.answerDevice(typed, session(), true)).isTrue();
        world.clock.advance(Duration.ofSeconds(6));
        Reply reply = poll(asked);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply).path("refresh_token").textValue()).startsWith("srr_");
        assertThat(json(reply).has("id_token")).isTrue();
        world.clock.advance(Duration.ofSeconds(6));
        assertError(poll(asked), 400, "invalid_grant");
        assertThat(world.requests.answerDevice(typed, session(), true)).isFalse();
    }

    @Test
    void givesTokensToOneOfTen() throws Exception {
        JsonNode asked = json(ask());
        world.requests.answerDevice(asked.path("user_code").textValue(), session(), true);

        List<Reply> replies = CodeGrantTest.atOnce(10, () -> poll(asked));

        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
    }

    @Test
    void tellsWhenTheUserDoesNotAllowIt() {
        JsonNode asked = json(ask());

        assertThat(world.requests.answerDevice(asked.path("user_code").textValue(), session(), false))
                .isTrue();

        assertError(poll(asked), 400, "access_denied");
    }

    @Test
    void tellsWhoAsksTooOftenToSlowDown() {
        JsonNode asked = json(ask());
        poll(asked);

        assertError(poll(asked), 400, "slow_down");
    }

    @Test
    void tellsWhenTheTimeIsOver() {
        JsonNode asked = json(ask());

        world.clock.advance(Duration.ofMinutes(10));

        assertError(poll(asked), 400, "expired_token");
        assertThat(world.requests.device(asked.path("user_code").textValue())).isEmpty();
    }

    @Test
    void refusesCodesThatAreUnknownOrOfAnotherClient() {
        JsonNode asked = json(ask());

        Reply other = world.post(
                Paths.TOKEN,
                "Authorization: " + World.BASIC,
                "grant_type",
                GrantTypes.DEVICE_CODE,
                "device_code",
                asked.path("device_code").textValue());

        assertError(other, 400, "invalid_grant");
        assertThat(world.requests.device("BCDF")).isEmpty();
        assertThat(world.requests.answerDevice("BCDF-BCDF", session(), true)).isFalse();
    }

    @Test
    void refusesClientsAndScopesThatAreNotAllowed() {
        assertError(ask("scope", "stock.read"), 400, "invalid_scope");
        world.clients.put(
                Clients.client("spa").isPublic().grantTypes("refresh_token").build());
        assertError(ask(), 400, "unauthorized_client");
        assertError(world.post(Paths.DEVICE_AUTHORIZATION, "client_id", "nobody"), 401, "invalid_client");
    }

    @Test
    void limitsHowManyAddressesAskFor() {
        for (int i = 0; i < 60; i++) {
            assertThat(ask().status()).isEqualTo(200);
        }

        assertThat(ask().status()).isEqualTo(429);
    }

    private Session session() {
        return world.accounts.sessions.get(world.accounts.logIn("ada"));
    }

    private Reply ask(String... more) {
        var all = new java.util.ArrayList<>(List.of("client_id", "spa"));
        all.addAll(List.of(more));
        return world.post(Paths.DEVICE_AUTHORIZATION, all.toArray(String[]::new));
    }

    private Reply poll(JsonNode asked) {
        return world.post(
                Paths.TOKEN,
                "client_id",
                "spa",
                "grant_type",
                GrantTypes.DEVICE_CODE,
                "device_code",
                asked.path("device_code").textValue());
    }
}
