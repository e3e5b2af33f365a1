/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.data.testing.FreePort;
import io.subrack.data.testing.PostgresServer;
import io.subrack.tests.system.AuthRig.Authorized;
import io.subrack.tests.system.AuthRig.Registered;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes on without the database, what says so, and that all of it comes back by itself. */
class DatabaseDownIT {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final String ITEMS = "/vault/items";
    private static final String ANY = "/vault/any";

    private static PostgresServer server;
    private static Subrack subrack;
    private static AuthRig rig;
    private static Registered web;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
        subrack = SharedSubrack.fresh("DatabaseDownIT")
                .set("io.subrack.web", "port", Integer.toString(FreePort.any())) // it is in the issuer's name
                .set("io.subrack.data", "url", server.url())
                .set("io.subrack.data", "user", server.user());
        subrack.start();
        rig = AuthRig.of(subrack);
        rig.deployVault();
        web = rig.webClient("down-web");
    }

    @AfterAll
    static void end() {
        if (subrack != null) {
            subrack.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void isThere() throws Exception {
        Waiting.until("tokens are given", DEADLINE, DatabaseDownIT::givesTokens);
    }

    private static boolean givesTokens() throws Exception {
        return rig.token(web, "grant_type", "client_credentials").status() == 200;
    }

    @Test
    void goesOnCheckingTokensAndSaysThatItIsOtherwiseUnavailable() throws Exception {
        Browser browser = rig.browser();
        Authorized code = rig.authorize(browser, web, "openid offline_access");
        JsonNode tokens = rig.tokens(web, "openid offline_access");
        String used = tokens.path("access_token").asText();
        String firstSeen = rig.clientToken(web, "vault.read");
        assertThat(status(used, ANY)).isEqualTo(200);

        server.stop();
        Map<String, ApiAnswer> down = withoutTheDatabase(browser, code, tokens);
        // the checks are run every few seconds
        Waiting.until("the health check warns", DEADLINE, () -> databaseHealth().equals("WARN"));
        int ready = subrack.client("").get("/health/ready").status();
        Map<String, Integer> checks = new LinkedHashMap<>();
        checks.put("used", status(used, ANY));
        checks.put("first seen", status(firstSeen, ITEMS));
        checks.put("API token", status(operatorToken(), ANY));
        checks.put("nobody", status("", ITEMS));
        checks.put("nonsense", status(firstSeen + "x", ITEMS));
        checks.put("keys", status("", "/oauth2/jwks"));
        checks.put("discovery", status("", "/.well-known/openid-configuration"));
        server.launch();

        assertThat(checks)
                .isEqualTo(Map.of(
                        "used",
                        200,
                        "first seen",
                        200,
                        "API token",
                        200,
                        "nobody",
                        401,
                        "nonsense",
                        401,
                        "keys",
                        200,
                        "discovery",
                        200));
        assertThat(notUnavailable(down)).isEmpty();
        assertThat(ready).as("what needs no data is served").isEqualTo(200);
        Waiting.until("tokens are given again", DEADLINE, DatabaseDownIT::givesTokens);
        assertThat(rig.redeem(web, code).status())
                .as("the code was not used up")
                .isEqualTo(200);
        assertThat(rig.refresh(web, tokens.path("refresh_token").asText()).status())
                .isEqualTo(200);
        assertThat(subrack.operator().get(ApiClient.MANAGEMENT + "/users").status())
                .isEqualTo(200);
        assertThat(status(used, ANY)).isEqualTo(200);
    }

    /** Returns what the health check of that name found last. */
    private static String databaseHealth() throws Exception {
        JsonNode checks = subrack.operator().get("/health/details").json().at("/ready/checks");
        for (JsonNode check : checks) {
            if (check.path("name").asText().equals("Database")) {
                return check.path("result").asText();
            }
        }
        return "";
    }

    /** Each of them would have to read or write. */
    private Map<String, ApiAnswer> withoutTheDatabase(Browser browser, Authorized code, JsonNode tokens)
            throws Exception {
        ApiClient operator = subrack.operator();
        String management = ApiClient.MANAGEMENT;
        String refresh = tokens.path("refresh_token").asText();
        Map<String, ApiAnswer> answers = new LinkedHashMap<>();
        answers.put("client credentials", rig.token(web, "grant_type", "client_credentials"));
        answers.put(
                "wrong secret",
                rig.token(new Registered(web.id(), "srx_" + "A".repeat(43), ""), "grant_type", "client_credentials"));
        answers.put("code", rig.redeem(web, code));
        answers.put("refresh", rig.refresh(web, refresh));
        answers.put("introspect", rig.form("/oauth2/introspect", web, "token", refresh));
        answers.put("revoke", rig.form("/oauth2/revoke", web, "token", refresh));
        answers.put(
                "authorize",
                browser.get("/oauth2/authorize?response_type=code&client_id=" + web.id())
                        .answer());
        answers.put("login", login());
        answers.put("users", operator.get(management + "/users"));
        answers.put("new user", operator.post(management + "/users", "{\"name\":\"eve\"}"));
        answers.put("clients", operator.get(management + "/clients"));
        answers.put(
                "new client",
                operator.post(
                        management + "/clients",
                        AuthRig.clientBody("down-new", "client_secret_basic", "client_credentials", "vault.read")
                                .toString()));
        answers.put(
                "new API token",
                operator.post(management + "/me/api-tokens", "{\"name\":\"down\",\"scopes\":[\"platform.read\"]}"));
        answers.put("rotation", operator.post(management + "/keys/rotation", "{\"emergency\":true}"));
        return answers;
    }

    private ApiAnswer login() throws Exception {
        Browser browser = rig.browser();
        Browser.Page form = browser.get("/login");
        return form.status() == 200
                ? browser.submit(form, form.form().filled(Subrack.ADMIN, subrack.password()))
                        .answer()
                : form.answer();
    }

    @Test
    void staysClosedUntilTheDatabaseIsThere() throws Exception {
        String token = rig.clientToken(web, "vault.read");
        assertThat(subrack.stop()).isZero();
        server.stop();

        subrack.launch();
        subrack.awaitAnswer("/health/live");
        Map<String, ApiAnswer> closed = new LinkedHashMap<>();
        Waiting.until("the vault is hosted", DEADLINE, () -> status(token, ITEMS) != 404);
        for (String path : new String[] {ITEMS, ApiClient.MANAGEMENT + "/users", "/oauth2/jwks"}) {
            closed.put(path, subrack.client(token).get(path));
        }
        ApiAnswer setup = subrack.client("").get("/setup");
        ApiAnswer claim = subrack.client("")
                .send("POST", "/setup", "application/x-www-form-urlencoded", BodyPublishers.ofString("name=eve"));
        closed.put("login", login());
        closed.put("token", rig.token(web, "grant_type", "client_credentials"));
        server.launch();

        assertThat(notUnavailable(closed)).isEmpty();
        assertThat(setup.status())
                .as("nobody knows whether it is claimed: " + setup)
                .isEqualTo(503);
        assertThat(claim.status()).as("nobody can claim it: " + claim).isIn(403, 503);
        assertThat(subrack.data().resolve("setup-token")).doesNotExist();
        subrack.awaitReady();
        assertThat(status(token, ITEMS)).isEqualTo(200);
        assertThat(rig.clientToken(web, "vault.read")).isNotEmpty();
        assertThat(subrack.client("").get("/setup").status()).isNotEqualTo(200);
    }

    /** Returns what should have been 503 with a time to come back after, and was not. */
    private static List<String> notUnavailable(Map<String, ApiAnswer> answers) {
        List<String> others = new ArrayList<>();
        answers.forEach((what, answer) -> {
            if (answer.status() != 503 || !answer.header("retry-after").matches("[1-9]\\d*")) {
                others.add(what + " " + answer.headers().map() + " " + answer);
            }
        });
        return others;
    }

    private static String operatorToken() throws Exception {
        return java.nio.file.Files.readString(subrack.operatorTokenFile()).strip();
    }

    private static int status(String token, String path) throws Exception {
        return subrack.client(token).get(path).status();
    }
}
