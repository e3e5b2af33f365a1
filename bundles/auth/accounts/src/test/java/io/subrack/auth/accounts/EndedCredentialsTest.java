/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.spi.AccountAdmin.By;
import io.subrack.auth.spi.AccountAdmin.UserChange;
import io.subrack.auth.spi.Accounts.Login;
import io.subrack.auth.spi.Accounts.NewToken;
import io.subrack.auth.spi.Accounts.Reason;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore.Role;
import io.subrack.auth.spi.UserStore.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends, ends whole, also at the second attempt; and nothing grows from what has little or has ended. */
class EndedCredentialsTest {
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    Path data;

    private House house;
    private User bob;
    private By admin;
    private Login.Done login;

    @BeforeEach
    void build() {
        house = new House(data);
        house.user("ada", "admin");
        bob = house.user("bob", "deployer");
        admin = house.as("ada");
        login = house.login("bob");
        grant("g1", null);
        grant("g2", login.session().id());
    }

    @Test
    void doesAtTheSecondAttemptWhatTheFirstDidNot() {
        house.revocationsDown = true;
        var disabled = new UserChange(null, null, null, false, null, null);
        assertUnavailable(() -> house.admin.update(bob.id(), disabled, -1, admin));
        house.revocationsDown = false;

        house.admin.update(bob.id(), disabled, -1, admin);

        assertThat(house.revoked).contains("subject " + bob.id(), "grant g1", "grant g2");
        assertThat(house.stores.grants.grants(bob.id(), house.clock.instant())).isEmpty();
        assertThat(house.state.sessions.of(bob.id())).isEmpty();
    }

    @Test
    void letsWhoCouldNotChangeTheirPasswordDoItAgain() {
        house.revocationsDown = true;
        assertUnavailable(() -> change(House.PASSWORD));
        house.revocationsDown = false;

        change(House.PASSWORD);

        assertThat(house.revoked).contains("subject " + bob.id(), "grant g1", "grant g2");
        assertThat(house.accounts.login("bob", "another long pass phrase", null, House.HERE))
                .isInstanceOf(Login.Done.class);
    }

    @Test
    void keepsASessionUntilItsGrantsHaveEnded() {
        house.revocationsDown = true;
        assertUnavailable(() -> house.admin.endSession(login.session().id(), admin));
        house.revocationsDown = false;

        house.admin.endSession(login.session().id(), admin);

        assertThat(house.revoked).containsOnlyOnce("grant g2").doesNotContain("grant g1");
        assertThat(house.state.sessions.caller(login.cookieValue())).isEmpty();
    }

    @Test
    void keepsEverybodyInWhenARoleCannotBeReadOrChanged() {
        house.stores.down = true;

        assertUnavailable(() -> house.admin.save(new Role("clerk", "", Set.of(), false), admin));

        assertThat(house.caller(login).hasScope("platform.deploy")).isTrue();
    }

    @Test
    void endsTokensWithARoleWithoutScopesAndWithARepeatedChangeOfOne() {
        house.admin.save(new Role("boss", "", Set.of(), false), admin);
        house.admin.update(bob.id(), roles("boss"), -1, admin);
        house.revoked.clear();

        house.admin.update(bob.id(), roles(), -1, admin);
        assertThat(house.revoked).containsExactly("subject " + bob.id());
        house.admin.update(bob.id(), roles("boss"), -1, admin);
        house.revoked.clear();
        house.admin.save(new Role("boss", "", Set.of(), false), admin);
        assertThat(house.revoked).containsExactly("subject " + bob.id());
        house.revoked.clear();
        house.admin.save(new Role("boss", "", Set.of("orders.read"), false), admin);
        assertThat(house.revoked).isEmpty();
    }

    @Test
    void letsATokenHaveOnlyTheRolesThatItsScopesCover() {
        house.admin.update(bob.id(), roles("admin", "viewer"), -1, admin);

        var narrow = make("platform.read");
        var caller = house.state.apiTokens.caller(narrow.token()).orElseThrow();

        assertThat(caller.roles()).containsExactly("viewer");
    }

