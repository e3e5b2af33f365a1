/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.api.Caller.Kind;
import io.subrack.auth.spi.AccountAdmin.By;
import io.subrack.auth.spi.AccountAdmin.NewUser;
import io.subrack.auth.spi.AccountAdmin.UserChange;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.auth.spi.Accounts.Login;
import io.subrack.auth.spi.Accounts.Reason;
import io.subrack.auth.spi.UserStore.Group;
import io.subrack.auth.spi.UserStore.Role;
import io.subrack.auth.spi.UserStore.User;
import io.subrack.kernel.api.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What admins do, and may not. */
class AdministrationTest {
    @TempDir
    Path data;

    private House house;
    private User ada;
    private By admin;

    @BeforeEach
    void build() {
        house = new House(data);
        ada = house.user("ada", "admin");
        admin = house.as("ada");
    }

    @Test
    void makesAUserWhoSetsTheirPasswordByAOneTimeToken() {
        var made = house.admin.create(new NewUser("bob", "Bob", "bob@example.org", Set.of("viewer"), Set.of()), admin);
        assertThat(made.toString()).doesNotContain(made.token());
        assertThat(house.accounts.login("bob", "", null, House.HERE)).isInstanceOf(Login.Refused.class);

        LoginTest.assertRejected(
                Reason.WRONG_CREDENTIAL,
                () -> house.accounts.redeemReset("bob", made.token() + "x", House.PASSWORD, House.HERE));
        LoginTest.assertRejected(
                Reason.BAD_VALUE, () -> house.accounts.redeemReset("bob", made.token(), "password", House.HERE));
        house.restart();
        house.accounts.redeemReset("Bob", made.token(), House.PASSWORD, House.HERE);

        assertThat(house.caller(house.login("bob")).scopes()).containsExactly("platform.read");
        LoginTest.assertRejected(
                Reason.WRONG_CREDENTIAL,
                () -> house.accounts.redeemReset("bob", made.token(), "some other phrase", House.HERE));
    }

    @Test
    void letsAResetTokenBeUsedByOneOf10AndNotAfterItsTime() throws Exception {
        var bob = house.user("bob");
        var reset = house.admin.resetPassword(bob.id(), admin);
        var won = new AtomicInteger();

        House.atOnce(5, () -> {
            try {
                house.accounts.redeemReset("bob", reset.token(), House.PASSWORD, House.HERE);
                won.incrementAndGet();
            } catch (RuntimeException e) {
                // one of the losers
            }
            return true;
        });

        assertThat(won.get()).isEqualTo(1);
        var second = house.admin.resetPassword(bob.id(), admin);
        house.clock.turn(Duration.ofHours(24));
        LoginTest.assertRejected(
                Reason.WRONG_CREDENTIAL,
                () -> house.accounts.redeemReset("bob", second.token(), House.PASSWORD, House.HERE));
    }

    @Test
    void endsEverythingOfAUserWhoIsDisabledAtOnce() {
        var bob = house.user("bob", "viewer");
        var login = house.login("bob");
        var token =
                house.accounts.createApiToken(bob.id(), "ci", Set.of("platform.read"), Duration.ofDays(9), House.HERE);

        house.admin.update(bob.id(), change(false, null), -1, admin);

        assertThat(house.state.sessions.caller(login.cookieValue())).isEmpty();
        assertThat(house.state.apiTokens.caller(token.token())).isEmpty();
        assertThat(house.revoked).contains("subject " + bob.id());
        house.admin.update(bob.id(), change(true, null), -1, admin);
        assertThat(house.state.sessions.caller(login.cookieValue())).isEmpty();
        assertThat(house.state.apiTokens.caller(token.token())).isPresent();
    }

    @Test
    void voidsAllThatWasGivenUntilNow() {
        var bob = house.user("bob", "viewer");
        var token =
                house.accounts.createApiToken(bob.id(), "ci", Set.of("platform.read"), Duration.ofDays(9), House.HERE);
        house.clock.turn(Duration.ofSeconds(1));

        house.admin.revokeCredentials(bob.id(), admin);

        assertThat(house.state.apiTokens.caller(token.token())).isEmpty();
        house.clock.turn(Duration.ofSeconds(1));
        assertThat(house.caller(house.login("bob")).name()).isEqualTo("bob");
    }

