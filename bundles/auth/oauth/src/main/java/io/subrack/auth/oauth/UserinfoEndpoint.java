/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.Tokens;
import io.subrack.auth.spi.UserStore.User;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says who stands behind an access token (OpenID Connect Core, section 5.3). */
final class UserinfoEndpoint implements Endpoint {
    private static final String REALM = "userinfo";

    private final Accounts accounts;
    private final BearerToken bearer;

    UserinfoEndpoint(Services services) {
        this.accounts = services.accounts();
        this.bearer = new BearerToken(services.tokens());
    }

    @Override
    public Reply answer(Call call) {
        Tokens.Verified verified = bearer.required(call, REALM, ScopeRules.OPENID);
        Caller caller = verified.caller();
        User user = accounts.user(caller.subject())
                .filter(known -> caller.kind() == Caller.Kind.USER && known.enabled())
                .orElseThrow(() -> BearerToken.invalid(REALM, "the user is gone"));
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", user.id());
        claims.putAll(UserClaims.of(user, caller.scopes()));
        return Reply.json(200, claims);
    }
}
