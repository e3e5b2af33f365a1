/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.oauth.AuthorizationRequest.Target;
import io.subrack.auth.spi.ClientStore;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks authorization requests (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2). */
final class RequestChecks {
    private static final Set<String> PROMPTS =
            Set.of(AuthorizationRequest.NONE, AuthorizationRequest.LOGIN, AuthorizationRequest.CONSENT);

    /** Together they must fit into a URI, encrypted. */
    private static final Map<String, Integer> MOST_CHARS = Map.of(
            "redirect_uri", 1_024, "state", 2_048, "nonce", 512, "scope", 1_024, "login_hint", 256, "prompt", 64);

    private static final Map<String, String> NOT_SUPPORTED = Map.of(
            "request", "request_not_supported",
            "request_uri", "request_uri_not_supported",
            "registration", "registration_not_supported");

    private static final int MAX_CLIENT_ID_CHARS = 200;
    private static final int MAX_AGE_DIGITS = 9;

    private final ClientStore clients;
    private final Tokens tokens;
    private final Clock clock;

    RequestChecks(ClientStore clients, Tokens tokens, Clock clock) {
        this.clients = clients;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Checks a request.
     *
     * @throws PageException if the client or its redirect URI is in doubt
     * @throws RequestException for every other fault
     */
    AuthorizationRequest check(FormParameters parameters) {
        Client client = client(parameters);
        String redirectUri = redirectUri(parameters, client);
        Target target = new Target(
                redirectUri,
                "form_post".equals(parameters.orNull("response_mode")) && !parameters.isRepeated("response_mode"),
                parameters.isRepeated("state") ? null : bounded(parameters, "state"));
        checkForm(parameters, target);
        checkResponse(parameters, client, target);
        Set<String> prompts = prompts(parameters, target);
        SortedSet<String> scopes = scopes(parameters, client, target);
        return new AuthorizationRequest(
                client.id(),
                redirectUri,
                parameters.has("redirect_uri"),
                target.formPost(),
                target.state(),
                parameters.orNull("nonce"),
                scopes,
                challenge(parameters, client, target),
                prompts,
                maxAge(parameters, target),
                parameters.get("login_hint").orElse(""),
                hintedUser(parameters, target),
                clock.instant());
    }

    private Client client(FormParameters parameters) {
        String id = parameters.isRepeated("client_id") ? null : parameters.orNull("client_id");
        if (id == null || id.length() > MAX_CLIENT_ID_CHARS) {
            throw PageException.badRequest("The application does not say which one it is (client_id).");
        }
        return enabled(id);
    }

    /** Returns a client as it is now. */
    Client enabled(String id) {
        return clients.client(id)
                .filter(Client::enabled)
                .orElseThrow(() -> PageException.badRequest("The application is not registered here (client_id)."));
    }

    private static String redirectUri(FormParameters parameters, Client client) {
        if (parameters.isRepeated("redirect_uri")) {
            throw PageException.badRequest("The application says twice where to return to (redirect_uri).");
        }
        String given = bounded(parameters, "redirect_uri");
        if (given == null) {
            List<String> registered = client.redirectUris();
            if (parameters.has("redirect_uri") || registered.size() != 1) {
                throw PageException.badRequest("The application does not say where to return to (redirect_uri).");
            }
            return registered.get(0);
        }
        return registered(client, given);
    }

    /** Returns a redirect URI that is the client's. */
    static String registered(Client client, String redirectUri) {
        if (!RedirectUris.matchesAny(client.redirectUris(), redirectUri)) {
            throw PageException.badRequest(
                    "The address to return to is not registered for the application (redirect_uri).");
        }
        return redirectUri;
    }

    private static @Nullable String bounded(FormParameters parameters, String name) {
        String value = parameters.orNull(name);
        return value != null && value.length() > MOST_CHARS.getOrDefault(name, 0) ? null : value;
    }

    private static void checkForm(FormParameters parameters, Target target) {
        require(!parameters.hasRepeats(), target, "a parameter is there twice");
        for (Map.Entry<String, String> each : NOT_SUPPORTED.entrySet()) {
            if (parameters.has(each.getKey())) {
                throw new RequestException(target, each.getValue(), each.getKey() + " is not supported");
            }
        }
        MOST_CHARS.forEach((name, most) ->
                require(parameters.get(name).orElse("").length() <= most, target, name + " is longer than " + most));
    }

    private static void checkResponse(FormParameters parameters, Client client, Target target) {
        String mode = parameters.get("response_mode").orElse("query");
        require(mode.equals("query") || mode.equals("form_post"), target, "response_mode must be query or form_post");
        String type = parameters.orNull("response_type");
        require(type != null, target, "response_type is missing");
        if (!"code".equals(type)) {
            throw new RequestException(target, "unsupported_response_type", "response_type can only be code");
        }
        if (!client.grantTypes().contains(GrantTypes.AUTHORIZATION_CODE)) {
            throw new RequestException(target, "unauthorized_client", "the client may not use authorization codes");
        }
    }

    private static Set<String> prompts(FormParameters parameters, Target target) {
        Set<String> prompts = new TreeSet<>();
        for (String prompt : parameters.get("prompt").orElse("").split(" ")) {
            if (!prompt.isEmpty()) {
                // Whoever is to choose an account can do so on the login page.
                prompts.add(prompt.equals("select_account") ? AuthorizationRequest.LOGIN : prompt);
            }
        }
        require(PROMPTS.containsAll(prompts), target, "prompt can only be none, login and consent");
        require(prompts.size() < 2 || !prompts.contains(AuthorizationRequest.NONE), target, "prompt none stands alone");
        return prompts;
    }

    private static SortedSet<String> scopes(FormParameters parameters, Client client, Target target) {
        try {
            SortedSet<String> scopes = ScopeRules.asked(client, parameters.orNull("scope"));
            if (!client.grantTypes().contains(GrantTypes.REFRESH_TOKEN)) {
                scopes.remove(ScopeRules.OFFLINE_ACCESS);
            }
            return scopes;
        } catch (OAuthException e) {
            throw new RequestException(target, e.code(), e.description());
        }
    }

    private static @Nullable String challenge(FormParameters parameters, Client client, Target target) {
        String challenge = parameters.orNull("code_challenge");
        if (challenge == null) {
            require(!parameters.has("code_challenge_method"), target, "code_challenge is missing");
            require(
                    !client.pkceRequired() && !client.isPublic(),
                    target,
                    "code_challenge is missing: this client must use PKCE");
            return null;
        }
        require(
                Pkce.METHOD.equals(parameters.orNull("code_challenge_method")),
                target,
                "code_challenge_method must be " + Pkce.METHOD);
        require(Pkce.isChallenge(challenge), target, "code_challenge is not a SHA-256 in base64url");
        return challenge;
    }

    private static @Nullable Duration maxAge(FormParameters parameters, Target target) {
        String text = parameters.orNull("max_age");
        if (text == null) {
            return null;
        }
        require(
                text.length() <= MAX_AGE_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9'),
                target,
                "max_age must be a number of seconds");
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private @Nullable String hintedUser(FormParameters parameters, Target target) {
        String hint = parameters.orNull("id_token_hint");
        if (hint == null) {
            return null;
        }
        Object subject = tokens.idTokenHint(hint)
                .map(claims -> claims.get("sub"))
                .orElseThrow(() -> new RequestException(
                        target, "invalid_request", "id_token_hint is not an id token of this issuer"));
        return subject.toString();
    }

    private static void require(boolean holds, Target target, String otherwise) {
        if (!holds) {
            throw new RequestException(target, "invalid_request", otherwise);
        }
    }
}
