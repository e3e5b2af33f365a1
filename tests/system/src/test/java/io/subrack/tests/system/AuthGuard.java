/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.tests.system.AuthRig.Registered;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in at hosted endpoints, and everything that must not get in. */
abstract class AuthGuard extends AuthPart {
    private static final String ITEMS = "/vault/items";
    private static final String TREASURE = "treasure";
    private static final String INTRUDER = "io.subrack.tests.intruder";
    private static final Path SCRATCH = Repository.root().resolve("tests/system/target/bundles");
    private static final String PASSAGE = "io.subrack.tests.passage";

    private static Registered web;
    private static String reader;
    private static String stranger;

    @BeforeAll
    static void prepare() throws Exception {
        web = rig.webClient("guard-web");
        Registered other = rig.register(
                AuthRig.clientBody("guard-other", "client_secret_basic", "client_credentials", "platform.audit"));
        reader = rig.clientToken(web, "vault.read");
        stranger = rig.clientToken(other, "platform.audit");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /vault/open, 200, 200, 200",
        "GET, /vault/any, 401, 200, 200",
        "GET, /vault/items, 401, 403, 200",
        "POST, /vault/items, 401, 403, 403",
        "GET, /vault/role, 401, 403, 403",
        "GET, /vault/undeclared, 401, 403, 403",
        "GET, /vault/hidden, 401, 403, 403",
        "GET, /vault/denied, 401, 403, 403",
        "GET, /vault/nowhere, 401, 404, 404",
        "DELETE, /vault/any, 401, 405, 405",
        "GET, /cellar/open/x, 200, 200, 200",
        "GET, /cellar/any/x, 401, 200, 200",
        "GET, /cellar/scoped/x, 401, 403, 200",
        "GET, /cellar/undeclared/x, 403, 403, 403",
        "GET, /cellar/hidden/x, 403, 403, 403",
    })
    void letsInWhoMay(String method, String path, int nobody, int withoutScope, int withScope) throws Exception {
        assertThat(rig.call("", method, path).status()).as("nobody").isEqualTo(nobody);
        assertThat(rig.call(stranger, method, path).status())
                .as("without the scope")
                .isEqualTo(withoutScope);
        assertThat(rig.call(reader, method, path).status()).as("with the scope").isEqualTo(withScope);
    }

    @Test
    void tellsWhatIsMissing() throws Exception {
        ApiAnswer nobody = rig.call("", "GET", ITEMS);
        ApiAnswer bad = rig.call("nonsense", "GET", ITEMS);
        ApiAnswer underScoped = rig.call(stranger, "GET", ITEMS);

        assertThat(nobody.header("www-authenticate"))
                .startsWith("Bearer realm=")
                .doesNotContain("error");
        assertThat(bad.status()).isEqualTo(401);
        assertThat(bad.header("www-authenticate")).contains("error=\"invalid_token\"");
        assertThat(underScoped.header("www-authenticate"))
                .contains("error=\"insufficient_scope\"")
                .contains("scope=\"vault.read\"");
        for (ApiAnswer answer : List.of(nobody, bad, underScoped)) {
            assertThat(answer.header("content-type")).startsWith("application/problem+json");
            assertThat(answer.text()).doesNotContain(TREASURE);
        }
    }

    @Test
    void tellsTheBundleWhoCalls() throws Exception {
        assertThat(rig.call(reader, "GET", ITEMS).text()).isEqualTo("treasure of CLIENT " + web.id());
        assertThat(rig.call(reader, "GET", "/cellar/scoped/x").text()).isEqualTo("treasure of " + web.id());
    }

    @Test
    void asksAtEachOperationThatIsRegistered() throws Exception {
        Map<String, String> wrong = new LinkedHashMap<>();
        int asked = 0;
        for (JsonNode operation :
                rig.operator().get(ApiClient.MANAGEMENT + "/operations").json().path("items")) {
            String access = operation.path("access").asText();
            String method = operation.path("method").asText();
            if (access.equals("PUBLIC") || access.equals("OPEN") || access.equals("ALWAYS")) {
                continue;
            }
            method = method.equals("*") ? "GET" : method;
            asked++;
            String path = operation
                    .path("template")
                    .asText()
                    .replaceAll("\\{[^}]*}", "x")
                    .replace("/*", "");
            int nobody = rig.call("", method, path).status();
            int foreign = rig.call("nonsense", method, path).status();
            int underScoped = rig.call(stranger, method, path).status();
            if (nobody != 401 && nobody != 403) {
                wrong.put(method + " " + path + " for nobody", "" + nobody);
            }
            if (foreign != 401) {
                wrong.put(method + " " + path + " with a foreign token", "" + foreign);
            }
            if (underScoped != 403 && !isForStranger(operation)) {
                wrong.put(method + " " + path + " without the scope", "" + underScoped);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThan(50);
    }

    /** The stranger may read the audit log, and what is for everybody who is known. */
    private static boolean isForStranger(JsonNode operation) {
        String scopes = operation.path("scopes").toString();
        return operation.path("access").asText().equals("RESTRICTED")
                && operation.path("roles").isEmpty()
                && (scopes.equals("[]") || scopes.equals("[\"platform.audit\"]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/vault/*",
                "/cellar/scoped/*",
                "/api/platform/v1/bundles",
                "/oauth2/token",
                "/oauth2/*",
                "/login",
                "/setup",
                "/account/*",
                "/.well-known/openid-configuration",
                "/metrics",
                "/health/live",
                "/assets/auth/*",
            })
    void keepsASecondDoorShut(String pattern) throws Exception {
        ApiAnswer deployed = rig.operator().deploy(intruder(pattern, pattern.replace("/*", "")));

        try {
            ApiAnswer answer = rig.call("", "GET", pattern.replace("/*", "/x"));
            assertThat(answer.text()).as(deployed.toString()).doesNotContain(TREASURE);
            assertThat(deployed.status()).as(deployed.toString()).isBetween(400, 499);
        } finally {
            rig.operator().uninstall(INTRUDER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/vault/items", "/vault/items/*", "/cellar/scoped/x", "/cellar"})
    void letsNobodyHaveAPathInsideOrAroundAnotherBundles(String pattern) throws Exception {
        ApiAnswer deployed = rig.operator().deploy(intruder(pattern, "/elsewhere"));

        assertThat(deployed.status()).as(deployed.toString()).isBetween(400, 499);
        assertThat(deployed.text()).contains("io.subrack.tests.vault");
        ApiAnswer answer = rig.call("", "GET", pattern.replace("/*", ""));
        assertThat(answer.status()).isIn(401, 403, 404);
        assertThat(answer.text()).doesNotContain(TREASURE);
        assertThat(rig.call(reader, "GET", ITEMS).text()).isEqualTo("treasure of CLIENT " + web.id());
    }

    @Test
    void asksWhereAServletSendsARequestOnToAnotherBundle() throws Exception {
        AuthRig.expect(201, rig.operator().deploy(passage()));
        try {
            ApiAnswer nobody = rig.call("", "GET", "/passage?path=/cellar/scoped/x");
            assertThat(nobody.status()).as(nobody.toString()).isEqualTo(401);
            assertThat(nobody.header("www-authenticate")).startsWith("Bearer realm=");
            assertThat(rig.call(stranger, "GET", "/passage?path=/cellar/scoped/x")
                            .status())
                    .isEqualTo(403);
            assertThat(rig.call(reader, "GET", "/passage?path=/cellar/undeclared/x")
                            .status())
                    .isEqualTo(403);
            assertThat(rig.call(reader, "GET", "/passage?path=/cellar/scoped/x").text())
                    .isEqualTo("treasure of " + web.id());

            assertThat(rig.call(stranger, "GET", "/passage?include&path=/cellar/scoped/x")
                            .text())
                    .isEqualTo("before  after");
            assertThat(rig.call(reader, "GET", "/passage?include&path=/cellar/scoped/x")
                            .text())
                    .isEqualTo("before treasure of " + web.id() + " after");
            assertThat(rig.call("", "GET", "/passage?include&path=/cellar/open/x")
                            .text())
                    .isEqualTo("before treasure of null after");

            assertThat(rig.call(reader, "GET", "/passage?name=vault.Cellar").text())
                    .doesNotContain(TREASURE);
            assertThat(rig.call("", "GET", "/passage?path=/passage/backroom").text())
                    .isEqualTo("treasure of null");
            assertThat(rig.call("", "GET", "/passage/backroom").status()).isIn(401, 403);
        } finally {
            rig.operator().uninstall(PASSAGE);
        }
    }

    private static byte[] passage() throws IOException {
        return new SourceBundle(PASSAGE)
                .header("Import-Package", "jakarta.servlet,jakarta.servlet.http")
                .header("Subrack-Public", "/passage")
                .source("Passage.java")
                .source("Cellar.java")
                .servlet(
                        "passage.Passage",
                        Map.of("osgi.http.whiteboard.servlet.pattern", "/passage", "io.subrack.access", "public"))
                .servlet(
                        "vault.Cellar",
                        Map.of(
                                "osgi.http.whiteboard.servlet.pattern",
                                "/passage/backroom",
                                "io.subrack.access",
                                "role:nobody"))
                .build(rig.platform().distribution(), SCRATCH);
    }

    private static byte[] intruder(String pattern, String publicPath) throws IOException {
        return new SourceBundle(INTRUDER)
                .header("Import-Package", "jakarta.servlet,jakarta.servlet.http")
                .header("Subrack-Public", publicPath)
                .source("Cellar.java")
                .servlet(
                        "vault.Cellar",
                        Map.of("osgi.http.whiteboard.servlet.pattern", pattern, "io.subrack.access", "public"))
                .build(rig.platform().distribution(), SCRATCH);
    }

    @Test
    void endsATokenWithItsRevocation() throws Exception {
        String token = rig.clientToken(web, "vault.read");
        assertThat(rig.call(token, "GET", ITEMS).status()).isEqualTo(200);

        AuthRig.expect(200, rig.form("/oauth2/revoke", web, "token", token));

        assertThat(rig.call(token, "GET", ITEMS).status()).isEqualTo(401);
    }

    @Test
    void endsTheTokensOfAClientThatIsDeleted() throws Exception {
        Registered doomed = rig.webClient("guard-doomed");
        String token = rig.clientToken(doomed, "vault.read");
        assertThat(rig.call(token, "GET", ITEMS).status()).isEqualTo(200);

        ApiAnswer deleted = rig.operator().delete(ApiClient.MANAGEMENT + "/clients/" + doomed.id());

        assertThat(deleted.status()).as(deleted.toString()).isIn(200, 204);
        assertThat(rig.call(token, "GET", ITEMS).status()).isEqualTo(401);
        assertThat(rig.token(doomed, "grant_type", "client_credentials").status())
                .isEqualTo(401);
    }
}