    @Test
    void letsNoTokenOutliveOrExceedItsMaker() {
        var parent = house.accounts.createApiToken(
                bob.id(), "parent", Set.of("account", "platform.read"), Duration.ofDays(1), House.HERE);
        var caller = house.state.apiTokens.caller(parent.token()).orElseThrow();

        var child = house.accounts.createApiToken(caller, "child", Set.of("platform.read"), YEAR, House.HERE);

        assertThat(child.expires()).isEqualTo(parent.expires());
        LoginTest.assertRejected(
                Reason.BAD_VALUE,
                () -> house.accounts.createApiToken(caller, "x", Set.of("platform.deploy"), YEAR, House.HERE));
    }

    @Test
    void makesNoTokenByWhatHasEnded() {
        var session = house.caller(login);
        var parent = make("account");
        var token = house.state.apiTokens.caller(parent.token()).orElseThrow();

        house.clock.turn(Duration.ofSeconds(1));
        house.admin.revokeCredentials(bob.id(), admin);
        house.clock.turn(Duration.ofSeconds(1));

        for (var ended : List.of(session, token)) {
            LoginTest.assertRejected(
                    Reason.WRONG_CREDENTIAL,
                    () -> house.accounts.createApiToken(ended, "x", Set.of(), YEAR, House.HERE));
        }
    }

    @Test
    void makesNoTokenForWhoWasRevokedSinceTheyAsked() {
        var asked = house.stores.users.user(bob.id()).orElseThrow();
        house.admin.revokeCredentials(bob.id(), admin);
        house.clock.turn(Duration.ofSeconds(1));

        LoginTest.assertRejected(
                Reason.WRONG_CREDENTIAL,
                () -> new TokenMaker(house.state).make(asked, null, "x", Set.of(), YEAR, House.HERE));
    }

    @Test
    void endsWithASessionWhatWasGrantedInItHoweverItEnds() {
        house.clock.turn(Duration.ofMinutes(30));
        house.state.flush();

        assertThat(house.accounts.hasSession(login.session().id())).isFalse();
        assertThat(house.revoked)
                .contains("grant g2", "grant " + login.session().id());
        assertThat(grants()).containsExactly("g1");

        var second = house.login("bob");
        grant("g3", second.session().id());
        for (int i = 0; i < 3; i++) { // more than one may have
            house.clock.turn(Duration.ofSeconds(1));
            house.login("bob");
        }
        assertThat(grants()).containsExactly("g1");
    }

    @Test
    void goesOnWithGrantsInTheSessionThatTakesThePlaceOfAnother() {
        var again = (Login.Done) house.accounts.login("bob", House.PASSWORD, login.cookieValue(), House.HERE);

        assertThat(house.accounts.hasSession(login.session().id())).isFalse();
        assertThat(house.accounts.hasSession(again.session().id())).isTrue();
        assertThat(grants()).containsExactly("g1", "g2");
        assertThat(house.stores.grants.alive.get(1).sessionId())
                .isEqualTo(again.session().id());

        house.accounts.login("ada", House.PASSWORD, again.cookieValue(), House.HERE);
        assertThat(grants()).containsExactly("g1");
    }

    private List<String> grants() {
        return house.stores.grants.alive.stream().map(Grant::id).toList();
    }

    private NewToken make(String scope) {
        return house.accounts.createApiToken(bob.id(), scope, Set.of(scope), YEAR, House.HERE);
    }

    private void change(String current) {
        house.accounts.changePassword(
                bob.id(), current, "another long pass phrase", login.session().id(), House.HERE);
    }

    private void grant(String id, String session) {
        var now = house.clock.instant();
        house.stores.grants.alive.add(
                new Grant(id, bob.id(), "cli", Set.of(), session, now, List.of(), now, now.plusSeconds(9_000), null));
    }

    private static UserChange roles(String... roles) {
        return new UserChange(null, null, null, null, Set.of(roles), null);
    }

    private static void assertUnavailable(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOf(StoreUnavailableException.class);
    }
}
