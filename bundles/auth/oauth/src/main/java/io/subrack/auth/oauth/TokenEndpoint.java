/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.ClientStore.Client;
import java.util.Map;

/** Gives tokens (RFC 6749 section 3.2). */
final class TokenEndpoint implements Endpoint {
    private final ClientAuthentication authentication;
    private final Map<String, TokenGrant> grants;

    TokenEndpoint(Services services, ClientAuthentication authentication) {
        this.authentication = authentication;
        TokenIssue issue = new TokenIssue(services);
        this.grants = Map.of(
                GrantTypes.AUTHORIZATION_CODE, new CodeGrant(services, issue),
                GrantTypes.REFRESH_TOKEN, new RefreshGrant(services, issue),
                GrantTypes.CLIENT_CREDENTIALS, new ClientCredentialsGrant(services, issue),
                GrantTypes.DEVICE_CODE, new DeviceGrant(services, issue),
                GrantTypes.TOKEN_EXCHANGE, new TokenExchange(services, issue));
    }

    @Override
    public Reply answer(Call call) {
        FormParameters form = call.form();
        String type = form.get("grant_type").orElseThrow(() -> OAuthException.invalidRequest("grant_type is missing"));
        Client client = authentication.authenticate(call, form, "token");
        TokenGrant grant = grants.get(type);
        if (grant == null) {
            throw OAuthException.of("unsupported_grant_type", "this grant_type is not supported");
        }
        if (!client.grantTypes().contains(type)) {
            throw OAuthException.of("unauthorized_client", "the client may not use this grant_type");
        }
        return grant.answer(call, form, client);
    }
}
