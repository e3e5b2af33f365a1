/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.subrack.data.testing.FreePort;
import io.subrack.tests.system.AuthRig.Registered;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients that others have written, over TLS, used as their documentation says. Access tokens live for a minute here, so
 * that one renews itself and another expires while these tests run.
 */
@Order(2)
@TestMethodOrder(OrderAnnotation.class)
class ClientsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PERSON = "openid profile email offline_access platform.read";
    private static final String CALLBACK = "https://client.example/callback";
    private static final Duration LIFE = Duration.ofMinutes(1);

    @RegisterExtension
    static final AuthRig rig = new AuthRig(subrack -> subrack.tls()
            .set("io.subrack.auth", "access.token.minutes", "1")
            .set("io.subrack.auth", "clock.skew.seconds", "0"));

    private static final ObjectNode clients = JSON.createObjectNode();
    private static Registered web;
    private static ECKey robotKey;
    private static String early;
    private static Instant earlyEnd;

    @BeforeAll
    static void register() throws Exception {
        rig.deployVault();
        web = confidential("clients-web", "ES256");
        early = rig.tokens(web, "openid platform.read").path("access_token").asText();
        earlyEnd = Instant.now().plus(LIFE);
        confidential("clients-rs256", "RS256");
        Registered native_ = rig.publicClient("clients-native", "http://127.0.0.1/callback");
        clients.set("native", describe(native_, "http://127.0.0.1:49152/callback"));
        ObjectNode device = AuthRig.clientBody(
                "clients-device", "none", "urn:ietf:params:oauth:grant-type:device_code refresh_token", PERSON);
        clients.set("device", describe(rig.register(device), ""));
        robotKey = new ECKeyGenerator(Curve.P_256).keyID("robot-1").generate();
        ObjectNode robot = AuthRig.clientBody("clients-robot", "private_key_jwt", "client_credentials", "vault.read");
        robot.putObject("jwks")
                .putArray("keys")
                .add(JSON.readTree(robotKey.toPublicJWK().toJSONString()));
        clients.set(
                "robot", describe(rig.register(robot), "").set("privateJwk", JSON.readTree(robotKey.toJSONString())));
    }

    private static Registered confidential(String id, String algorithm) throws Exception {
        ObjectNode body = AuthRig.clientBody(
                id,
                "client_secret_basic",
                "authorization_code refresh_token client_credentials",
                PERSON + " vault.read");
        AuthRig.putAll(body, "redirectUris", CALLBACK);
        AuthRig.putAll(body, "postLogoutRedirectUris", AuthRig.AFTER_LOGOUT);
        Registered registered = rig.register(body.put("idTokenAlgorithm", algorithm));
        clients.set(id.substring("clients-".length()), describe(registered, CALLBACK));
        return registered;
    }

    private static ObjectNode describe(Registered client, String redirectUri) {
        return JSON.createObjectNode()
                .put("id", client.id())
                .put("secret", client.secret())
                .put("redirectUri", redirectUri)
                .put("postLogoutRedirectUri", AuthRig.AFTER_LOGOUT);
    }

    private static ObjectNode settings() throws IOException, InterruptedException {
        return NodeScript.settings()
                .put("issuer", rig.issuer())
                .put("user", Subrack.ADMIN)
                .put("password", rig.platform().password());
    }

    @TestFactory
    @Order(1)
    List<DynamicTest> openidClientAndJose() throws Exception {
        ObjectNode settings = settings().put("resource", "/vault/items").put("clientScope", "vault.read");
        settings.set("clients", clients);
        return NodeScript.run("openid-client.mjs", rig.platform(), settings, rig.secrets());
    }

    @TestFactory
    @Order(2)
    List<DynamicTest> oidcClientInChromium() throws Exception {
        int port = FreePort.any();
        ObjectNode body = AuthRig.clientBody(
                "clients-spa", "none", "authorization_code refresh_token", "openid profile offline_access");
        String origin = "https://127.0.0.1:" + port;
        AuthRig.putAll(body, "redirectUris", origin + "/callback " + origin + "/silent " + origin + "/popup");
        AuthRig.putAll(body, "postLogoutRedirectUris", origin + "/bye");
        AuthRig.putAll(body, "origins", origin);
        Registered spa = rig.register(body.put("consentRequired", true));
        ObjectNode settings = NodeScript.withBrowser(settings(), rig.platform(), "clients")
                .put("keyStore", rig.platform().key().keyStore().toString())
                .put(
                        "keyStorePassword",
                        Files.readString(rig.platform().key().passwordFile()).strip());
        settings.putObject("spa").put("id", spa.id()).put("port", port);
        return NodeScript.run("browser.mjs", rig.platform(), settings, rig.secrets());
    }

    @TestFactory
    @Order(3)
    List<DynamicTest> pagesInChromium() throws Exception {
        ObjectNode body = AuthRig.clientBody("clients-asking", "none", "authorization_code", PERSON);
        AuthRig.putAll(body, "redirectUris", CALLBACK);
        Registered asking = rig.register(body.put("consentRequired", true).put("name", "Asking <b>Application</b>"));
        ObjectNode settings = NodeScript.withBrowser(settings(), rig.platform(), "pages");
        settings.putObject("consent")
                .put("response_type", "code")
                .put("client_id", asking.id())
                .put("redirect_uri", CALLBACK)
                .put("scope", "openid profile platform.read")
                .put("state", "s")
                .put("code_challenge", AuthRig.challenge("v".repeat(43)))
                .put("code_challenge_method", "S256");
        return NodeScript.run("pages.mjs", rig.platform(), settings, rig.secrets());
    }

    @TestFactory
    @Order(4)
    List<DynamicTest> nimbus() throws Exception {
        return new NimbusClients(rig, web, new Registered("clients-robot", "", ""), robotKey).tests();
    }

    @TestFactory
    @Order(5)
    List<DynamicTest> lintersOfTheApi() throws Exception {
        ApiAnswer answer = rig.operator().get(ApiClient.MANAGEMENT + "/openapi.json");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        for (String path : List.of("/users", "/clients", "/audit", "/data/schemas", "/jobs", "/metrics/summary")) {
            assertThat(answer.json().path("paths").has(ApiClient.MANAGEMENT + path))
                    .as("description of " + path)
                    .isTrue();
        }
        return NodeScript.run(
                "lint.mjs", rig.platform(), NodeScript.settings().set("document", answer.json()), rig.secrets());
    }

    @Test
    @Order(6)
    void refusesATokenThatHasExpired() throws Exception {
        Thread.sleep(Math.max(
                0, Duration.between(Instant.now(), earlyEnd.plusSeconds(1)).toMillis()));

        ApiClient late = rig.platform().client(early);

        for (String path : List.of("/vault/any", ApiClient.MANAGEMENT + "/bundles", "/oauth2/userinfo")) {
            ApiAnswer answer = late.get(path);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
            assertThat(answer.header("www-authenticate")).contains("invalid_token");
        }
        assertThat(rig.form("/oauth2/introspect", web, "token", early).text()).isEqualTo("{\"active\":false}");
    }
}
