/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.UserStore.User;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What scopes let a client know of a user (OpenID Connect Core, section 5.4). */
final class UserClaims {
    private UserClaims() {}

    static Map<String, Object> of(User user, Set<String> scopes) {
        Map<String, Object> claims = new LinkedHashMap<>();
        if (scopes.contains(ScopeRules.PROFILE)) {
            claims.put("name", user.displayName().isEmpty() ? user.name() : user.displayName());
            claims.put("preferred_username", user.name());
        }
        if (scopes.contains(ScopeRules.EMAIL) && !user.email().isEmpty()) {
            claims.put("email", user.email());
            // Nobody has checked it.
            claims.put("email_verified", false);
        }
        return claims;
    }
}