    @Test
    void deletesAUserWithAllThatBelongsToIt() {
        var bob = house.user("bob", "viewer");
        var login = house.login("bob");
        var token =
                house.accounts.createApiToken(bob.id(), "ci", Set.of("platform.read"), Duration.ofDays(9), House.HERE);

        house.admin.delete(bob.id(), admin);

        assertThat(house.state.sessions.caller(login.cookieValue())).isEmpty();
        assertThat(house.state.apiTokens.caller(token.token())).isEmpty();
        assertProblem(AccountProblem.UNKNOWN, () -> house.admin.delete(bob.id(), admin));
    }

    @Test
    void changesWhatALiveCredentialMayWithTheRoles() {
        var bob = house.user("bob", "viewer");
        var login = house.login("bob");
        var token =
                house.accounts.createApiToken(bob.id(), "ci", Set.of("platform.read"), Duration.ofDays(9), House.HERE);

        house.admin.update(bob.id(), change(null, Set.of("deployer")), -1, admin);
        assertThat(house.caller(login).hasScope("platform.deploy")).isTrue();
        assertThat(house.state.apiTokens.caller(token.token()).orElseThrow().scopes())
                .containsExactly("platform.read");

        house.admin.update(bob.id(), change(null, Set.of()), -1, admin);
        assertThat(house.caller(login).scopes()).isEmpty();
        assertThat(house.state.apiTokens.caller(token.token()).orElseThrow().scopes())
                .isEmpty();
        assertThat(house.revoked).contains("subject " + bob.id());
    }

    @Test
    void givesRolesByGroupsAndCustomRoles() {
        assertThat(house.admin.save(new Role("clerk", "", Set.of("orders.read"), false), admin))
                .isTrue();
        assertThat(house.admin.save(new Group("office", "", Set.of("clerk", "viewer")), admin))
                .isTrue();
        var bob = house.user("bob");
        house.admin.update(bob.id(), new UserChange(null, null, null, null, null, Set.of("office")), -1, admin);
        var login = house.login("bob");
        assertThat(house.caller(login).scopes()).containsExactly("orders.read", "platform.read");
        assertThat(house.caller(login).roles()).containsExactly("clerk", "viewer");

        house.admin.save(new Role("clerk", "", Set.of(), false), admin);

        assertThat(house.caller(login).scopes()).containsExactly("platform.read");
        assertThat(house.revoked).contains("subject " + bob.id());
        assertProblem(AccountProblem.CONFLICT, () -> house.admin.deleteRole("clerk", admin));
        assertProblem(AccountProblem.CONFLICT, () -> house.admin.deleteGroup("office", admin));
    }

    @Test
    void leavesBuiltInRolesAsTheyAre() {
        house.stores.users.save(new Role("viewer", "changed behind our back", Set.of("platform.keys"), false));

        assertProblem(
                AccountProblem.CONFLICT,
                () -> house.admin.save(new Role("viewer", "", Set.of("platform.keys"), false), admin));
        assertProblem(AccountProblem.CONFLICT, () -> house.admin.deleteRole("admin", admin));
        house.restart();
        assertThat(house.admin.roles().stream()
                        .filter(role -> role.name().equals("viewer"))
                        .findFirst()
                        .orElseThrow()
                        .scopes())
                .containsExactly("platform.read");
    }

    @Test
    void alwaysKeepsAnAdmin() {
        assertProblem(AccountProblem.LAST_ADMIN, () -> house.admin.delete(ada.id(), admin));
        assertProblem(AccountProblem.LAST_ADMIN, () -> house.admin.update(ada.id(), change(false, null), -1, admin));
        assertProblem(
                AccountProblem.LAST_ADMIN,
                () -> house.admin.update(ada.id(), change(null, Set.of("viewer")), -1, admin));

        house.admin.save(new Group("admins", "", Set.of("admin")), admin);
        var bob = house.user("bob");
        house.admin.update(bob.id(), new UserChange(null, null, null, null, null, Set.of("admins")), -1, admin);
        house.admin.update(ada.id(), change(null, Set.of()), -1, admin);

        var now = house.as("bob");
        assertProblem(AccountProblem.LAST_ADMIN, () -> house.admin.save(new Group("admins", "", Set.of()), now));
        assertProblem(AccountProblem.LAST_ADMIN, () -> house.admin.delete(bob.id(), now));
    }

