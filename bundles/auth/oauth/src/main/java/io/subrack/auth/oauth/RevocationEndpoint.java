/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.Tokens;
import java.time.Instant;
import java.util.Optional;

/** Lets a client end its own tokens (RFC 7009). A refresh token takes its whole grant along. */
final class RevocationEndpoint implements Endpoint {
    private final Services services;
    private final ClientAuthentication authentication;

    RevocationEndpoint(Services services, ClientAuthentication authentication) {
        this.services = services;
        this.authentication = authentication;
    }

    @Override
    public Reply answer(Call call) {
        FormParameters form = call.form();
        Client client = authentication.authenticate(call, form, "revoke");
        String token = form.get("token").orElseThrow(() -> OAuthException.invalidRequest("token is missing"));
        if (token.startsWith(Opaque.REFRESH_TOKEN)) {
            revokeGrant(token, client, call);
        } else {
            revokeAccessToken(token, client, call);
        }
        return Reply.empty(200);
    }

    private void revokeGrant(String token, Client client, Call call) {
        Instant now = services.clock().instant();
        Optional<Grant> grant = services.grants().byRefreshToken(Opaque.hash(token), now);
        if (grant.isEmpty()) {
            return;
        }
        requireOwn(client, grant.get().clientId());
        // While the grant is alive, who repeats this after a failure finds it again.
        services.revocations().grant(grant.get().id());
        services.grants().revoke(grant.get().id(), now);
        services.audit()
                .revoked(
                        AuditTypes.TOKEN_REVOKED,
                        client.id(),
                        "grant",
                        grant.get().id(),
                        call.from());
    }

    private void revokeAccessToken(String token, Client client, Call call) {
        Optional<Tokens.Verified> verified = services.tokens().verify(token);
        if (verified.isEmpty()) {
            return;
        }
        requireOwn(client, verified.get().caller().clientId());
        String tokenId = verified.get().caller().tokenId();
        // What was exchanged for it at its last moment ends with it.
        services.revocations()
                .token(tokenId, verified.get().expires().plus(services.tokens().lifetime()));
        services.audit().revoked(AuditTypes.TOKEN_REVOKED, client.id(), "token", tokenId, call.from());
    }

    private static void requireOwn(Client client, String owner) {
        if (!client.id().equals(owner)) {
            throw OAuthException.of("unauthorized_client", "the token was given to another client");
        }
    }
}
