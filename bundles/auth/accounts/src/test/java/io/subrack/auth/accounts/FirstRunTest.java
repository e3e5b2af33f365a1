/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.Accounts.Login;
import io.subrack.auth.spi.Accounts.Reason;
import io.subrack.auth.spi.Accounts.RejectedException;
import io.subrack.auth.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claiming a new installation, and getting back into an old one. */
class FirstRunTest {
    @TempDir
    Path data;

    private House house;
    private final List<String> printed = new ArrayList<>();

    private final Terminal terminal = new Terminal() {
        @Override
        public boolean isThere() {
            return true;
        }

        @Override
        public void print(String text) {
            printed.add(text);
        }
    };

    @BeforeEach
    void build() {
        house = new House(data);
    }

    @Test
    void leavesATokenThatOnlyTheOwnerMayReadAndKeepsItAcrossStarts() throws IOException {
        start(SetupOptions.NONE);
        var token = setupToken();
        house.restart();
        start(SetupOptions.NONE);

        assertThat(token).matches("sru_[A-Za-z0-9_-]{43}");
        assertThat(setupToken()).isEqualTo(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("setup-token"))))
                .isEqualTo("rw-------");
        assertThat(house.claims.get()).isZero();
    }

    @Test
    void offersNothingWhereTheDatabaseIsNotTheOneThatWasClaimed() throws IOException {
        Files.createDirectories(data.resolve("auth"));
        Files.createFile(data.resolve("auth/claimed"));
        Path password = Files.writeString(data.resolve("password"), "a long pass phrase\n");

        start(SetupOptions.NONE);
        start(new SetupOptions("ada", password, null));

        assertThat(data.resolve("setup-token")).doesNotExist();
        assertThat(house.stores.users.claimed()).isFalse();
    }

    @Test
    void printsALinkOnATerminalWhoseTokenStaysInTheBrowser() throws IOException {
        Files.createDirectories(data.resolve("run"));
        Files.writeString(data.resolve("run/http.url"), "http://127.0.0.1:8080\n");

        start(SetupOptions.NONE);

        assertThat(printed).singleElement().asString().contains("http://127.0.0.1:8080/setup#" + setupToken());
    }

    @Test
    void makesTheFirstAdminAndTakesTheTokenAway() throws IOException {
        start(SetupOptions.NONE);
        var token = setupToken();
        LoginTest.assertRejected(
                Reason.WRONG_CREDENTIAL, () -> house.accounts.claim("sru_wrong", "ada", House.PASSWORD, House.HERE));
        LoginTest.assertRejected(Reason.BAD_VALUE, () -> house.accounts.claim(token, "ada", "password", House.HERE));
        LoginTest.assertRejected(
                Reason.BAD_VALUE, () -> house.accounts.claim(token, "a b", House.PASSWORD, House.HERE));

        house.accounts.claim(token, "ada", House.PASSWORD, House.HERE);

        assertThat(house.caller(house.login("ada")).roles()).containsExactly("admin");
        assertThat(data.resolve("setup-token")).doesNotExist();
        assertThat(house.claims.get()).isEqualTo(1);
        assertThat(house.auditTypes()).contains(AuditTypes.SETUP_CLAIMED);
        LoginTest.assertRejected(
                Reason.ALREADY_CLAIMED, () -> house.accounts.claim(token, "eve", House.PASSWORD, House.HERE));
    }

    @Test
    void lets1Of100ClaimsAtOnceWin() throws Exception {
        start(SetupOptions.NONE);
        var token = setupToken();
        var number = new AtomicInteger();
        var won = new AtomicInteger();
        var late = new AtomicInteger();

        House.atOnce(100, () -> {
            try {
                house.accounts.claim(token, "admin" + number.incrementAndGet(), House.PASSWORD, House.HERE);
                won.incrementAndGet();
            } catch (RejectedException e) {
                if (e.reason() == Reason.ALREADY_CLAIMED) {
                    late.incrementAndGet();
                }
            }
            return true;
        });

        assertThat(won.get()).isEqualTo(1);
        assertThat(late.get()).isEqualTo(99);
        assertThat(house.stores.users.users("", "", 10)).hasSize(1);
        assertThat(house.hashes.get()).isEqualTo(1);
    }

    @Test
    void neverTakesAStoreThatCannotBeReadForANewOne() throws IOException {
        start(SetupOptions.NONE);
        house.accounts.claim(setupToken(), "ada", House.PASSWORD, House.HERE);
        house.stores.down = true;
        house.restart();

        assertThatThrownBy(() -> start(SetupOptions.NONE)).isInstanceOf(StoreUnavailableException.class);

        assertThat(data.resolve("setup-token")).doesNotExist();
        assertThatThrownBy(() -> house.accounts.claim("sru_" + "x".repeat(43), "eve", House.PASSWORD, House.HERE))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void claimsByFilesWithoutAPerson() throws IOException {
        var password = Files.writeString(data.resolve("password"), House.PASSWORD + "\n");
        var token = data.resolve("token");
        var options = new SetupOptions("ada", password, token);

        start(options);
        start(options);

        assertThat(house.caller(house.login("ada")).roles()).containsExactly("admin");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        var apiToken = Files.readString(token).strip();
        var caller = house.state.apiTokens.caller(apiToken).orElseThrow();
        assertThat(caller.scopes()).containsAll(BuiltIn.PLATFORM_SCOPES).contains("account");
        assertThat(caller.roles()).containsExactly("admin");
        assertThat(data.resolve("setup-token")).doesNotExist();
        house.clock.turn(Duration.ofDays(30));
        assertThat(house.state.apiTokens.caller(apiToken)).isEmpty();
    }

    @Test
    void handsOutTheTokenOfAClaimAfterWhichItWasKilled() throws IOException {
        var token = Opaque.fresh(Opaque.API_TOKEN);
        var pending = data.resolve(UnattendedSetup.PENDING);
        SecretFile.write(pending, token + " " + house.clock.instant().toEpochMilli());
        house.state.claiming.claimUnattended("ada", House.PASSWORD, UnattendedSetup.ORIGIN);
        house.restart();

        start(new SetupOptions("ada", data.resolve("password"), data.resolve("token")));

        assertThat(Files.readString(data.resolve("token")).strip()).isEqualTo(token);
        assertThat(house.state.apiTokens.caller(token)).isPresent();
        assertThat(pending).doesNotExist();
    }

    @Test
    void trustsNoPendingTokenThatWasNotLaidDownForThisClaim() throws IOException {
        house.state.claiming.claimUnattended("ada", House.PASSWORD, UnattendedSetup.ORIGIN);
        var later = house.clock.instant().plusSeconds(1).toEpochMilli();
        var options = new SetupOptions("ada", data.resolve("password"), data.resolve("token"));
        var token = Opaque.fresh(Opaque.API_TOKEN);
        for (var text : new String[] {token, token + " " + later, token + " 0"}) {
            SecretFile.write(data.resolve("token.pending"), text);
            SecretFile.write(data.resolve(UnattendedSetup.PENDING), text);
            house.restart();

            start(options);

            assertThat(house.state.apiTokens.caller(token)).as(text).isEmpty();
            assertThat(data.resolve("token")).doesNotExist();
            assertThat(data.resolve(UnattendedSetup.PENDING)).doesNotExist();
        }
    }

    @Test
    void readsWhoMayCallWhenAStepBeforeHasFailed() throws IOException {
        house.stores.users.claim(Edits.fresh("first", "", "", "", Set.of("admin"), Set.of(), house.clock.instant()));
        Files.createDirectories(data.resolve("recover-admin"));

        start(SetupOptions.NONE);

        assertThat(house.state.sessions.isLoaded()).isTrue();
        assertThat(house.claims.get()).isEqualTo(1);
    }

    @Test
    void staysUnclaimedWhenTheFilesDoNotDo() throws IOException {
        start(new SetupOptions("ada", data.resolve("missing"), null));
        start(new SetupOptions("ada", null, null));
        start(new SetupOptions("ada", Files.writeString(data.resolve("weak"), "password"), null));

        assertThat(house.stores.users.claimed()).isFalse();
    }

    @Test
    void letsBackInWhoOwnsTheDataDirectory() throws IOException {
        var ada = house.user("ada");
        house.stores.users.claim(house.stores
                .users
                .user(ada.id())
                .map(user -> Edits.fresh("first", "", "", "", Set.of("admin"), Set.of(), house.clock.instant()))
                .orElseThrow());
        var login = house.login("ada");
        var apiToken = house.accounts.createApiToken(ada.id(), "old", Set.of(), Duration.ofDays(1), House.HERE);
        house.accounts.beginTotp(ada.id(), House.PASSWORD, House.HERE);
        Files.writeString(data.resolve("recover-admin"), "ADA\n");

        start(SetupOptions.NONE);

        assertThat(house.state.sessions.caller(login.cookieValue())).isEmpty();
        assertThat(house.state.apiTokens.caller(apiToken.token())).isEmpty();
        house.clock.turn(Duration.ofSeconds(1));
        assertThat(house.accounts.login("ada", House.PASSWORD, null, House.HERE))
                .isInstanceOf(Login.Refused.class);
        assertThat(data.resolve("recover-admin")).doesNotExist();
        assertThat(house.auditTypes()).contains(AuditTypes.ACCOUNT_RECOVERED);
        var token = Files.readString(data.resolve("recovery-token")).strip();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("recovery-token"))))
                .isEqualTo("rw-------");
        house.accounts.redeemReset("ada", token, "another long pass phrase", House.HERE);
        var again = (Login.Done) house.accounts.login("ada", "another long pass phrase", null, House.HERE);
        assertThat(house.caller(again).roles()).containsExactly("admin");
        start(SetupOptions.NONE);
        assertThat(data.resolve("recovery-token")).doesNotExist();
    }

    @Test
    void changesNothingWhenThereIsNobodyToRecover() throws IOException {
        house.stores.users.claim(Edits.fresh("ada", "", "", "", Set.of("admin"), Set.of(), house.clock.instant()));
        Files.writeString(data.resolve("recover-admin"), "nobody\n");

        start(SetupOptions.NONE);

        assertThat(data.resolve("recover-admin")).doesNotExist();
        assertThat(data.resolve("recovery-token")).doesNotExist();
    }

    private String setupToken() throws IOException {
        return Files.readString(data.resolve("setup-token")).strip();
    }

    private void start(SetupOptions options) throws IOException {
        var run = new FirstRun(house.state, options, data, terminal);
        try {
            run.run();
        } finally {
            run.close();
        }
    }
}
