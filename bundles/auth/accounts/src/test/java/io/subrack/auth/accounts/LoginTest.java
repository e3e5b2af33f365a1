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
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in, and what ends that. */
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
    void slowsDownWhoGuessesAndLetsInAfterTheDelay() {
        var stranger = from("203.0.113.9");
        for (int i = 0; i < 5; i++) {
            assertThat(house.accounts.login("ada", "guess " + i, null, stranger))
                    .isInstanceOf(Login.Refused.class);
        }
        int before = house.hashes.get();

        var sixth = house.accounts.login("ada", House.PASSWORD, null, stranger);

        assertThat(sixth).isEqualTo(new Login.Later(Duration.ofSeconds(1)));
        assertThat(house.hashes.get()).isEqualTo(before);
        assertThat(house.auditTypes()).contains(AuditTypes.LOGIN_LOCKED);
        house.clock.turn(Duration.ofSeconds(1));
        assertThat(house.accounts.login("ada", House.PASSWORD, null, stranger)).isInstanceOf(Login.Done.class);
    }

    @Test
    void tellsOncePerDelayHowManyWereRefusedAndNoNameThatNobodyHas() {
        var stranger = from("203.0.113.9");
        for (int i = 0; i < 5; i++) {
            house.accounts.login("my pass phrase", "guess", null, stranger);
        }

        for (int i = 0; i < 10; i++) {
            house.accounts.login("my pass phrase", "guess", null, stranger);
        }
        house.clock.turn(Duration.ofSeconds(1));
        house.accounts.login("my pass phrase", "guess", null, stranger);
        house.accounts.login("my pass phrase", "guess", null, stranger);

        assertThat(house.audited.toString()).doesNotContain("my pass phrase");
        assertThat(house.audited.stream()
                        .filter(event -> event.type().equals(AuditTypes.LOGIN_LOCKED))
                        .map(event -> event.details().get("attempts")))
                .containsExactly("1", "10");
    }

    @Test
    void asksTheStoreForNoNameThatItCannotHold() {
        house.stores.down = true;

        assertThat(house.accounts.login("ada\u0000", House.PASSWORD, null, House.HERE))
                .isInstanceOf(Login.Refused.class);
    }

    @Test
    void treatsNamesThatNobodyHasLikeOthersWhenSlowingDown() {
        var stranger = from("203.0.113.9");
        for (int i = 0; i < 5; i++) {
            house.accounts.login("nobody", "guess " + i, null, stranger);
        }

        assertThat(house.accounts.login("nobody", "guess", null, stranger)).isInstanceOf(Login.Later.class);
        assertThat(house.accounts.login("ada", House.PASSWORD, null, stranger)).isInstanceOf(Login.Done.class);
    }

    @Test
    void neverLocksOutWhoComesFromWhereTheyCameBefore() {
        house.login("ada");
        for (int i = 0; i < 400; i++) {
            house.accounts.login("ada", "guess", null, from("10.0." + i / 200 + "." + i % 200));
        }

        assertThat(house.accounts.login("ada", House.PASSWORD, null, from("10.9.9.9")))
                .isInstanceOf(Login.Later.class);
        assertThat(house.accounts.login("ada", House.PASSWORD, null, House.HERE))
                .isInstanceOf(Login.Done.class);
        house.clock.turn(Duration.ofMinutes(1));
        assertThat(house.accounts.login("ada", House.PASSWORD, null, from("10.9.9.9")))
                .isInstanceOf(Login.Done.class);
    }

    @Test
    void slowsDownAnAddressThatTriesManyNames() {
        for (int i = 0; i < 30; i++) {
            house.accounts.login("name" + i, "guess", null, from("2001:db8::" + i));
        }

        assertThat(house.accounts.login("other", "guess", null, from("2001:db8::ffff")))
                .isInstanceOf(Login.Later.class);
        assertThat(house.accounts.login("other", "guess", null, from("2001:db8:1::1")))
                .isInstanceOf(Login.Refused.class);
    }

    @Test
    void lets100GuessesAtOnceDoNoMoreThanFew() throws Exception {
        var refused = new AtomicInteger();
        var stranger = from("203.0.113.9");

        atOnce(
                100,
                () -> house.accounts.login("ada", "guess", null, stranger) instanceof Login.Refused
                        && refused.incrementAndGet() > 0);

        assertThat(refused.get()).isEqualTo(5);
    }

    @Test
    void saysBusyWhenTooManyHashAtOnce() throws Exception {
        var gate = new Semaphore(0);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        house.argon2 = (password, salt, memory, iterations, lanes, length) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            gate.acquireUninterruptibly();
            inside.decrementAndGet();
            return new byte[length];
        };
        var now = house.state.settings;
        house.restart(new Settings(
                now.sessionIdle(),
                now.sessionAbsolute(),
                3,
                2,
                8,
                19_456,
                2,
                2,
                Duration.ofMillis(100),
                now.resetLifetime()));
        var later = new AtomicInteger();
        var others = new AtomicInteger();

        atOnce(20, () -> {
            int number = others.incrementAndGet();
            var login = house.accounts.login("n" + number, "guess", null, from("192.0.2." + number));
            if (login instanceof Login.Busy && later.incrementAndGet() == 18) {
                gate.release(100);
            }
            return true;
        });

        assertThat(most.get()).isEqualTo(2);
        assertThat(later.get()).isEqualTo(18);
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

    static void atOnce(int count, Callable<Boolean> action) throws Exception {
        var pool = Executors.newFixedThreadPool(count);
        try {
            var start = new CountDownLatch(count);
            var all = IntStream.range(0, count)
                    .mapToObj(i -> pool.submit(() -> {
                        start.countDown();
                        start.await();
                        return action.call();
                    }))
                    .toList();
            for (var one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Origin from(String address) {
        return new Origin(address, "browser", "r");
    }

    private Grant grant(String id, String userId, String sessionId) {
        var now = house.clock.instant();
        return new Grant(id, userId, "client", Set.of(), sessionId, now, List.of(), now, now.plusSeconds(60), null);
    }

    @Test
    void staysSlowForWhoGuessesAcrossARestart() {
        for (int i = 0; i < 6; i++) {
            house.accounts.login("ada", "wrong pass phrase", null, House.HERE);
        }
        assertThat(house.accounts.login("ada", House.PASSWORD, null, House.HERE))
                .isInstanceOf(Login.Later.class);
        house.state.flush();

        house.restart();
        house.state.load();

        assertThat(house.accounts.login("ada", House.PASSWORD, null, House.HERE))
                .isInstanceOf(Login.Later.class);
        house.clock.turn(Duration.ofHours(2));
        assertThat(house.accounts.login("ada", House.PASSWORD, null, House.HERE))
                .isInstanceOf(Login.Done.class);
        house.state.flush();
        assertThat(house.stores.sessions.failures(java.time.Instant.EPOCH)).isEmpty();
    }
}
