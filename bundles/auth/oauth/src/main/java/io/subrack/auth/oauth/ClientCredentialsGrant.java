/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.Tokens;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/** A token for a client on its own account (RFC 6749 section 4.4). */
final class ClientCredentialsGrant implements TokenGrant {
    private final Services services;
    private final TokenIssue issue;

    ClientCredentialsGrant(Services services, TokenIssue issue) {
        this.services = services;
        this.issue = issue;
    }

    @Override
    public Reply answer(Call call, FormParameters form, Client client) {
        if (client.isPublic()) {
            throw OAuthException.of("unauthorized_client", "a client without a credential has no account of its own");
        }
        SortedSet<String> scopes = ScopeRules.askedForItself(client, form.orNull("scope"));
        if (scopes.isEmpty()) {
            throw OAuthException.invalidScope("the client has no scope that it could use on its own account");
        }
        Caller subject = new Caller(
                Caller.Kind.CLIENT,
                client.id(),
                client.name(),
                client.id(),
                Set.of(),
                Set.of(),
                "",
                null,
                null,
                List.of(),
                null);
        Tokens.Issued access = services.tokens()
                .accessToken(new Tokens.AccessTokenRequest(subject, client.id(), List.of(), scopes, null, null));
        issue.confirm(access, issue.isStill(client, scopes));
        services.audit()
                .tokens(
                        AuditTypes.TOKEN_ISSUED,
                        subject,
                        client.id(),
                        GrantTypes.CLIENT_CREDENTIALS,
                        ScopeRules.text(scopes),
                        call.from());
        return Reply.json(200, issue.members(access, scopes));
    }
}
