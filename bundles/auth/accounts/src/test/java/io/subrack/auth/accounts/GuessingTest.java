/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.Accounts.Login;
import io.subrack.auth.spi.Accounts.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What guessing costs whoever does it, and nobody else. */
class GuessingTest {
    @TempDir
    Path data;

    private House house;

    @BeforeEach
    void build() {
        house = new House(data);
        house.user("ada", "admin");
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

        House.atOnce(
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

        House.atOnce(20, () -> {
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

    private static Origin from(String address) {
        return new Origin(address, "browser", "r");
    }
}
