/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.Accounts.Login;
import io.subrack.auth.spi.Accounts.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TOTP and recovery codes. */
class SecondFactorTest {
    @TempDir
    Path data;

    private House house;
    private String userId;
    private List<String> recoveryCodes;

    @BeforeEach
    void build() {
        house = new House(data);
        userId = house.user("ada", "admin").id();
        house.accounts.beginTotp(userId, House.PASSWORD, House.HERE);
        recoveryCodes = house.accounts.confirmTotp(userId, code(0), House.HERE);
        house.clock.turn(Duration.ofSeconds(30));
    }

    /** RFC 6238, appendix B, the last six digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void makesTheCodesOfTheStandard(long second, String code) {
        byte[] secret = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

        assertThat(Totp.step(secret, code, Instant.ofEpochSecond(second))).hasValue(second / 30);
    }

    @Test
    void writesBase32AsTheStandardDoes() {
        assertThat(Base32.encode("foobar".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YTBOI");
        assertThat(Base32.encode("fooba".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YTB");
    }

    @Test
    void givesAnAddressForAuthenticatorApps() {
        var id = house.user("gräfin").id();

        var setup = house.accounts.beginTotp(id, House.PASSWORD, House.HERE);

        assertThat(setup.uri())
                .isEqualTo("otpauth://totp/Subrack:gr%C3%A4fin?secret=" + setup.secret()
                        + "&issuer=Subrack&algorithm=SHA1&digits=6&period=30");
        assertThat(setup.toString()).doesNotContain(setup.secret());
        assertThat(house.accounts.hasTotp(id)).isFalse();
        assertThat(house.login("gräfin")).isNotNull();
    }

    @Test
    void asksForACodeAfterThePasswordAndTakesEachOnce() {
        var done = (Login.Done) house.accounts.secondFactor(ticket(), code(0), House.HERE);

        assertThat(house.caller(done).methods()).containsExactly("pwd", "otp");
        assertThat(house.accounts.secondFactor(ticket(), code(0), House.HERE)).isInstanceOf(Login.Refused.class);
        house.clock.turn(Duration.ofSeconds(30));
        assertThat(house.accounts.secondFactor(ticket(), code(0), House.HERE)).isInstanceOf(Login.Done.class);
    }

    @Test
    void takesTheCodeBeforeAndAfterButNoOther() {
        house.clock.turn(Duration.ofMinutes(5));
        assertThat(house.accounts.secondFactor(ticket(), code(-2), House.HERE)).isInstanceOf(Login.Refused.class);
        assertThat(house.accounts.secondFactor(ticket(), code(2), House.HERE)).isInstanceOf(Login.Refused.class);
        assertThat(house.accounts.secondFactor(ticket(), code(-1), House.HERE)).isInstanceOf(Login.Done.class);
        assertThat(house.accounts.secondFactor(ticket(), code(1), House.HERE)).isInstanceOf(Login.Done.class);
        assertThat(house.accounts.secondFactor(ticket(), code(0), House.HERE)).isInstanceOf(Login.Refused.class);
    }

    @Test
    void takesEachRecoveryCodeOnceHoweverItIsTyped() {
        assertThat(recoveryCodes).hasSize(10).doesNotHaveDuplicates();
        var typed = recoveryCodes.get(3).toUpperCase(Locale.ROOT).replace('-', ' ');

        assertThat(house.accounts.secondFactor(ticket(), typed, House.HERE)).isInstanceOf(Login.Done.class);
        assertThat(house.accounts.secondFactor(ticket(), typed, House.HERE)).isInstanceOf(Login.Refused.class);
        assertThat(house.accounts.secondFactor(ticket(), recoveryCodes.get(4), House.HERE))
                .isInstanceOf(Login.Done.class);
    }

    @Test
    void letsATicketBeTriedFiveTimesWithinFiveMinutes() {
        var ticket = ticket();
        for (int i = 0; i < 5; i++) {
            house.accounts.secondFactor(ticket, "000000", House.HERE);
            house.clock.turn(Duration.ofSeconds(40));
        }
        assertThat(house.accounts.secondFactor(ticket, code(0), House.HERE)).isInstanceOf(Login.Refused.class);

        house.clock.turn(Duration.ofHours(2));
        var old = ticket();
        house.clock.turn(Duration.ofMinutes(5));
        assertThat(house.accounts.secondFactor(old, code(0), House.HERE)).isInstanceOf(Login.Refused.class);
    }

    @Test
    void letsOneOf10InWithTheSameTicketAndCode() throws Exception {
        var ticket = ticket();
        var code = code(0);
        var done = new AtomicInteger();

        House.atOnce(10, () -> {
            if (house.accounts.secondFactor(ticket, code, House.HERE) instanceof Login.Done) {
                done.incrementAndGet();
            }
            return true;
        });

        assertThat(done.get()).isEqualTo(1);
    }

    @Test
    void voidsTicketsWhenThePasswordChanges() {
        var ticket = ticket();
        house.accounts.changePassword(userId, House.PASSWORD, "another long pass phrase", null, House.HERE);

        assertThat(house.accounts.secondFactor(ticket, code(0), House.HERE)).isInstanceOf(Login.Refused.class);
    }

    @Test
    void removesItOnlyWithThePasswordAndNeverReplacesItSilently() {
        LoginTest.assertRejected(Reason.CONFLICT, () -> house.accounts.beginTotp(userId, House.PASSWORD, House.HERE));
        LoginTest.assertRejected(Reason.WRONG_CREDENTIAL, () -> house.accounts.beginTotp(userId, "wrong", House.HERE));
        LoginTest.assertRejected(Reason.WRONG_CREDENTIAL, () -> house.accounts.removeTotp(userId, "wrong", House.HERE));
        assertThat(house.accounts.hasTotp(userId)).isTrue();

        house.accounts.removeTotp(userId, House.PASSWORD, House.HERE);

        assertThat(house.accounts.hasTotp(userId)).isFalse();
        assertThat(house.login("ada")).isNotNull();
    }

    private String ticket() {
        var login = house.accounts.login("ada", House.PASSWORD, null, House.HERE);
        return ((Login.SecondFactorNeeded) login).ticket();
    }

    private String code(int steps) {
        var factor = house.stores.users.secondFactor(userId).orElseThrow();
        return Totp.code(
                house.open(factor.sealedSecret(), "totp:" + userId),
                house.clock.instant().getEpochSecond() / 30 + steps);
    }
}
