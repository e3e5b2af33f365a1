/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** Uses a platform a little, as people and programs do: calls with and without a token, a login, a client's token. */
final class TrainingUse {
    static final String USER = "training";

    private static final String API = "/api/platform/v1";
    private static final String CLIENT = "training";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> PATHS = List.of(
            "/health/live",
            "/health/ready",
            "/metrics",
            API + "/bundles",
            "/.well-known/openid-configuration",
            "/login",
            "/nobody/owns/this");
    private static final Duration CLAIM_DEADLINE = Duration.ofSeconds(20);
    private static final int PAUSE_MILLIS = 20;
    private static final int ROUNDS = 3;

    private final PlainHttp http;
    private final String password;
    private final Path tokenFile;

    /** @param tokenFile where the platform leaves a token once it is claimed */
    TrainingUse(PlainHttp http, String password, Path tokenFile) {
        this.http = http;
        this.password = password;
        this.tokenFile = tokenFile;
    }

    /** Waits until the platform is claimed and lets its admin in. */
    void awaitClaim() throws IOException {
        long end = System.nanoTime() + CLAIM_DEADLINE.toNanos();
        while (!isClaimed()) {
            if (System.nanoTime() > end) {
                throw new IOException("the platform was not claimed in time");
            }
            pause();
        }
    }

    private boolean isClaimed() throws IOException {
        return Files.exists(tokenFile) && http.get(API + "/platform", admin()).status() == 200;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** @param hosted paths of capability bundles */
    void call(List<String> hosted) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            for (String path : PATHS) {
                http.get(path, admin());
            }
            for (String path : hosted) {
                http.get(path);
                http.get(path, admin());
            }
        }
    }

    /** Lets a client get a token for itself, and use it. */
    void callAsClient() throws IOException {
        String registration =
                "{\"id\":\"" + CLIENT + "\",\"name\":\"Training\",\"authentication\":\"client_secret_basic\","
                        + "\"grantTypes\":[\"client_credentials\"],\"scopes\":[\"platform.read\"]}";
        String secret = http.post(API + "/clients", "application/json", registration, admin())
                .find("\"secret\"\\s*:\\s*\"(srx_[^\"]+)\"")
                .orElseThrow(() -> new IOException("no client could be registered"));
        String pair = Base64.getEncoder().encodeToString((CLIENT + ":" + secret).getBytes(StandardCharsets.US_ASCII));
        for (int round = 0; round < ROUNDS; round++) {
            String token = http.post(
                            "/oauth2/token", FORM, "grant_type=client_credentials", "Authorization: Basic " + pair)
                    .find("\"access_token\"\\s*:\\s*\"([^\"]+)\"")
                    .orElseThrow(() -> new IOException("no token was issued"));
            http.get(API + "/bundles", "Authorization: Bearer " + token);
        }
    }

    /** Logs in at the page for it, and looks at the account. */
    void logIn() throws IOException {
        PlainHttp.Answer page = http.get("/login");
        String cookie = cookie(page);
        String formToken = page.find("name=\"form_token\"[^>]*value=\"([^\"]+)\"")
                .or(() -> page.find("value=\"([^\"]+)\"[^>]*name=\"form_token\""))
                .orElseThrow(() -> new IOException("the login page has no form"));
        PlainHttp.Answer in = http.post(
                "/login",
                FORM,
                "form_token=" + formToken + "&name=" + USER + "&password=" + password,
                "Cookie: " + cookie,
                "Origin: " + http.origin(),
                "Sec-Fetch-Site: same-origin");
        http.get("/account", "Cookie: " + cookie(in));
    }

    private static String cookie(PlainHttp.Answer answer) throws IOException {
        return answer.find("(?i)set-cookie: ([^;\\r\\n]+)")
                .orElseThrow(() -> new IOException("no cookie came with the " + answer));
    }

    private String admin() throws IOException {
        return "Authorization: Bearer " + Files.readString(tokenFile).strip();
    }
}
