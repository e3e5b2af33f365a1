/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.AccountAdmin.UserChange;
import io.subrack.auth.spi.Accounts.Login;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Accounts.Reason;
import io.subrack.auth.spi.Accounts.RejectedException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in, and changing what one logs in by. */
class LoginTest {
    @TempDir
    Path data;

    private House house;

    @BeforeEach
    void build() {
        house = new House(data);
        house.user("ada", "admin");
    }

    @Test
    void letsInByNameAndPasswordInAnyCaseOfTheName() {
        var login = house.accounts.login("ADA", House.PASSWORD, null, House.HERE);

        assertThat(login).isInstanceOf(Login.Done.class);
        var caller = house.caller((Login.Done) login);
        assertThat(caller.name()).isEqualTo("ada");
        assertThat(caller.scopes()).isEqualTo(BuiltIn.PLATFORM_SCOPES);
        assertThat(caller.methods()).containsExactly("pwd");
        assertThat(house.auditTypes()).contains(AuditTypes.LOGIN_SUCCEEDED);
    }

    @Test
    void givesEachLoginANewIdAndEndsTheSessionThatItReplaces() {
        var first = house.login("ada");

        var second = (Login.Done) house.accounts.login("ada", House.PASSWORD, first.cookieValue(), House.HERE);

        assertThat(second.cookieValue()).isNotEqualTo(first.cookieValue()).startsWith("srs_");
        assertThat(house.state.sessions.caller(first.cookieValue())).isEmpty();
        assertThat(house.state.sessions.caller(second.cookieValue())).isPresent();
    }

    @Test
    void takesTheSameStepsForWhoeverIsNotLetIn() {
        house.user("off");
        var admin = house.as("ada");
        var off = house.stores.users.userByName("off").orElseThrow();
        house.admin.update(off.id(), new UserChange(null, null, null, false, null, null), -1, admin);
        house.admin.resetPassword(house.user("reset").id(), admin);

        for (var name : List.of("ada", "off", "reset", "nobody", "", "x".repeat(5_000))) {
            for (var password : List.of("wrong pass phrase", "", "y".repeat(10_000))) {
                int before = house.hashes.get();

                var login = house.accounts.login(name, password, null, from("192.0.2." + before % 250));

                assertThat(login).as(name).isInstanceOf(Login.Refused.class);
                assertThat(house.hashes.get() - before).as("hashes for " + name).isEqualTo(1);
            }
        }
        int before = house.hashes.get();
        assertThat(house.accounts.login("off", House.PASSWORD, null, from("198.51.100.1")))
                .isInstanceOf(Login.Refused.class);
        assertThat(house.hashes.get() - before).isEqualTo(1);
    }

    @Test
    void hashesAnewWhenTheParametersHaveChanged() {
        var old = house.stores.users.userByName("ada").orElseThrow().passwordHash();
        var now = house.state.settings;
        house.restart(new Settings(
                now.sessionIdle(), now.sessionAbsolute(), 3, 2, 8, 30_000, 3, 2, now.hashWait(), now.resetLifetime()));

        var login = house.login("ada");

        var fresh = house.stores.users.userByName("ada").orElseThrow().passwordHash();
        assertThat(old).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(fresh).startsWith("$argon2id$v=19$m=30000,t=3,p=1$");
        assertThat(house.state.sessions.caller(login.cookieValue())).isPresent();
        assertThat(house.accounts.login("ada", House.PASSWORD, null, House.HERE))
                .isInstanceOf(Login.Done.class);
    }

    @Test
    void changesNoPasswordWithoutTheOldOneAndSlowsDownWhoGuessesIt() {
        var login = house.login("ada");
        var userId = login.session().userId();
        for (int i = 0; i < 5; i++) {
            assertRejected(
                    Reason.WRONG_CREDENTIAL,
                    () -> house.accounts.changePassword(userId, "wrong", "another long phrase", null, House.HERE));
        }

        assertRejected(
                Reason.TOO_MANY,
                () -> house.accounts.changePassword(userId, House.PASSWORD, "another long phrase", null, House.HERE));
    }

    static void assertRejected(Reason reason, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        rejected -> assertThat(rejected.reason())
                                .as(rejected.getMessage())
                                .isEqualTo(reason));
    }

    private static Origin from(String address) {
        return new Origin(address, "browser", "r");
    }
}
