/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.api.WebProblem;
import io.subrack.web.spi.Access;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** Decides whether a request may enter where its path leads. */
final class Admission {
    private static final HttpField CHALLENGE =
            new PreEncodedHttpField(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"subrack\"");
    private static final HttpField CHALLENGE_INVALID =
            new PreEncodedHttpField(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"subrack\", error=\"invalid_token\"");

    private final OperatorToken token;

    Admission(OperatorToken token) {
        this.token = token;
    }

    /**
     * Lets a request in, or answers it.
     *
     * @return false if it has been answered
     */
    boolean admits(Exchange exchange, Target target) {
        if (target.access() != Access.OPERATOR) {
            return true;
        }
        OperatorToken.Verdict verdict = token.check(exchange.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (verdict == OperatorToken.Verdict.VALID) {
            return true;
        }
        boolean missing = verdict == OperatorToken.Verdict.MISSING;
        exchange.response().getHeaders().put(missing ? CHALLENGE : CHALLENGE_INVALID);
        exchange.refuse(
                WebProblem.UNAUTHORIZED,
                missing
                        ? "Send the operator token: 'Authorization: Bearer <token>'."
                        : "This is not the operator token.");
        return false;
    }
}
