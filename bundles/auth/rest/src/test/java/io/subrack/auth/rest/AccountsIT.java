/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccountAdmin;
import io.subrack.auth.spi.AccountAdmin.By;
import io.subrack.auth.spi.AccountAdmin.NewUser;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.Accounts.Login;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Guard;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.TestPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Accounts with the real database, guard and audit log: claimed without a person, kept, and recovered. */
@Timeout(300)
class AccountsIT {
    private static final String PASSWORD = "a fine long pass phrase";
    private static final Origin HERE = new Origin("192.0.2.1", "test", "r1");

    @TempDir
    Path home;

    @Test
    void claimsKeepsAndRecovers() throws Exception {
        String apiToken;
        String cookie;
        String bob;
        try (var platform = start()) {
            Await.until("the token", () -> Files.exists(home.resolve("token")));
            apiToken = Files.readString(home.resolve("token")).strip();
            var ada = caller(platform, apiToken);
            assertThat(ada.name()).isEqualTo("ada");
            assertThat(ada.roles()).containsExactly("admin");
            var made = platform.service(AccountAdmin.class)
                    .create(new NewUser("bob", "Bob", "", Set.of("viewer"), Set.of()), new By(ada, HERE));
            bob = made.user().id();
            platform.service(Accounts.class).redeemReset("bob", made.token(), PASSWORD, HERE);
            cookie = login(platform, "Bob").cookieValue();
        }
        try (var platform = start()) {
            assertThat(caller(platform, apiToken).name()).isEqualTo("ada");
            assertThat(platform.service(Accounts.class).session(cookie)).isPresent();
            assertThat(login(platform, "ada").session().methods()).containsExactly("pwd");
        }
        Files.writeString(home.resolve("data/recover-admin"), "bob\n");
        try (var platform = start()) {
            Await.until(
                    "the recovery",
                    () -> Files.exists(home.resolve("data/recovery-token"))
                            && !Files.exists(home.resolve("data/recover-admin")));
            var accounts = platform.service(Accounts.class);
            assertThat(accounts.session(cookie)).isEmpty();
            assertThat(accounts.login("bob", PASSWORD, null, HERE)).isInstanceOf(Login.Refused.class);
            var token = Files.readString(home.resolve("data/recovery-token")).strip();
            accounts.redeemReset("bob", token, PASSWORD, HERE);
            login(platform, "bob");
            assertThat(accounts.roles(accounts.user(bob).orElseThrow())).containsExactly("admin", "viewer");
        }
        try (var files = Files.walk(home.resolve("data/audit"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(PASSWORD).doesNotContain(apiToken);
            }
        }
    }

    private TestPlatform start() throws Exception {
        Files.writeString(home.resolve("password"), PASSWORD);
        return TestPlatform.with()
                .home(home)
                .exclude("io.subrack.auth.rest")
                .evenIfNotReady()
                .frameworkProperty("subrack.setup.user", "ada")
                .frameworkProperty(
                        "subrack.setup.password.file", home.resolve("password").toString())
                .frameworkProperty(
                        "subrack.setup.token.file", home.resolve("token").toString())
                .start();
    }

    private static Caller caller(TestPlatform platform, String token) {
        var guard = platform.service(Guard.class);
        var credentials = new Guard.Credentials(List.of("Bearer " + token), List.of(), "GET", null, null, false);
        return Await.value(
                "the caller",
                Await.DEADLINE,
                () -> guard.authenticate(credentials) instanceof Guard.Authentication.Accepted accepted
                                && !accepted.caller().isAnonymous()
                        ? Optional.of(accepted.caller())
                        : Optional.empty());
    }

    private static Login.Done login(TestPlatform platform, String name) {
        return (Login.Done) platform.service(Accounts.class).login(name, PASSWORD, null, HERE);
    }
}
