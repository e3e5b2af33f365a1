/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One claimed Subrack for all tests of a class, those in nested classes too, with what they need to get tokens. When they
 * are over, none of the secrets that they used may stand in logs, audit, metrics or the list of processes.
 */
final class AuthRig implements BeforeAllCallback, AfterAllCallback {
    /** Where codes are sent. Nobody listens there: what counts is where the browser is sent. */
    static final String REDIRECT = "https://client.example/callback?tenant=1";

    static final String AFTER_LOGOUT = "https://client.example/bye";
    /** Symbolic name of the bundle that {@link #deployVault} deploys. */
    static final String VAULT = "io.subrack.tests.vault";

    static final String VAULT_SCOPE = "vault.read";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SharedSubrack shared;
    private final Supplier<Subrack> platform;
    private final SecretLedger secrets = new SecretLedger();

    AuthRig() {
        this(subrack -> subrack);
    }

    AuthRig(SharedSubrack.Configuration configuration) {
        this(new SharedSubrack(configuration));
    }

    private AuthRig(SharedSubrack shared) {
        this(shared, shared::platform);
    }

    private AuthRig(SharedSubrack shared, Supplier<Subrack> platform) {
        this.shared = shared;
        this.platform = platform;
    }

    /** For a test that starts and stops the platform itself. */
    static AuthRig of(Subrack platform) {
        return new AuthRig(null, () -> platform);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (SharedSubrack.isPart(context)) {
            return;
        }
        shared.beforeAll(context);
        secrets.note(
                platform().password(),
                java.nio.file.Files.readString(platform().operatorTokenFile()).strip());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (SharedSubrack.isPart(context)) {
            return;
        }
        List<String> leaks = new ArrayList<>();
        try {
            leaks.addAll(secrets.foundIn("/metrics", operator().get("/metrics").text()));
            leaks.addAll(secrets.foundIn(
                    "the audit log",
                    operator().get(ApiClient.MANAGEMENT + "/audit/export").text()));
            leaks.addAll(secrets.leaks(platform()));
        } finally {
            shared.afterAll(context);
        }
        leaks.addAll(secrets.leaks(platform()));
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " leaks of " + secrets.size() + " secrets:\n"
                    + String.join("\n", leaks.stream().distinct().limit(20).toList()));
        }
    }

    Subrack platform() {
        return platform.get();
    }

    ApiClient operator() throws IOException {
        return platform().operator();
    }

    SecretLedger secrets() {
        return secrets;
    }

    String issuer() throws IOException, InterruptedException {
        return get("/.well-known/openid-configuration").path("issuer").asText();
    }

    JsonNode jwks() throws IOException, InterruptedException {
        return get("/oauth2/jwks");
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        ApiAnswer answer = platform().client("").get(path);
        if (answer.status() != 200) {
            throw new AssertionError(path + " answered " + answer);
        }
        return answer.json();
    }

    Browser browser() {
        return new Browser(platform().http(), platform().url());
    }

    /** Deploys the bundle with an operation for each way to say who may call. */
    void deployVault() throws IOException, InterruptedException {
        byte[] vault = new SourceBundle(VAULT)
                .header(
                        "Import-Package",
                        "io.subrack.auth.api,jakarta.ws.rs,jakarta.ws.rs.core,jakarta.annotation.security,"
                                + "jakarta.servlet,jakarta.servlet.http")
                .header("Subrack-Public", "/vault/open,/cellar/open")
                .header(
                        "Subrack-Scopes",
                        "vault.read;description=\"See the treasure\",vault.write;description=\"Add to the treasure\"")
                .source("Vault.java")
                .source("Cellar.java")
                .resource("vault.Vault")
                .servlet("vault.Cellar", cellar("/cellar/open/*", "public"))
                .servlet("vault.Cellar", cellar("/cellar/hidden/*", "public"))
                .servlet("vault.Cellar", cellar("/cellar/scoped/*", "scope:vault.read"))
                .servlet("vault.Cellar", cellar("/cellar/any/*", "authenticated"))
                .servlet("vault.Cellar", Map.of("osgi.http.whiteboard.servlet.pattern", "/cellar/undeclared/*"))
                .build(platform().distribution(), platform().data().resolveSibling("bundles"));
        expect(201, operator().deploy(vault));
    }

    private static Map<String, String> cellar(String pattern, String access) {
        return Map.of("osgi.http.whiteboard.servlet.pattern", pattern, "io.subrack.access", access);
    }

    /** A client that is registered. */
    record Registered(String id, String secret, String redirectUri) {
        boolean isPublic() {
            return secret.isEmpty();
        }
    }

    /** Returns the body of a registration that is complete but for what a test adds. */
    static ObjectNode clientBody(String id, String authentication, String grantTypes, String scopes) {
        ObjectNode body = JSON.createObjectNode()
                .put("id", id)
                .put("name", "Test " + id)
                .put("authentication", authentication)
                .put("consentRequired", false);
        putAll(body, "grantTypes", grantTypes);
        putAll(body, "scopes", scopes);
        return body;
    }

    static void putAll(ObjectNode body, String name, String values) {
        Arrays.stream(values.split(" ")).forEach(body.putArray(name)::add);
    }

    /** Registers a client over the management API. */
    Registered register(ObjectNode body) throws IOException, InterruptedException {
        ApiAnswer answer = operator().post(ApiClient.MANAGEMENT + "/clients", body.toString());
        expect(201, answer);
        String secret = answer.json().findPath("secret").asText("");
        secrets.note(secret);
        return new Registered(
                body.path("id").asText(),
                secret,
                body.path("redirectUris").path(0).asText(""));
    }

    /** Registers a confidential client that may do everything. */
    Registered webClient(String id) throws IOException, InterruptedException {
        ObjectNode body = clientBody(
                id,
                "client_secret_basic",
                "authorization_code refresh_token client_credentials",
                "openid profile email offline_access platform.read vault.read");
        putAll(body, "redirectUris", REDIRECT);
        putAll(body, "postLogoutRedirectUris", AFTER_LOGOUT);
        return register(body);
    }

    /** Registers a public client that logs people in. */
    Registered publicClient(String id, String redirectUris) throws IOException, InterruptedException {
        ObjectNode body = clientBody(
                id, "none", "authorization_code refresh_token", "openid profile offline_access platform.read");
        putAll(body, "redirectUris", redirectUris);
        return register(body);
    }

    /** An authorization code and what belongs to it. */
    record Authorized(String code, String verifier, String redirectUri) {}

    /** Logs in as the admin, or goes on in the browser's session, and returns the code. */
    Authorized authorize(Browser browser, Registered client, String scope, String... more)
            throws IOException, InterruptedException {
        String verifier = SecretFiles.password() + SecretFiles.password();
        String[] base = {
            "response_type",
            "code",
            "client_id",
            client.id(),
            "redirect_uri",
            client.redirectUri(),
            "scope",
            scope,
            "state",
            "state of " + client.id(),
            "code_challenge",
            challenge(verifier),
            "code_challenge_method",
            "S256"
        };
        URI back = browser.goTo(
                "/oauth2/authorize?" + Browser.encoded(concatenated(base, more)),
                client.redirectUri().split("\\?")[0],
                Subrack.ADMIN,
                platform().password());
        String code = query(back, "code");
        if (code.isEmpty()) {
            throw new AssertionError("no code: " + back);
        }
        secrets.note(code, verifier);
        secrets.note(browser.cookies().values().toArray(new String[0]));
        return new Authorized(code, verifier, client.redirectUri());
    }

    /** Redeems a code. */
    ApiAnswer redeem(Registered client, Authorized authorized) throws IOException, InterruptedException {
        return token(
                client,
                "grant_type",
                "authorization_code",
                "code",
                authorized.code(),
                "redirect_uri",
                authorized.redirectUri(),
                "code_verifier",
                authorized.verifier());
    }

    /** Logs in and returns the answer with the tokens. */
    JsonNode tokens(Registered client, String scope) throws IOException, InterruptedException {
        return expect(200, redeem(client, authorize(browser(), client, scope))).json();
    }

    /** Returns a token of a client on its own account. */
    String clientToken(Registered client, String scope) throws IOException, InterruptedException {
        return expect(200, token(client, "grant_type", "client_credentials", "scope", scope))
                .json()
                .path("access_token")
                .asText();
    }

    /** @param token what is shown as a bearer token; empty for nothing */
    ApiAnswer call(String token, String method, String path) throws IOException, InterruptedException {
        return platform().client(token).send(method, path, "", BodyPublishers.noBody());
    }

    ApiAnswer refresh(Registered client, String refreshToken) throws IOException, InterruptedException {
        return token(client, "grant_type", "refresh_token", "refresh_token", refreshToken);
    }

    ApiAnswer token(Registered client, String... form) throws IOException, InterruptedException {
        return form("/oauth2/token", client, form);
    }

    /** Posts a form with the credential that the client has. */
    ApiAnswer form(String path, Registered client, String... form) throws IOException, InterruptedException {
        return client.isPublic()
                ? form(path, "", concatenated(form, new String[] {"client_id", client.id()}))
                : form(path, basic(client.id(), client.secret()), form);
    }

    /** @param authorization the header; empty for none */
    ApiAnswer form(String path, String authorization, String... form) throws IOException, InterruptedException {
        String[] headers = authorization.isEmpty() ? new String[0] : new String[] {"Authorization", authorization};
        ApiAnswer answer = platform()
                .client("")
                .send(
                        "POST",
                        path,
                        "application/x-www-form-urlencoded",
                        BodyPublishers.ofString(Browser.encoded(form)),
                        headers);
        noteTokens(answer);
        return answer;
    }

    private void noteTokens(ApiAnswer answer) {
        if (answer.header("content-type").startsWith("application/json")) {
            JsonNode json = answer.json();
            for (String member : List.of("access_token", "refresh_token", "id_token", "device_code")) {
                secrets.note(json.path(member).asText(""));
            }
        }
    }

    static String basic(String id, String secret) {
        String pair = Browser.encoded(id, secret).replace('=', ':');
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a parameter of a query, or an empty text. */
    static String query(URI uri, String name) {
        String raw = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return Arrays.stream(raw.split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> java.net.URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    static ApiAnswer expect(int status, ApiAnswer answer) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ", not " + answer);
        }
        return answer;
    }

    private static String[] concatenated(String[] first, String[] second) {
        String[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
