/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.AuthorizationRequests;
import io.subrack.auth.spi.Issuer;
import io.subrack.auth.spi.Scopes;
import io.subrack.auth.spi.SecretBox;
import io.subrack.auth.spi.UserStore.User;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The endpoints over stores in memory, with a user and some clients. */
final class World {
    static final String ISSUER = "https://id.example";
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    static final String CALLBACK = "https://app.example/cb";
    static final String BASIC = basic("web", Clients.SECRET);

    final MovableClock clock = new MovableClock();
    final FakeClients clients = new FakeClients();
    final FakeGrants grants = new FakeGrants();
    final FakeAccounts accounts = new FakeAccounts(clock);
    final FakeTokens tokens = new FakeTokens(clock);
    final FakeAuditLog audit = new FakeAuditLog();
    final Services services;
    final RequestSeal seal;
    final OAuthServer server;
    final RunningRequests requests;

    World() {
        this(Duration.ofSeconds(10));
    }

    World(Duration grace) {
        Issuer issuer = () -> URI.create(ISSUER);
        Settings settings = new Settings(
                Duration.ofSeconds(60),
                Duration.ofDays(14),
                Duration.ofDays(30),
                grace,
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                20);
        services = new Services(
                clients,
                grants,
                accounts.service(),
                tokens,
                tokens,
                issuer,
                new Audit(audit),
                settings,
                new FreshConsents(clock),
                clock,
                clock.instant());
        seal = new RequestSeal(new Box(), clock);
        server = new OAuthServer(services, new Box(), seal);
        Scopes scopes = () -> List.of(new Scopes.Known("orders.read", "Read orders", "com.acme.orders"));
        requests = new RunningRequests(services, seal, scopes);
        user("ada", true);
        clients.put(Clients.client("web").build());
        clients.put(Clients.client("spa").isPublic().build());
        clients.put(Clients.client("other").build());
    }

    void user(String id, boolean enabled) {
        accounts.users.put(
                id,
                new User(
                        id,
                        id,
                        "Ada L.",
                        id + "@example.org",
                        enabled,
                        "",
                        Set.of("clerk"),
                        Set.of(),
                        Clients.CREATED,
                        Clients.CREATED,
                        null,
                        1));
        accounts.scopes.put(id, Set.of("orders.read", "orders.write", "stock.read"));
    }

    static String basic(String id, String secret) {
        String text = encoded(id) + ":" + encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a form; headers stand before the parameters, as {@code "Authorization: …"}. */
    Reply post(String path, String... headersAndParameters) {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("content-type", List.of("application/x-www-form-urlencoded"));
        List<String> parameters = new ArrayList<>();
        split(headersAndParameters, headers, parameters);
        return send("POST", path, null, headers, form(parameters));
    }

    Reply get(String path, String... headersAndParameters) {
        Map<String, List<String>> headers = new HashMap<>();
        List<String> parameters = new ArrayList<>();
        split(headersAndParameters, headers, parameters);
        return send("GET", path, form(parameters), headers, "");
    }

    Reply send(String method, String path, String query, Map<String, List<String>> headers, String body) {
        return server.answer(
                        new Call(method, path, query, headers, body, new Accounts.Origin("192.0.2.7", "test", "r1")))
                .orElseThrow();
    }

    private static void split(String[] all, Map<String, List<String>> headers, List<String> parameters) {
        int first = 0;
        while (first < all.length && all[first].contains(": ")) {
            String[] header = all[first].split(": ", 2);
            headers.put(header[0].toLowerCase(java.util.Locale.ROOT), List.of(header[1]));
            first++;
        }
        parameters.addAll(List.of(all).subList(first, all.length));
    }

    static String form(List<String> namesAndValues) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            form.append(i == 0 ? "" : "&").append(encoded(namesAndValues.get(i)));
            form.append('=').append(encoded(namesAndValues.get(i + 1)));
        }
        return form.toString();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Asks for a code as a usual client does, with more or other parameters. */
    Reply authorize(String cookie, String... more) {
        return get(Paths.AUTHORIZE, authorizeArguments(cookie, more));
    }