    @Test
    void keepsAnAdminWhenTwoAdminsRemoveEachOtherAtOnce() throws Exception {
        var bob = house.user("bob", "admin");
        var victims = List.of(ada, bob);
        var next = new AtomicInteger();

        House.atOnce(2, () -> {
            try {
                house.admin.update(victims.get(next.getAndIncrement()).id(), change(false, null), -1, admin);
            } catch (ProblemException e) {
                // the second one
            }
            return true;
        });

        assertThat(List.of(ada, bob).stream()
                        .filter(user ->
                                house.stores.users.user(user.id()).orElseThrow().enabled()))
                .hasSize(1);
    }

    @Test
    void letsNobodyGiveTakeOrTouchMoreThanTheyHave() {
        house.admin.save(new Role("registrar", "", Set.of("platform.users", "platform.read"), false), admin);
        house.user("reg", "registrar");
        var registrar = house.as("reg");
        var deployer = house.user("dep", "deployer");
        var viewer = house.user("vic", "viewer");

        house.admin.save(new Role("boss", "no scopes, but bundles ask for it", Set.of(), false), admin);
        var boss = house.user("bea", "boss");

        house.admin.update(viewer.id(), change(null, Set.of("registrar")), -1, registrar);
        house.admin.resetPassword(viewer.id(), registrar);
        house.admin.mayChange(viewer.id(), registrar);
        house.admin.mayChange("nobody", registrar);
        List.<Runnable>of(
                        () -> house.admin.update(viewer.id(), change(null, Set.of("admin")), -1, registrar),
                        () -> house.admin.create(new NewUser("x", "", "", Set.of("deployer"), Set.of()), registrar),
                        () -> house.admin.resetPassword(ada.id(), registrar),
                        () -> house.admin.resetPassword(deployer.id(), registrar),
                        () -> house.admin.removeSecondFactor(ada.id(), registrar),
                        () -> house.admin.update(ada.id(), change(false, null), -1, registrar),
                        () -> house.admin.delete(ada.id(), registrar),
                        () -> house.admin.mayChange(ada.id(), registrar),
                        () -> house.admin.resetPassword(boss.id(), registrar),
                        () -> house.admin.update(viewer.id(), change(null, Set.of("boss")), -1, registrar),
                        () -> house.admin.update(viewer.id(), change(null, Set.of("viewer")), -1, registrar),
                        () -> house.admin.create(new NewUser("x", "", "", Set.of("boss"), Set.of()), registrar),
                        () -> house.admin.save(new Group("g", "", Set.of("boss")), registrar),
                        () -> house.admin.deleteRole("boss", registrar),
                        () -> house.admin.endSessions(ada.id(), registrar),
                        () -> house.admin.revokeCredentials(ada.id(), registrar),
                        () -> house.admin.save(
                                new Role("registrar", "", Set.of("platform.users", "platform.keys"), false), registrar),
                        () -> house.admin.save(new Group("g", "", Set.of("admin")), registrar))
                .forEach(attempt -> assertProblem(AccountProblem.BEYOND_OWN_RIGHTS, attempt));
        assertThat(house.auditTypes()).contains("auth.access.denied");
    }

    @Test
    void countsTheCredentialInHandNotThePersonBehindIt() {
        var narrow = House.with(Kind.USER, Set.of("admin"), "platform.users");
        var client = House.with(Kind.CLIENT, Set.of("admin"), BuiltIn.PLATFORM_SCOPES.toArray(String[]::new));

        assertProblem(
                AccountProblem.BEYOND_OWN_RIGHTS,
                () -> house.admin.create(new NewUser("x", "", "", Set.of("viewer"), Set.of()), narrow));
        assertProblem(
                AccountProblem.BEYOND_OWN_RIGHTS,
                () -> house.admin.save(new Role("clerk", "", Set.of("orders.read"), false), client));
    }

