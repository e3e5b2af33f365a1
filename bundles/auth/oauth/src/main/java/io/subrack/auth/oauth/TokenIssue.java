/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.Tokens;
import io.subrack.auth.spi.UserStore.User;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Makes the answers with tokens in them. */
final class TokenIssue {
    private final Services services;

    TokenIssue(Services services) {
        this.services = services;
    }

    /**
     * Returns who stands behind a grant as they are now.
     *
     * @throws OAuthException {@code invalid_grant} if they, or the client, are not what they were, or the session is over
     *     that the grant belongs to
     */
    User user(Client client, Grant grant) {
        if (!isInSession(grant)) {
            throw OAuthException.invalidGrant("the session in which it was given is over");
        }
        return services.accounts()
                .user(grant.userId())
                .filter(User::enabled)
                .filter(user -> isSince(user.notBefore(), grant.authenticated()))
                .filter(user -> isSince(client.notBefore(), grant.created()))
                .orElseThrow(() -> OAuthException.invalidGrant("the user or client has no access any more"));
    }

    /** Without {@code offline_access}, a grant ends with its session (OpenID Connect Core, section 11). */
    private boolean isInSession(Grant grant) {
        String session = grant.sessionId();
        return session == null || services.accounts().hasSession(session);
    }

    private static boolean isSince(@Nullable Instant notBefore, Instant time) {
        return notBefore == null || !time.isBefore(notBefore);
    }

    /** Stores the first refresh token of a grant, if its client gets one. */
    Optional<String> firstRefreshToken(Client client, Grant grant) {
        if (!ScopeRules.refreshable(client, grant.scopes())) {
            return Optional.empty();
        }
        String token = Opaque.secret(Opaque.REFRESH_TOKEN);
        Instant now = services.clock().instant();
        if (!services.grants().addRefreshToken(grant.id(), Opaque.hash(token), now, idleEnd(now, grant))) {
            throw OAuthException.invalidGrant("the grant was revoked");
        }
        return Optional.of(token);
    }

    /** Returns when a refresh token ends if nobody uses it. */
    Instant idleEnd(Instant now, @Nullable Grant grant) {
        Instant idle = now.plus(services.settings().refreshIdle());
        return grant != null && grant.expires().isBefore(idle) ? grant.expires() : idle;
    }

    /**
     * Answers with tokens of a user.
     *
     * @param scopes some of the grant's
     * @param refreshToken null for none
     */
    Reply ofUser(
            Client client,
            Grant grant,
            User user,
            Set<String> scopes,
            @Nullable String nonce,
            @Nullable String refreshToken,
            String grantType,
            Origin from) {
        SortedSet<String> given = ScopeRules.given(scopes, services.accounts().scopes(user));
        given.retainAll(client.scopes());
        if (given.isEmpty()) {
            throw OAuthException.invalidScope("the user or client may do nothing of what is asked for");
        }
        Caller subject = subject(user, client.id(), given, grant.authenticated(), grant.methods());
        Tokens.Issued access = services.tokens()
                .accessToken(new Tokens.AccessTokenRequest(subject, client.id(), List.of(), given, grant.id(), null));
        confirm(access, isStill(client, given) && isStill(user, given) && isAlive(grant.id()));
        Map<String, Object> members = members(access, given);
        if (refreshToken != null) {
            members.put("refresh_token", refreshToken);
        }
        if (given.contains(ScopeRules.OPENID)) {
            members.put("id_token", idToken(client, grant, user, given, nonce, access));
        }
        boolean refreshed = grantType.equals(GrantTypes.REFRESH_TOKEN);
        String type = refreshed ? AuditTypes.TOKEN_REFRESHED : AuditTypes.TOKEN_ISSUED;
        services.audit().tokens(type, subject, client.id(), grantType, ScopeRules.text(given), from);
        return Reply.json(200, members);
    }

    /**
     * Lets a token out if all is as it was before it was signed. A change that came in between has ended what was there
     * already, and not this one.
     *
     * @throws OAuthException {@code invalid_grant}, with the token revoked
     */
    void confirm(Tokens.Issued access, boolean unchanged) {
        if (!unchanged) {
            services.revocations()
                    .token(
                            access.tokenId(),
                            access.expires().plus(services.tokens().lifetime()));
            throw OAuthException.invalidGrant("the client, the user or the grant lost access meanwhile");
        }
    }

    /** Says whether a client may still have these scopes, and has not been changed in what concerns its tokens. */
    boolean isStill(Client client, Set<String> scopes) {
        return services.clients()
                .client(client.id())
                .filter(now -> now.enabled()
                        && Objects.equals(now.notBefore(), client.notBefore())
                        && now.authentication().equals(client.authentication())
                        && now.grantTypes().containsAll(client.grantTypes())
                        && now.scopes().containsAll(scopes))
                .isPresent();
    }

    boolean isStill(User user, Set<String> scopes) {
        return services.accounts()
                .user(user.id())
                .filter(now -> now.enabled()
                        && Objects.equals(now.notBefore(), user.notBefore())
                        && ScopeRules.given(scopes, services.accounts().scopes(now))
                                .containsAll(scopes))
                .isPresent();
    }

    private boolean isAlive(String grantId) {
        Instant now = services.clock().instant();
        return services.grants()
                .grant(grantId)
                .filter(grant -> grant.revoked() == null && now.isBefore(grant.expires()))
                .filter(this::isInSession)
                .isPresent();
    }

    /** Returns the subject of a token that has these scopes: it has no role that reaches further than they do. */
    Caller subject(
            User user, String clientId, Set<String> scopes, @Nullable Instant authenticated, List<String> methods) {
        return new Caller(
                Caller.Kind.USER,
                user.id(),
                user.name(),
                clientId,
                Set.of(),
                services.accounts().roles(user, scopes),
                "",
                null,
                authenticated,
                methods,
                null);
    }

    private String idToken(
            Client client, Grant grant, User user, Set<String> scopes, @Nullable String nonce, Tokens.Issued access) {
        return services.tokens()
                .idToken(new Tokens.IdTokenRequest(
                        user.id(),
                        client.id(),
                        client.idTokenAlgorithm(),
                        nonce,
                        grant.authenticated(),
                        grant.methods(),
                        grant.sessionId(),
                        access.token(),
                        UserClaims.of(user, scopes)));
    }

    /** Returns what every answer with an access token says. */
    Map<String, Object> members(Tokens.Issued access, Set<String> scopes) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", access.token());
        members.put("token_type", "Bearer");
        long seconds =
                Duration.between(services.clock().instant(), access.expires()).toSeconds();
        members.put("expires_in", Math.max(1, seconds));
        members.put("scope", ScopeRules.text(scopes));
        return members;
    }
}
