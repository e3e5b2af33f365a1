/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.spi.SecretBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns a running request into a value that travels through the browser and back, and that nobody can read or change. */
final class RequestSeal {
    static final String CONTEXT = "oauth.authorization-request";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_CHARS = 12_000;

    private final SecretBox box;
    private final Clock clock;

    RequestSeal(SecretBox box, Clock clock) {
        this.box = box;
        this.clock = clock;
    }

    String seal(AuthorizationRequest request) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("c", request.clientId());
        members.put("r", request.redirectUri());
        members.put("rs", request.redirectUriSent());
        members.put("f", request.formPost());
        members.put("s", request.state());
        members.put("n", request.nonce());
        members.put("sc", ScopeRules.text(request.scopes()));
        members.put("ch", request.challenge());
        members.put("p", ScopeRules.text(request.prompts()));
        Duration maxAge = request.maxAge();
        members.put("a", maxAge == null ? null : maxAge.toSeconds());
        members.put("l", request.loginHint());
        members.put("u", request.hintedUser());
        members.put("t", request.started().toEpochMilli());
        members.values().removeIf(value -> value == null);
        return box.seal(Reply.json(members).getBytes(StandardCharsets.UTF_8), CONTEXT);
    }

    /** Returns the request; empty if the value is not ours, or was sealed too long ago. */
    Optional<AuthorizationRequest> open(String sealed) {
        if (sealed.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            AuthorizationRequest request = read(MAPPER.readTree(box.open(sealed, CONTEXT)));
            Instant end = request.started().plus(Settings.REQUEST_LIFETIME);
            return clock.instant().isBefore(end) ? Optional.of(request) : Optional.empty();
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    private static AuthorizationRequest read(JsonNode json) {
        JsonNode maxAge = json.get("a");
        return new AuthorizationRequest(
                json.path("c").asText(),
                json.path("r").asText(),
                json.path("rs").asBoolean(),
                json.path("f").asBoolean(),
                json.path("s").textValue(),
                json.path("n").textValue(),
                new TreeSet<>(words(json.path("sc").asText())),
                json.path("ch").textValue(),
                words(json.path("p").asText()),
                maxAge == null ? null : Duration.ofSeconds(maxAge.asLong()),
                json.path("l").asText(),
                json.path("u").textValue(),
                Instant.ofEpochMilli(json.path("t").asLong()));
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(text.split(" ")));
    }
}
