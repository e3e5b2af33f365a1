/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The first minutes of an installation that waits for its owner, with TLS, and the one port that it has then.
 * {@link AuthClaimed} is of one that need not wait.
 */
class SetupIT {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final SecretLedger secrets = new SecretLedger();
    private Subrack subrack;

    @BeforeEach
    void prepare() throws Exception {
        subrack = SharedSubrack.fresh("SetupIT").tls();
    }

    @AfterEach
    void end() {
        subrack.close();
    }

    @Test
    void isClaimedByExactlyOneOfAHundred() throws Exception {
        subrack.unclaimed().launch();
        subrack.awaitAnswer("/health/live");
        Path file = subrack.data().resolve("setup-token");
        Waiting.until("the setup token is there", DEADLINE, () -> Files.size(file) > 40);
        subrack.awaitAnswer("/setup");
        String token = Files.readString(file).strip();
        String password = SecretFiles.password();
        secrets.note(token, password);
        answersNothingBut("/setup", "/health/live");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(token).matches("sru_[A-Za-z0-9_-]{43}");
        assertThat(claim("sru_" + "A".repeat(43), password).status()).isEqualTo(403);

        List<ApiAnswer> answers = Parallel.times(100, () -> claim(token, password));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 409)).hasSize(99);
        assertThat(file).doesNotExist();
        subrack.awaitAnswer("/health/ready");
        assertThat(subrack.client("").get(ApiClient.MANAGEMENT + "/bundles").status())
                .isEqualTo(401);
        assertThat(claim(token, password).status()).isEqualTo(409);
        logsIn(password);
        staysClaimed(token, password);
        assertThat(secrets.leaks(subrack)).isEmpty();
        assertThat(subrack.url().getScheme()).isEqualTo("https");
        ListeningPorts.assertNoOther(subrack);
    }

    private void answersNothingBut(String... open) throws Exception {
        ApiClient anybody = subrack.client("");
        for (String path : open) {
            assertThat(anybody.get(path).status()).as(path).isEqualTo(200);
        }
        for (String path : List.of(
                "/",
                "/login",
                "/account",
                "/health/ready",
                "/metrics",
                "/.well-known/openid-configuration",
                "/oauth2/jwks",
                "/oauth2/authorize",
                ApiClient.MANAGEMENT + "/bundles",
                ApiClient.MANAGEMENT + "/users")) {
            assertThat(anybody.get(path).status()).as(path).isEqualTo(503);
        }
        assertThat(anybody.deploy(Repository.example("greeter-v1")).status()).isEqualTo(503);
    }

    private void logsIn(String password) throws Exception {
        Browser browser = new Browser(subrack.http(), subrack.url());
        Browser.Page form = browser.get("/login");
        browser.submit(form, form.form().filled("root", password));
        assertThat(browser.get("/account").status()).isEqualTo(200);
        secrets.note(browser.cookies().values().toArray(new String[0]));
    }

    private void staysClaimed(String token, String password) throws Exception {
        subrack.kill();
        subrack.launch();
        subrack.awaitAnswer("/health/ready");
        assertThat(subrack.data().resolve("setup-token")).doesNotExist();
        assertThat(claim(token, password).status()).isEqualTo(409);
        logsIn(password);
    }

    private ApiAnswer claim(String token, String password) throws Exception {
        return subrack.client("")
                .post("/setup", "{\"token\":\"" + token + "\",\"name\":\"root\",\"password\":\"" + password + "\"}");
    }
}
