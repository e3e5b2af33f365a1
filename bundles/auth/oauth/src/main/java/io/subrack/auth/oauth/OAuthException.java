/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error answer as RFC 6749 section 5.2 has it. */
final class OAuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;

    private final String code;
    private final int status;
    private final transient Map<String, String> headers;

    private OAuthException(String code, int status, String description, Map<String, String> headers) {
        super(description, null, false, false);
        this.code = code;
        this.status = status;
        this.headers = headers;
    }

    /** @param description a sentence for developers: printable ASCII without quotes and backslashes */
    static OAuthException of(String code, String description) {
        return new OAuthException(code, BAD_REQUEST, description, Map.of());
    }

    static OAuthException of(String code, int status, String description, Map<String, String> headers) {
        return new OAuthException(code, status, description, headers);
    }

    static OAuthException invalidRequest(String description) {
        return of("invalid_request", description);
    }

    static OAuthException invalidGrant(String description) {
        return of("invalid_grant", description);
    }

    static OAuthException invalidScope(String description) {
        return of("invalid_scope", description);
    }

    /** @param challenge the value of {@code WWW-Authenticate}; null for none */
    static OAuthException invalidClient(@Nullable String challenge) {
        return new OAuthException(
                "invalid_client",
                UNAUTHORIZED,
                "client authentication failed",
                challenge == null ? Map.of() : Map.of("WWW-Authenticate", challenge));
    }

    String code() {
        return code;
    }

    String description() {
        return String.valueOf(getMessage());
    }

    int status() {
        return status;
    }

    Reply reply() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", code);
        members.put("error_description", description());
        Reply reply = Reply.json(status, members);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }
}
