/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.GrantStore.Code;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.GrantStore.Redemption;
import io.subrack.auth.spi.UserStore.User;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Tokens for an authorization code (RFC 6749 section 4.1.3, RFC 7636 section 4.6). */
final class CodeGrant implements TokenGrant {
    private static final int LOCKS = 64;

    private final Services services;
    private final TokenIssue issue;

    /**
     * One for some codes each. The store lets one redemption win; this lets it have its tokens before another, which
     * takes the code for stolen, takes them away.
     */
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

    CodeGrant(Services services, TokenIssue issue) {
        this.services = services;
        this.issue = issue;
    }

    @Override
    public Reply answer(Call call, FormParameters form, Client client) {
        String code = form.get("code").orElseThrow(() -> OAuthException.invalidRequest("code is missing"));
        String hash = Opaque.hash(code);
        ReentrantLock lock = locks[Math.floorMod(hash.hashCode(), LOCKS)];
        lock.lock();
        try {
            return redeem(hash, call, form, client);
        } finally {
            lock.unlock();
        }
    }

    private Reply redeem(String hash, Call call, FormParameters form, Client client) {
        Redemption redemption = services.grants().redeem(hash, services.clock().instant());
        if (redemption instanceof Redemption.Reused reused) {
            revoke(reused.grant(), call.from());
            throw OAuthException.invalidGrant("the code was used before");
        }
        if (!(redemption instanceof Redemption.Redeemed redeemed) || redeemed.code() == null) {
            throw OAuthException.invalidGrant("the code is unknown or over");
        }
        Grant grant = redeemed.grant();
        try {
            check(grant, redeemed.code(), form, client);
            User user = issue.user(client, grant);
            String refreshToken = issue.firstRefreshToken(client, grant).orElse(null);
            return issue.ofUser(
                    client,
                    grant,
                    user,
                    grant.scopes(),
                    redeemed.code().nonce(),
                    refreshToken,
                    GrantTypes.AUTHORIZATION_CODE,
                    call.from());
        } catch (OAuthException e) {
            // The code is gone, so nobody can do anything with its grant.
            services.grants().revoke(grant.id(), services.clock().instant());
            throw e;
        }
    }

    private static void check(Grant grant, Code code, FormParameters form, Client client) {
        if (!grant.clientId().equals(client.id())) {
            throw OAuthException.invalidGrant("the code was given to another client");
        }
        String redirectUri = form.orNull("redirect_uri");
        if (code.redirectUri() == null
                ? redirectUri != null
                : !code.redirectUri().equals(redirectUri)) {
            throw OAuthException.invalidGrant("redirect_uri is not that of the authorization request");
        }
        if (!Pkce.proves(code.challenge(), form.orNull("code_verifier"))) {
            throw OAuthException.invalidGrant("code_verifier does not prove the challenge");
        }
    }

    private void revoke(Grant grant, Origin from) {
        services.revocations().grant(grant.id());
        services.grants().revoke(grant.id(), services.clock().instant());
        services.audit().reuse(AuditTypes.TOKEN_REUSED, grant, "code", from);
    }
}