    @Test
    void refusesAStaleChangeAndATakenName() {
        var bob = house.user("bob");
        var changed = house.admin.update(bob.id(), change(null, Set.of("viewer")), bob.version(), admin);

        assertThat(changed.version()).isGreaterThan(bob.version());
        assertProblem(
                AccountProblem.CHANGED,
                () -> house.admin.update(bob.id(), change(null, Set.of()), bob.version(), admin));
        assertProblem(
                AccountProblem.CONFLICT,
                () -> house.admin.update(bob.id(), new UserChange("Ada", null, null, null, null, null), -1, admin));
        assertProblem(
                AccountProblem.CONFLICT,
                () -> house.admin.create(new NewUser("ADA", "", "", Set.of(), Set.of()), admin));
        assertProblem(
                AccountProblem.BAD_VALUE,
                () -> house.admin.update(bob.id(), change(null, Set.of("nothing")), -1, admin));
    }

    @Test
    void killsOneSessionAndAll() {
        house.user("bob", "viewer");
        var one = house.login("bob");
        var two = house.login("bob");

        house.admin.endSession(one.session().id(), admin);
        assertThat(house.state.sessions.caller(one.cookieValue())).isEmpty();
        assertThat(house.state.sessions.caller(two.cookieValue())).isPresent();

        assertThat(house.admin.endSessions(two.session().userId(), admin)).isEqualTo(1);
        assertThat(house.state.sessions.caller(two.cookieValue())).isEmpty();
    }

    @Test
    void boundsAndChecksApiTokens() {
        var bob = house.user("bob", "viewer");
        var made = house.accounts.createApiToken(
                bob.id(), "one", Set.of("platform.read"), Duration.ofDays(365), House.HERE);
        LoginTest.assertRejected(
                Reason.CONFLICT,
                () -> house.accounts.createApiToken(bob.id(), "one", Set.of(), Duration.ofDays(1), House.HERE));
        LoginTest.assertRejected(
                Reason.BAD_VALUE,
                () -> house.accounts.createApiToken(
                        bob.id(), "x", Set.of("platform.keys"), Duration.ofDays(1), House.HERE));
        LoginTest.assertRejected(
                Reason.BAD_VALUE,
                () -> house.accounts.createApiToken(bob.id(), "x", Set.of(), Duration.ofDays(366), House.HERE));
        house.accounts.createApiToken(bob.id(), "two", Set.of(), Duration.ofDays(1), House.HERE);
        LoginTest.assertRejected(
                Reason.TOO_MANY,
                () -> house.accounts.createApiToken(bob.id(), "three", Set.of(), Duration.ofDays(1), House.HERE));

        house.clock.turn(Duration.ofSeconds(90));
        var caller = house.state.apiTokens.caller(made.token()).orElseThrow();
        house.state.flush();
        house.restart();

        assertThat(made.token()).startsWith("srk_").hasSize(47);
        assertThat(made.toString()).doesNotContain(made.token());
        assertThat(caller.subject()).isEqualTo(bob.id());
        assertThat(house.accounts.apiTokens(bob.id()).get(0).lastUsed())
                .isEqualTo(Instant.parse("2026-11-01T12:01:00Z"));
        house.clock.turn(Duration.ofDays(365));
        assertThat(house.state.apiTokens.caller(made.token())).isEmpty();
        assertThat(house.accounts.deleteApiToken("somebody", made.id(), House.HERE))
                .isFalse();
        assertThat(house.accounts.deleteApiToken(bob.id(), made.id(), House.HERE))
                .isTrue();
    }

    @Test
    void writesNoSecretIntoTheAuditLog() {
        var made = house.admin.create(new NewUser("bob", "", "", Set.of(), Set.of()), admin);
        house.accounts.redeemReset("bob", made.token(), House.PASSWORD, House.HERE);
        var login = house.login("bob");
        house.accounts.login("bob", "wrong pass phrase", null, House.HERE);

        assertThat(house.audited.toString())
                .doesNotContain(made.token())
                .doesNotContain(House.PASSWORD)
                .doesNotContain("wrong pass phrase")
                .doesNotContain(login.cookieValue())
                .doesNotContain("argon2id");
    }

    private static UserChange change(Boolean enabled, Set<String> roles) {
        return new UserChange(null, null, null, enabled, roles, null);
    }

    private static void assertProblem(AccountProblem type, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type())
                                .as(problem.getMessage())
                                .isEqualTo(type));
    }
}
