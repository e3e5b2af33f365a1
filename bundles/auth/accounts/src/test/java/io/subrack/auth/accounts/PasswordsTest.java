/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.subrack.auth.spi.Accounts.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which passwords do, and how they are kept. */
class PasswordsTest {
    private final PasswordRules rules = new PasswordRules(8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short77",
                "password",
                "PASSWORD",
                "password1",
                "iloveyou",
                "trustno1",
                "aaaaaaaaaaaaaaaa",
                "abababababab",
                "abcdefghijklmnop",
                "987654321",
                "lovelace",
                "lovelace1815",
                "Subrack2026!",
                "countess1",
                "ｐａｓｓｗｏｒｄ",
                "with\u0000control characters"
            })
    void refusesWhatIsGuessedFirst(String password) {
        LoginTest.assertRejected(
                Reason.BAD_VALUE,
                () -> rules.check(PasswordRules.normalized(password), "lovelace", "countess@example.org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "q8zkv2px",
                "lovelace wrote the first program",
                "пароль для подрэка",
                "        with blanks",
            })
    void takesWhatIsNotWhateverItIsMadeOf(String password) {
        assertThatCode(() -> rules.check(PasswordRules.normalized(password), "lovelace", "countess@example.org"))
                .doesNotThrowAnyException();
    }

    @Test
    void takes8To256Characters() {
        var varied = "q8 zkv2px-".repeat(26);
        assertThatCode(() -> rules.check(varied.substring(0, 256), "ada", "")).doesNotThrowAnyException();
        LoginTest.assertRejected(Reason.BAD_VALUE, () -> rules.check(varied.substring(0, 257), "ada", ""));
        LoginTest.assertRejected(Reason.BAD_VALUE, () -> rules.check(varied.substring(0, 7), "ada", ""));
    }

    @Test
    void hashesWithASaltAndKnowsItsOwn() {
        var hashes = new PasswordHashes(Argon2.BOUNCY_CASTLE, 7_168, 1, 1, Duration.ZERO);

        var one = hashes.hash("pass phrase");

        assertThat(one).matches("\\$argon2id\\$v=19\\$m=7168,t=1,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(hashes.hash("pass phrase")).isNotEqualTo(one);
        assertThat(hashes.matches(one, "pass phrase")).isTrue();
        assertThat(hashes.matches(one, "pass phrase ")).isFalse();
        assertThat(hashes.isOutdated(one)).isFalse();
    }

    /** Made by the reference implementation: argon2 command, "password", salt "somesalt". */
    @Test
    void readsWhatOthersHaveHashed() {
        var hashes = new PasswordHashes(Argon2.BOUNCY_CASTLE, 7_168, 1, 1, Duration.ZERO);
        var stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(hashes.matches(stored, "password")).isTrue();
        assertThat(hashes.matches(stored, "Password")).isFalse();
        assertThat(hashes.isOutdated(stored)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAA", "$2b$12$abc", "$subrack-reset$x$1"})
    void matchesNothingWithWhatIsNoHash(String stored) {
        var hashes = new PasswordHashes(Argon2.BOUNCY_CASTLE, 7_168, 1, 1, Duration.ZERO);

        assertThat(hashes.matches(stored, "")).isFalse();
        assertThat(hashes.matches(stored, stored)).isFalse();
    }

    @Test
    void makesFormTokensThatHoldForOneBindingAndProcess() {
        var tokens = new FormTokens();

        var token = tokens.token("session 1");

        assertThat(tokens.isGood("session 1", token)).isTrue();
        assertThat(tokens.token("session 1")).isNotEqualTo(token);
        assertThat(tokens.isGood("session 2", token)).isFalse();
        assertThat(new FormTokens().isGood("session 1", token)).isFalse();
        assertThat(tokens.isGood("session 1", "")).isFalse();
        assertThat(tokens.isGood("session 1", "!".repeat(64))).isFalse();
    }
}
