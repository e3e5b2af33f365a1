/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.subrack.tests.system.AuthRig.Registered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not get in at hosted endpoints, whatever it pretends to be. */
abstract class AuthIntrusion extends AuthPart {
    private static final String ITEMS = "/vault/items";
    private static final String TREASURE = "treasure";

    private static Registered web;
    private static String reader;
    private static String other;

    @BeforeAll
    static void prepare() throws Exception {
        web = rig.webClient("intrusion-web");
        reader = rig.clientToken(web, "vault.read");
        other = rig.clientToken(web, "platform.read");
    }

    @Test
    void refusesEachForgedToken() throws Exception {
        AtomicInteger fetched = new AtomicInteger();
        HttpServer foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        foreign.createContext("/", exchange -> {
            fetched.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        foreign.start();
        try {
            String user =
                    rig.tokens(web, "openid platform.read").path("access_token").asText();
            assertThat(rig.call(user, "GET", "/oauth2/userinfo").status()).isEqualTo(200);
            String url = "http://127.0.0.1:" + foreign.getAddress().getPort() + "/jwks";
            Map<String, String> forged = new LinkedHashMap<>(new Forgery(user, rig.jwks()).all(url));

            Map<String, String> accepted = new LinkedHashMap<>();
            for (Map.Entry<String, String> each : forged.entrySet()) {
                for (String door : List.of(
                        ITEMS, "/vault/any", ApiClient.MANAGEMENT + "/bundles", "/oauth2/userinfo", "/metrics")) {
                    int status = statusWith(each.getValue(), door);
                    if (status != 401
                            && status != 400
                            && !(status == 431 && each.getValue().length() > 8000)) {
                        accepted.put(each.getKey() + " at " + door, "" + status);
                    }
                }
                ApiAnswer told = rig.form("/oauth2/introspect", web, "token", each.getValue());
                if (!told.text().equals("{\"active\":false}")) {
                    accepted.put(each.getKey() + " at introspection", told.toString());
                }
            }

            assertThat(accepted).isEmpty();
            assertThat(forged).hasSizeGreaterThan(50);
            assertThat(fetched)
                    .as("keys that were fetched from where a token says")
                    .hasValue(0);
        } finally {
            foreign.stop(0);
        }
    }

    /** Sends it over a plain socket: a client library would not send some of them. */
    private static int statusWith(String token, String path) throws IOException {
        String clean = token.replaceAll("[\\r\\n\\x00]", "");
        return raw("GET " + path + " HTTP/1.1", "Authorization: Bearer " + clean)
                .status();
    }

    @Test
    void takesOnlyAccessTokensForAccessTokens() throws Exception {
        JsonNode tokens = rig.tokens(web, "openid offline_access platform.read");
        Browser browser = rig.browser();
        String code = rig.authorize(browser, web, "openid").code();

        for (String wrong : List.of(
                tokens.path("id_token").asText(),
                tokens.path("refresh_token").asText(),
                code,
                web.secret(),
                browser.cookies().get("__Host-subrack-session"))) {
            assertThat(rig.call(wrong, "GET", "/vault/any").status()).isEqualTo(401);
            assertThat(rig.call(wrong, "GET", "/oauth2/userinfo").status()).isEqualTo(401);
        }
        assertThat(rig.form(
                                "/oauth2/introspect",
                                web,
                                "token",
                                tokens.path("id_token").asText())
                        .text())
                .isEqualTo("{\"active\":false}");
    }

    @Test
    void refusesTwoTokensAndTokensInTheQuery() throws Exception {
        String header = "Authorization: Bearer " + reader;

        assertThat(raw("GET /vault/items HTTP/1.1", header).status()).isEqualTo(200);
        assertThat(raw("GET /vault/items HTTP/1.1", header, header).status()).isEqualTo(400);
        assertThat(raw("GET /vault/items HTTP/1.1", header, "Authorization: Bearer " + other)
                        .status())
                .isEqualTo(400);
        assertThat(raw("GET /vault/items HTTP/1.1", header + ", Bearer " + other)
                        .status())
                .isEqualTo(400);
        assertThat(raw("GET /vault/items?access_token=" + reader + " HTTP/1.1").status())
                .isIn(400, 401);
        assertThat(raw("GET /vault/items?access_token=" + reader + " HTTP/1.1", header)
                        .status())
                .isEqualTo(400);
        assertThat(raw("GET /vault/items?a=1&access%5Ftoken=" + reader + " HTTP/1.1")
                        .status())
                .isIn(400, 401);
        assertThat(raw("GET /oauth2/userinfo?access_token=" + reader + " HTTP/1.1")
                        .status())
                .isIn(400, 401);
        assertThat(raw("GET /vault/items HTTP/1.1", "Authorization: Basic " + reader)
                        .status())
                .isEqualTo(401);
        assertThat(raw("GET /vault/items HTTP/1.1", "Cookie: access_token=" + reader)
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//vault/items",
                "/vault//items",
                "/./vault/items",
                "/vault/./items",
                "/vault/open/../items",
                "/vault/open/%2e%2e/items",
                "/vault/open/%2E%2E/items",
                "/vault/open/..;/items",
                "/vault/open;/items",
                "/vault/items;x=1",
                "/vault;x/items",
                "/vault%2fitems",
                "/vault%2Fitems",
                "/vault%5citems",
                "/vault\\items",
                "/vault/items%00",
                "/vault/items%00/open",
                "/vault/open/%252e%252e/items",
                "/vault/items%0a",
                "/vault/open%2f..%2fitems",
                "/cellar/open/../scoped/x",
                "/cellar/open/%2e%2e/scoped/x",
                "/cellar//scoped/x",
                "/cellar/open;/../scoped/x",
            })
    void refusesPathsThatCanBeReadInTwoWays(String path) throws Exception {
        HttpAnswer nobody = raw("GET " + path + " HTTP/1.1");
        HttpAnswer somebody = raw("GET " + path + " HTTP/1.1", "Authorization: Bearer " + reader);

        assertThat(nobody.status()).as(nobody.excerpt()).isIn(400, 404);
        assertThat(somebody.status()).as(somebody.excerpt()).isIn(400, 404);
        assertThat(nobody.text()).doesNotContain(TREASURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/vault/%69tems",
                "/%76ault/items",
                "/vault/items/",
                "/VAULT/items",
                "/vault/Items",
                "/vault/items?x",
                "/vault/items?/open"
            })
    void asksForATokenHoweverThePathIsWritten(String path) throws Exception {
        HttpAnswer nobody = raw("GET " + path + " HTTP/1.1");

        assertThat(nobody.status()).as(nobody.excerpt()).isIn(400, 401, 404);
        assertThat(nobody.text()).doesNotContain(TREASURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Original-URL: /vault/open",
                "X-Rewrite-URL: /vault/open",
                "X-HTTP-Method-Override: GET",
                "X-Forwarded-User: ada",
                "X-Forwarded-Prefix: /vault/open",
                "Forwarded: for=127.0.0.1;by=127.0.0.1",
                "X-Forwarded-For: 127.0.0.1",
                "Remote-User: ada",
                "Content-Length: 0\r\nTransfer-Encoding: identity",
            })
    void believesNoHeaderButTheToken(String headers) throws Exception {
        HttpAnswer answer = raw("GET /vault/items HTTP/1.1", headers);

        assertThat(answer.status()).as(answer.excerpt()).isIn(400, 401);
        assertThat(raw("GET http://evil.example/vault/items HTTP/1.1").status()).isIn(400, 401, 421);
    }

    @Test
    void doesNotLetAnotherMethodAround() throws Exception {
        for (String method : List.of("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get")) {
            HttpAnswer answer = rawHead(method + " /vault/items HTTP/1.1");
            assertThat(answer.status()).as(method).isIn(204, 400, 401, 403, 405, 501);
            assertThat(answer.text()).as(method).doesNotContain(TREASURE);
        }
    }

    private static HttpAnswer raw(String requestLine, String... headers) throws IOException {
        try (HttpConnection connection = sent(requestLine, headers)) {
            return connection.receive();
        }
    }

    /** Reads no body: an answer to HEAD has a length, but none of it. */
    private static HttpAnswer rawHead(String requestLine) throws IOException {
        try (HttpConnection connection = sent(requestLine)) {
            return connection.receiveHead();
        }
    }

    private static HttpConnection sent(String requestLine, String... headers) throws IOException {
        URI url = rig.platform().url();
        HttpConnection connection = HttpConnection.open(url, Duration.ofMinutes(1));
        StringBuilder request =
                new StringBuilder(requestLine + "\r\nHost: " + url.getHost() + ":" + url.getPort() + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        connection.send(request.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        return connection;
    }
}
