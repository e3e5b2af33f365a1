/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.Tokens;
import io.subrack.auth.spi.UserStore.User;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what a token stands for (RFC 7662), to clients that have a credential and to callers with the scope
 * {@value #SCOPE}. Of refresh tokens only the client hears that has them.
 */
final class IntrospectionEndpoint implements Endpoint {
    static final String SCOPE = "platform.read";

    private static final Reply INACTIVE = Reply.json(200, Map.of("active", false));

    private final Services services;
    private final ClientAuthentication authentication;
    private final BearerToken bearer;

    IntrospectionEndpoint(Services services, ClientAuthentication authentication) {
        this.services = services;
        this.authentication = authentication;
        this.bearer = new BearerToken(services.tokens());
    }

    @Override
    public Reply answer(Call call) {
        FormParameters form = call.form();
        String asking = asking(call, form);
        String token = form.get("token").orElseThrow(() -> OAuthException.invalidRequest("token is missing"));
        if (token.startsWith(Opaque.REFRESH_TOKEN)) {
            return refreshToken(token, asking);
        }
        return services.tokens().verify(token).map(this::accessToken).orElse(INACTIVE);
    }

    /** Returns the id of the client that asks; null for a caller with the scope. */
    private @Nullable String asking(Call call, FormParameters form) {
        List<String> headers = call.headers("authorization");
        if (headers.size() == 1 && BearerToken.isBearer(headers.get(0))) {
            bearer.required(call, "introspect", SCOPE);
            return null;
        }
        Client client = authentication.authenticate(call, form, "introspect");
        if (client.isPublic()) {
            throw OAuthException.invalidClient(null);
        }
        return client.id();
    }

    private Reply refreshToken(String token, @Nullable String asking) {
        Optional<Grant> found = services.grants()
                .byRefreshToken(Opaque.hash(token), services.clock().instant())
                .filter(grant -> asking == null || asking.equals(grant.clientId()))
                .filter(this::isAlive);
        if (found.isEmpty()) {
            return INACTIVE;
        }
        Grant grant = found.get();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("active", true);
        members.put("scope", ScopeRules.text(grant.scopes()));
        members.put("client_id", grant.clientId());
        members.put("sub", grant.userId());
        members.put("exp", grant.expires().getEpochSecond());
        members.put("iat", grant.created().getEpochSecond());
        members.put("iss", services.issuer().url().toString());
        return Reply.json(200, members);
    }

    private boolean isAlive(Grant grant) {
        String session = grant.sessionId();
        return (session == null || services.accounts().hasSession(session))
                && services.accounts()
                        .user(grant.userId())
                        .filter(User::enabled)
                        .isPresent();
    }

    private Reply accessToken(Tokens.Verified verified) {
        Caller caller = verified.caller();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("active", true);
        members.put("scope", ScopeRules.text(caller.scopes()));
        members.put("client_id", caller.clientId());
        if (caller.kind() == Caller.Kind.USER) {
            members.put("username", caller.name());
        }
        members.put("token_type", "Bearer");
        members.put("exp", verified.expires().getEpochSecond());
        members.put("iat", verified.issued().getEpochSecond());
        members.put("sub", caller.subject());
        List<String> audience = verified.audience();
        members.put("aud", audience.size() == 1 ? audience.get(0) : audience);
        members.put("iss", services.issuer().url().toString());
        members.put("jti", caller.tokenId());
        Instant authenticated = caller.authenticated();
        if (authenticated != null) {
            members.put("auth_time", authenticated.getEpochSecond());
        }
        caller.actingBundle()
                .map(actor -> actor.startsWith(TokenExchange.ACTING_CLIENT) ? actor : "bundle:" + actor)
                .ifPresent(actor -> members.put("act", Map.of("sub", actor)));
        return Reply.json(200, members);
    }
}
