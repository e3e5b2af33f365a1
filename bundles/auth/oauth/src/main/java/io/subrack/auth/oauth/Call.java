/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.Accounts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param path as it was sent
 * @param query as it was sent; null for none
 * @param headers by lower-case name
 * @param body read as ISO 8859-1, which leaves nothing out; null if it is larger than {@link FormParameters#MAX_BYTES}
 */
record Call(
        String method,
        String path,
        @Nullable String query,
        Map<String, List<String>> headers,
        @Nullable String body,
        Accounts.Origin from) {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int TOO_LARGE = 413;

    List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    @Nullable
    String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** Returns the value of a cookie; empty if there is none, or more than one. */
    Optional<String> cookie(String name) {
        String found = null;
        for (String header : headers("cookie")) {
            for (String pair : header.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    if (found != null) {
                        return Optional.empty();
                    }
                    found = pair.substring(equals + 1).strip();
                }
            }
        }
        return Optional.ofNullable(found);
    }

    boolean isPost() {
        return method.equals("POST");
    }

    boolean isForm() {
        String type = header("content-type");
        if (type == null) {
            return false;
        }
        String[] parts = type.toLowerCase(Locale.ROOT).split(";", 2);
        return parts[0].strip().equals(FORM)
                && (parts.length == 1 || parts[1].strip().replace("\"", "").equals("charset=utf-8"));
    }

    /**
     * Reads the form in the body.
     *
     * @throws OAuthException {@code invalid_request} if it is something else, too large, malformed, or repeats itself
     */
    FormParameters form() {
        FormParameters form = formWithRepeats();
        if (form.hasRepeats()) {
            throw OAuthException.invalidRequest("a parameter is there twice");
        }
        return form;
    }

    FormParameters formWithRepeats() {
        if (!isForm()) {
            throw OAuthException.invalidRequest("the content type must be " + FORM);
        }
        if (body == null) {
            throw OAuthException.of(
                    "invalid_request",
                    TOO_LARGE,
                    "the body is larger than " + FormParameters.MAX_BYTES + " bytes",
                    Map.of());
        }
        return parse(body);
    }

    FormParameters queryParameters() {
        return parse(query);
    }

    private static FormParameters parse(@Nullable String encoded) {
        try {
            return FormParameters.parse(encoded);
        } catch (IllegalArgumentException e) {
            throw OAuthException.invalidRequest(String.valueOf(e.getMessage()));
        }
    }

    /** Leaves out what may be secret. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
