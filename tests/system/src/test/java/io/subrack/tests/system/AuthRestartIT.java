/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.data.testing.FreePort;
import io.subrack.tests.system.AuthRig.Registered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * How a platform is claimed by files, what central auth still knows after a restart, and how an owner gets in who has
 * nothing but the machine: chapters of the life of one platform.
 */
@TestMethodOrder(OrderAnnotation.class)
class AuthRestartIT {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final String SESSION = "__Host-subrack-session";

    private static Subrack subrack;
    private static AuthRig rig;

    @BeforeAll
    static void prepare() throws Exception {
        subrack = SharedSubrack.fresh("AuthRestartIT");
        subrack.set("io.subrack.web", "port", Integer.toString(FreePort.any()));
        rig = AuthRig.of(subrack);
    }

    @AfterAll
    static void end() {
        subrack.close();
    }

    @Test
    @Order(1)
    void isClaimedByFilesOnceTheyAreRight() throws Exception {
        Path token = subrack.operatorTokenFile();
        SecretFiles.write(subrack.passwordFile(), "short");
        subrack.launch();
        subrack.awaitAnswer("/health/live");
        Waiting.until(
                "it says what is wrong",
                DEADLINE,
                () -> Files.readString(subrack.log()).contains("is not claimed"));
        assertThat(subrack.client("").get("/login").status()).isEqualTo(503);
        assertThat(token).doesNotExist();
        subrack.stop();

        Files.delete(subrack.passwordFile());
        subrack.launch(); // with a good password
        subrack.awaitAnswer("/health/ready");
        Waiting.until("the token is there", DEADLINE, () -> Files.exists(token));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        Waiting.until("the API token works", DEADLINE, () -> users().contains("\"ada\""));
        assertThat(loggedIn(subrack.password()).cookies()).containsKey(SESSION);
    }

    @Test
    @Order(2)
    void knowsEverybodyItKnewBefore() throws Exception {
        Registered web = rig.webClient("restart-web");
        Browser browser = rig.browser();
        rig.authorize(browser, web, "openid");
        JsonNode tokens = rig.tokens(web, "openid offline_access platform.read");
        String good = tokens.path("access_token").asText();
        String revoked = rig.clientToken(web, "platform.read");
        AuthRig.expect(200, rig.form("/oauth2/revoke", web, "token", revoked));
        String used = tokens.path("refresh_token").asText();
        String unused = AuthRig.expect(200, rig.refresh(web, used))
                .json()
                .path("refresh_token")
                .asText();
        AuthRig.expect(200, rig.operator().post(ApiClient.MANAGEMENT + "/keys/rotation", "{}"));
        JsonNode keys = rig.jwks();

        assertThat(subrack.stop()).isZero();
        subrack.unclaimed().environment("SUBRACK_SETUP_USER", "eve").start();

        assertThat(rig.jwks()).isEqualTo(keys);
        assertThat(bundlesFor(good)).isEqualTo(200);
        assertThat(bundlesFor(revoked)).isEqualTo(401);
        assertThat(browser.get("/account").status()).as("the session goes on").isEqualTo(200);
        assertThat(users()).as("shown to the API token").contains("\"ada\"").doesNotContain("\"eve\"");
        assertThat(rig.refresh(web, unused).status()).isEqualTo(200);
        assertThat(rig.refresh(web, used).status()).as("a copy").isEqualTo(400);
        assertThat(bundlesFor(good)).as("what came with the copied token").isEqualTo(401);
        assertThat(Files.readString(subrack.log()))
                .doesNotContain(subrack.password())
                .doesNotContain(Files.readString(subrack.operatorTokenFile()).strip());
    }

    @Test
    @Order(3)
    void letsBackInWhoOwnsTheMachine() throws Exception {
        Browser before = loggedIn(subrack.password());
        assertThat(recoverAdmin(Subrack.ADMIN)).as("while it runs").isEqualTo(3);
        subrack.stop();

        assertThat(recoverAdmin(Subrack.ADMIN)).isZero();
        subrack.environment("SUBRACK_SETUP_USER", Subrack.ADMIN);
        subrack.launch();
        subrack.awaitAnswer("/health/ready");
        Path file = subrack.data().resolve("recovery-token");
        Waiting.until("the recovery token is there", DEADLINE, () -> Files.size(file) > 40);
        String token = Files.readString(file).strip();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(before.get("/account").status()).as("the old session").isNotEqualTo(200);
        assertThat(loggedIn(subrack.password()).cookies()).doesNotContainKey(SESSION);
        String password = SecretFiles.password();
        assertThat(reset("sru_" + "A".repeat(43), password)).isBetween(400, 403);
        assertThat(reset(token, password)).isEqualTo(204);
        assertThat(reset(token, password)).as("twice").isBetween(400, 409);
        assertThat(loggedIn(password).get("/account").status()).isEqualTo(200);
        assertThat(rig.operator().get(ApiClient.MANAGEMENT + "/users").status())
                .as("the API token from before")
                .isEqualTo(401);
        subrack.stop();
        subrack.launch();
        subrack.awaitAnswer("/health/ready");
        assertThat(loggedIn(password).get("/account").status()).isEqualTo(200);
        assertThat(file).doesNotExist();
        assertThat(subrack.data().resolve("recover-admin")).doesNotExist();
    }

    private static String users() throws Exception {
        return rig.operator().get(ApiClient.MANAGEMENT + "/users").text();
    }

    private static int bundlesFor(String token) throws Exception {
        return subrack.client(token).get(ApiClient.MANAGEMENT + "/bundles").status();
    }

    private static Browser loggedIn(String password) throws Exception {
        Browser browser = rig.browser();
        Browser.Page form = browser.get("/login");
        browser.submit(form, form.form().filled(Subrack.ADMIN, password));
        return browser;
    }

    private static int reset(String token, String password) throws Exception {
        String body = new ObjectMapper()
                .writeValueAsString(Map.of("name", Subrack.ADMIN, "token", token, "password", password));
        return subrack.client("")
                .post(ApiClient.MANAGEMENT + "/password-resets", body)
                .status();
    }

    private static int recoverAdmin(String name) throws Exception {
        return subrack.command("recover-admin", name);
    }
}
