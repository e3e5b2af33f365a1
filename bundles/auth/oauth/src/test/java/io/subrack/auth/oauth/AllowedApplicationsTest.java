/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.assertError;
import static io.subrack.auth.oauth.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Applications.Application;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AllowedApplicationsTest {
    private static final Origin HERE = new Origin("192.0.2.7", "test", "r1");

    private final World world = new World();
    private final AllowedApplications applications = new AllowedApplications(world.services);

    @Test
    void showsWhatMayActForAUser() {
        world.clients.allow("ada", "other", Set.of("stock.read"), world.clock.instant());
        world.user("eve", true);
        world.clients.allow("eve", "spa", Set.of("orders.read"), world.clock.instant());
        world.redeem(world.code("scope", "orders.read"));

        assertThat(applications.of("ada"))
                .extracting(Application::clientId, application -> String.join(" ", application.scopes()))
                .containsExactlyInAnyOrder(
                        org.assertj.core.api.Assertions.tuple("other", "stock.read"),
                        org.assertj.core.api.Assertions.tuple("web", "orders.read"));
        world.accounts.sessions.clear();
        assertThat(applications.of("ada")).extracting(Application::clientId).containsExactly("other");
    }

    @Test
    void endsAllThatAnApplicationHas() {
        JsonNode tokens = json(world.redeem(world.code("scope", "openid orders.read offline_access")));
        world.clients.allow("ada", "web", Set.of("openid", "orders.read"), world.clock.instant());

        assertThat(applications.withdraw("ada", "web", HERE)).isTrue();

        assertThat(applications.of("ada")).isEmpty();
        assertThat(world.clients.consent("ada", "web")).isEmpty();
        assertThat(world.tokens.verify(tokens.path("access_token").textValue())).isEmpty();
        assertError(world.refresh(tokens.path("refresh_token").textValue()), 400, "invalid_grant");
        assertThat(world.audit.types()).contains(AuditTypes.CONSENT_REVOKED);
        assertThat(applications.withdraw("ada", "web", HERE)).isFalse();
    }

    @Test
    void leavesOthersAlone() {
        String token = world.refreshToken();

        assertThat(applications.withdraw("ada", "other", HERE)).isFalse();
        assertThat(applications.withdraw("eve", "web", HERE)).isFalse();

        assertThat(world.refresh(token).status()).isEqualTo(200);
        assertThat(world.audit.types()).doesNotContain(AuditTypes.CONSENT_REVOKED);
    }
}
