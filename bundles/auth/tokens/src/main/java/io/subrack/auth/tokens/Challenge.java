/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.Guard.Authentication.Refused;
import io.subrack.auth.spi.Guard.Decision.Denied;
import java.util.TreeSet;

/** What a client is told that may not go on (RFC 6750, section 3). */
final class Challenge {
    static final String REALM = "Bearer realm=\"subrack\"";

    private static final Denied NOBODY = new Denied(401, REALM, "This needs an access token.");
    private static final Denied UNDECLARED =
            new Denied(403, null, "This operation does not declare who may call it, so nobody may.");
    private static final Denied DENIED = new Denied(403, null, "Nobody may call this operation.");

    private Challenge() {}

    static Refused badToken(String detail) {
        return new Refused(401, REALM + ", error=\"invalid_token\"", detail);
    }

    static Refused badRequest(String detail) {
        return new Refused(400, REALM + ", error=\"invalid_request\"", detail);
    }

    /** A credential of a kind that is not accepted here: as none at all. */
    static Refused otherScheme() {
        return new Refused(401, REALM, "This needs an access token: Authorization: Bearer <token>.");
    }

    static Refused otherSite(String detail) {
        return new Refused(403, null, detail);
    }

    /** Answered with {@code Retry-After}. */
    static Refused closed(String detail) {
        return new Refused(503, null, detail);
    }

    static Denied nobody() {
        return NOBODY;
    }

    static Denied forAll(AccessRequirement.Kind kind) {
        return kind == AccessRequirement.Kind.DENIED ? DENIED : UNDECLARED;
    }

    static Denied scope(AccessRequirement requirement) {
        String scopes = requirement.scopeText();
        return new Denied(
                403,
                REALM + ", error=\"insufficient_scope\", scope=\"" + scopes + "\"",
                "This needs a token with the scopes: " + scopes + ".");
    }

    static Denied role(AccessRequirement requirement) {
        return new Denied(
                403,
                REALM + ", error=\"insufficient_scope\"",
                "This needs one of the roles: " + String.join(", ", new TreeSet<>(requirement.roles())) + ".");
    }
}
