/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.spi.Accounts.Login;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions, and what ends them. */
class SessionsTest {
    @TempDir
    Path data;

    private House house;

    @BeforeEach
    void build() {
        house = new House(data);
        house.user("ada", "admin");
    }

    @Test
    void endsSessionsWhenIdleAndAfterTheirTime() {
        var idle = house.login("ada");
        house.clock.turn(Duration.ofMinutes(29));
        assertThat(house.accounts.session(idle.cookieValue())).isPresent();
        house.clock.turn(Duration.ofMinutes(30));
        assertThat(house.accounts.session(idle.cookieValue())).isEmpty();

        var busy = house.login("ada");
        for (int i = 0; i < 12 * 4 - 1; i++) {
            house.clock.turn(Duration.ofMinutes(15));
            assertThat(house.state.sessions.caller(busy.cookieValue())).isPresent();
        }
        house.clock.turn(Duration.ofMinutes(15));
        assertThat(house.state.sessions.caller(busy.cookieValue())).isEmpty();
    }

    @Test
    void keepsSessionsAcrossARestartWithWhatWasWrittenDown() {
        var login = house.login("ada");
        house.clock.turn(Duration.ofMinutes(20));
        house.state.sessions.caller(login.cookieValue());
        house.state.flush();

        house.restart();
        house.clock.turn(Duration.ofMinutes(20));

        assertThat(house.state.sessions.caller(login.cookieValue())).isPresent();
    }

    @Test
    void writesDownLastUsesInOneGoAndOnlyIfThereAreAny() {
        var one = house.login("ada");
        var two = house.login("ada");
        house.clock.turn(Duration.ofSeconds(5));
        house.state.sessions.caller(one.cookieValue());
        house.state.sessions.caller(two.cookieValue());

        house.state.flush();
        house.state.flush();

        assertThat(house.stores.sessions.touches).isEqualTo(1);
    }

    @Test
    void knowsCallersWhileTheStoreIsDownAndSaysSoBefore() {
        var login = house.login("ada");
        house.stores.down = true;
        assertThat(house.state.sessions.caller(login.cookieValue())).isPresent();
        assertThatThrownBy(() -> house.accounts.login("ada", House.PASSWORD, null, House.HERE))
                .isInstanceOf(StoreUnavailableException.class);

        house.restart();

        assertThatThrownBy(() -> house.state.sessions.caller(login.cookieValue()))
                .isInstanceOf(StoreUnavailableException.class);
        house.stores.down = false;
        house.clock.turn(Duration.ofSeconds(2));
        assertThat(house.state.sessions.caller(login.cookieValue())).isPresent();
    }

    @Test
    void endsTheSessionThatIsUnusedForLongestWhenThereAreTooMany() {
        var first = house.login("ada");
        house.clock.turn(Duration.ofSeconds(1));
        house.login("ada");
        house.clock.turn(Duration.ofSeconds(1));
        house.login("ada");
        house.clock.turn(Duration.ofSeconds(1));

        house.login("ada");

        assertThat(house.state.sessions.caller(first.cookieValue())).isEmpty();
        assertThat(house.stores.sessions.byId).hasSize(3);
    }

    @Test
    void logsOutWithTheGrantsOfTheSession() {
        var login = house.login("ada");
        var userId = login.session().userId();
        house.stores.grants.alive.add(grant("in", userId, login.session().id()));
        house.stores.grants.alive.add(grant("other", userId, "another"));

        assertThat(house.accounts.endSession("somebody", login.session().id(), House.HERE))
                .isFalse();
        assertThat(house.accounts.endSession(userId, login.session().id(), House.HERE))
                .isTrue();

        assertThat(house.state.sessions.caller(login.cookieValue())).isEmpty();
        assertThat(house.stores.sessions.byId).isEmpty();
        assertThat(house.revoked)
                .contains("grant in", "grant " + login.session().id())
                .doesNotContain("grant other");
        assertThat(house.stores.grants.alive).extracting(Grant::id).containsExactly("other");
    }

    @Test
    void changesAPasswordAndEndsEverythingElseButApiTokens() {
        var kept = house.login("ada");
        var other = house.login("ada");
        var userId = kept.session().userId();
        var token =
                house.accounts.createApiToken(userId, "ci", Set.of("platform.read"), Duration.ofDays(1), House.HERE);

        house.accounts.changePassword(
                userId,
                House.PASSWORD,
                "another long pass phrase",
                kept.session().id(),
                House.HERE);

        assertThat(house.state.sessions.caller(kept.cookieValue())).isPresent();
        assertThat(house.state.sessions.caller(other.cookieValue())).isEmpty();
        assertThat(house.state.apiTokens.caller(token.token())).isPresent();
        assertThat(house.stores.grants.allRevokedOf).containsExactly(userId);
        assertThat(house.revoked).contains("subject " + userId);
        assertThat(house.accounts.login("ada", House.PASSWORD, null, House.HERE))
                .isInstanceOf(Login.Refused.class);
        assertThat(house.accounts.login("ada", "another long pass phrase", null, House.HERE))
                .isInstanceOf(Login.Done.class);
    }

    private Grant grant(String id, String userId, String sessionId) {
        var now = house.clock.instant();
        return new Grant(id, userId, "client", Set.of(), sessionId, now, List.of(), now, now.plusSeconds(60), null);
    }
}
