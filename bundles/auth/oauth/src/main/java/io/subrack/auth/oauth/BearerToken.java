/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the access token with which an endpoint is called (RFC 6750). */
final class BearerToken {
    private static final String SCHEME = "bearer ";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Tokens tokens;

    BearerToken(Tokens tokens) {
        this.tokens = tokens;
    }

    static boolean isBearer(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    /**
     * Returns what the token of a request says: from the header, or from a form.
     *
     * @throws OAuthException 401 for none or a bad one, 403 if it lacks a scope, 400 for two at once
     */
    Tokens.Verified required(Call call, String realm, String scope) {
        Tokens.Verified verified = tokens.verify(token(call, realm))
                .orElseThrow(() -> refused(UNAUTHORIZED, realm, "invalid_token", "the access token is not valid", ""));
        if (!verified.caller().hasScope(scope)) {
            throw refused(FORBIDDEN, realm, "insufficient_scope", "a scope is missing", ", scope=\"" + scope + "\"");
        }
        return verified;
    }

    private static String token(Call call, String realm) {
        List<String> headers = call.headers("authorization");
        String inForm =
                call.isPost() && call.isForm() ? call.form().get("access_token").orElse("") : "";
        if (call.queryParameters().has("access_token")
                || headers.size() > 1
                || (!headers.isEmpty() && !inForm.isEmpty())) {
            throw refused(400, realm, "invalid_request", "send the access token once, and never in the URI", "");
        }
        if (!headers.isEmpty() && isBearer(headers.get(0))) {
            return headers.get(0).substring(SCHEME.length()).strip();
        }
        if (inForm.isEmpty()) {
            throw OAuthException.of(
                    "invalid_token",
                    UNAUTHORIZED,
                    "an access token is needed",
                    Map.of("WWW-Authenticate", "Bearer realm=\"" + realm + "\""));
        }
        return inForm;
    }

    static OAuthException invalid(String realm, String description) {
        return refused(UNAUTHORIZED, realm, "invalid_token", description, "");
    }

    private static OAuthException refused(int status, String realm, String code, String description, String more) {
        return OAuthException.of(
                code,
                status,
                description,
                Map.of(
                        "WWW-Authenticate",
                        "Bearer realm=\"" + realm + "\", error=\"" + code + "\", error_description=\"" + description
                                + "\"" + more));
    }
}
