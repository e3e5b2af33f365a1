/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What logs a command in: a token that was given, or the login of a context, renewed when it is about to end. */
final class Credentials {
    static final String CLIENT = "subrack-cli";

    private static final int MARGIN_SECONDS = 30;

    private final @Nullable String given;
    private final Contexts contexts;
    private final String contextName;
    private final Clock clock;

    /**
     * Makes credentials.
     *
     * @param given a token to use as it is; null for the login of the context
     */
    Credentials(@Nullable String given, Contexts contexts, String contextName, Clock clock) {
        this.given = given;
        this.contexts = contexts;
        this.contextName = contextName;
        this.clock = clock;
    }

    /** Returns a token that is good for a while; null if nobody is logged in. */
    @Nullable
    String token(Http http) {
        if (given != null) {
            return given;
        }
        var context = contexts.find(contextName).orElse(null);
        if (context == null || (context.refreshToken() == null && context.accessToken() == null)) {
            return null;
        }
        String token = context.accessToken();
        boolean fresh = token != null && context.expires() - MARGIN_SECONDS > now();
        if (fresh || context.refreshToken() == null) {
            return token;
        }
        return contexts.locked(() -> refreshed(http, token));
    }

    /** Replaces a token that was refused; returns whether there is another one now. */
    boolean renew(Http http, String refused) {
        if (given != null) {
            return false;
        }
        String now = contexts.locked(() -> refreshed(http, refused));
        return now != null && !now.equals(refused);
    }

    private @Nullable String refreshed(Http http, @Nullable String old) {
        var context = contexts.find(contextName).orElse(null);
        if (context == null || context.refreshToken() == null) {
            return null;
        }
        if (context.accessToken() != null && !context.accessToken().equals(old)) {
            return context.accessToken(); // another process was quicker
        }
        var response = form(
                http,
                "/oauth2/token",
                Map.of("grant_type", "refresh_token", "refresh_token", context.refreshToken(), "client_id", CLIENT));
        if (response.statusCode() == 400 || response.statusCode() == 401) {
            contexts.put(context.withTokens(null, 0, null));
            throw new CliException(
                    ExitCode.NOT_ALLOWED, "your login at " + http.base() + " has ended; 'subrack login' renews it");
        }
        return keep(context, json(response));
    }

    /** Keeps the answer of the token endpoint, and returns the access token. */
    String keep(Contexts.Context context, JsonNode answer) {
        String access = answer.path("access_token").asText();
        String refresh = answer.path("refresh_token").asText(context.refreshToken());
        contexts.put(
                context.withTokens(access, now() + answer.path("expires_in").asLong(300), refresh));
        return access;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    static HttpResponse<String> form(Http http, String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> Remote.encode(field.getKey()) + "=" + Remote.encode(field.getValue()))
                .sorted()
                .collect(Collectors.joining("&"));
        return http.send(
                http.request(path)
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) {
        JsonNode body;
        try {
            body = Remote.MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.SERVER_GONE,
                    "the answer of " + response.uri().getHost() + " (" + response.statusCode()
                            + ") is not Subrack's; check --url",
                    e);
        }
        if (response.statusCode() != 200) {
            String why = body.path("error_description")
                    .asText(body.path("detail").asText(body.path("error").asText()));
            throw new CliException(ExitCode.of(response.statusCode()), "the server refused the login: " + why);
        }
        return body;
    }
}