    static String[] authorizeArguments(String cookie, String... more) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of(
                "client_id", "web",
                "redirect_uri", CALLBACK,
                "response_type", "code",
                "scope", "openid orders.read",
                "state", "s t&ä",
                "nonce", "n1",
                "code_challenge", CHALLENGE,
                "code_challenge_method", "S256"));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        parameters.values().removeIf(String::isEmpty);
        List<String> all = new ArrayList<>();
        if (cookie != null) {
            all.add("Cookie: a=b; " + Accounts.SESSION_COOKIE + "=" + cookie);
        }
        parameters.forEach((name, value) -> all.addAll(List.of(name, value)));
        return all.toArray(String[]::new);
    }

    /** Has Ada log in and returns a code for a client. */
    String code(String... more) {
        Reply reply = authorize(accounts.logIn("ada"), more);
        assertThat(reply.status()).isEqualTo(303);
        String code = query(location(reply)).get("code");
        assertThat(code).as(location(reply)).isNotNull();
        return code;
    }

    Reply redeem(String code, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "Authorization: " + BASIC,
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                CALLBACK,
                "code_verifier",
                VERIFIER));
        all.addAll(List.of(more));
        return post(Paths.TOKEN, all.toArray(String[]::new));
    }

    /** Returns the first refresh token of a new grant. */
    String refreshToken() {
        return json(redeem(code("scope", "openid orders.read orders.write offline_access")))
                .path("refresh_token")
                .textValue();
    }

    Reply refresh(String token, String... more) {
        List<String> all = new ArrayList<>(
                List.of("Authorization: " + BASIC, "grant_type", "refresh_token", "refresh_token", token));
        all.addAll(List.of(more));
        return post(Paths.TOKEN, all.toArray(String[]::new));
    }

    static String location(Reply reply) {
        return reply.headers().get("Location");
    }

    static Map<String, String> query(String uri) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : uri.substring(uri.indexOf('?') + 1).split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    static String text(Reply reply) {
        return reply.body();
    }

    static JsonNode json(Reply reply) {
        try {
            return new ObjectMapper().readTree(reply.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Checks an error of the token endpoint in every respect. */
    static void assertError(Reply reply, int status, String error) {
        assertThat(text(reply)).contains("\"error\":\"" + error + "\"").contains("error_description");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Content-Type", "application/json");
    }

    /** Comes back as the browser does whose user has logged in. */
    Reply goOn(Reply reply, String cookie) {
        String request = query(location(reply)).getOrDefault("request", "none");
        return get(
                AuthorizationRequests.CONTINUE,
                "Cookie: " + Accounts.SESSION_COOKIE + "=" + cookie,
                "request",
                request);
    }

    /** Expects a page that tells the user, and no redirect. */
    static void assertPage(Reply reply) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.headers())
                .doesNotContainKey("Location")
                .containsEntry("Content-Type", "text/html; charset=utf-8");
        assertThat(reply.headers().get("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(text(reply)).contains("<html lang=\"en\">", "<title>", "<h1>", "<main class=");
    }

    /** Expects that the client is told, at its redirect URI. */
    static void assertError(Reply reply, String error) {
        assertThat(reply.status()).isEqualTo(303);
        assertThat(location(reply)).startsWith(CALLBACK + "?error=");
        assertThat(query(location(reply)))
                .containsEntry("error", error)
                .containsEntry("state", "s t&ä")
                .containsEntry("iss", ISSUER)
                .containsKey("error_description")
                .doesNotContainKey("code");
    }

    /** Hides nothing, but notices another context. */
    static final class Box implements SecretBox {
        @Override
        public String seal(byte[] plain, String context) {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((context + "\n" + new String(plain, StandardCharsets.UTF_8))
                            .getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public byte[] open(String sealed, String context) {
            String text = new String(Base64.getUrlDecoder().decode(sealed), StandardCharsets.UTF_8);
            if (!text.startsWith(context + "\n")) {
                throw new IllegalArgumentException("another context");
            }
            return text.substring(context.length() + 1).getBytes(StandardCharsets.UTF_8);
        }
    }
}
