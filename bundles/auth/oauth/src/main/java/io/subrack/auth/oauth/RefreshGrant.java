/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.GrantStore.Redemption;
import io.subrack.auth.spi.UserStore.User;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Tokens for a refresh token, which is good once (RFC 9700 section 4.14.2): the answer has its successor. Within the grace
 * time it may come again, because its answer may have been lost; the successor that nobody got is void then.
 */
final class RefreshGrant implements TokenGrant {
    private final Services services;
    private final TokenIssue issue;

    RefreshGrant(Services services, TokenIssue issue) {
        this.services = services;
        this.issue = issue;
    }

    @Override
    public Reply answer(Call call, FormParameters form, Client client) {
        String token =
                form.get("refresh_token").orElseThrow(() -> OAuthException.invalidRequest("refresh_token is missing"));
        String scope = form.orNull("scope");
        String hash = Opaque.hash(token);
        Instant now = services.clock().instant();
        // What can be refused for its own sake is refused before the token is used up.
        Optional<Grant> unused = services.grants().byRefreshToken(hash, now);
        unused.ifPresent(grant -> check(grant, client, scope));
        String successor = Opaque.secret(Opaque.REFRESH_TOKEN);
        Grant grant = rotated(hash, successor, now, unused.orElse(null), client, call.from());
        User user = issue.user(client, grant);
        SortedSet<String> scopes = ScopeRules.narrowed(grant.scopes(), scope);
        return issue.ofUser(client, grant, user, scopes, null, successor, GrantTypes.REFRESH_TOKEN, call.from());
    }

    private void check(Grant grant, Client client, @Nullable String scope) {
        if (!grant.clientId().equals(client.id())) {
            throw OAuthException.invalidGrant("the refresh token was given to another client");
        }
        ScopeRules.narrowed(grant.scopes(), scope);
        issue.user(client, grant);
    }

    private Grant rotated(
            String hash, String successor, Instant now, @Nullable Grant unused, Client client, Origin from) {
        Redemption redemption = services.grants()
                .rotate(
                        hash,
                        Opaque.hash(successor),
                        now,
                        issue.idleEnd(now, unused),
                        services.settings().refreshGrace());
        if (redemption instanceof Redemption.Redeemed redeemed) {
            if (redeemed.grant().clientId().equals(client.id())) {
                return redeemed.grant();
            }
            throw reused(redeemed.grant(), from);
        }
        if (redemption instanceof Redemption.Reused reused) {
            throw reused(reused.grant(), from);
        }
        throw OAuthException.invalidGrant("the refresh token is unknown or over");
    }

    private OAuthException reused(Grant grant, Origin from) {
        services.revocations().grant(grant.id());
        services.grants().revoke(grant.id(), services.clock().instant());
        if (grant.revoked() == null) {
            services.audit().reuse(AuditTypes.TOKEN_REUSED, grant, "refresh token", from);
        }
        return OAuthException.invalidGrant("the refresh token was used before; all that came from it is revoked");
    }
}
