/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came.
 *
 * @param headers by their names in lower case
 * @param body null if it is larger than {@link #MAX_BODY_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by one thread
record Call(
        String method,
        String path,
        @Nullable String query,
        Map<String, List<String>> headers,
        byte @Nullable [] body,
        List<Locale> languages,
        Origin from) {
    static final int MAX_BODY_BYTES = 32 * 1024;

    boolean isPost() {
        return method.equals("POST");
    }

    /** Returns a header that is there once. */
    Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    boolean hasHeader(String name) {
        return headers.containsKey(name);
    }

    /** Returns the media type of the body, in lower case and without its parameters. */
    String mediaType() {
        String type = header("content-type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Returns a cookie that is there once. */
    Optional<String> cookie(String name) {
        List<String> found = new ArrayList<>(1);
        for (String header : headers.getOrDefault("cookie", List.of())) {
            for (String cookie : header.split(";")) {
                String stripped = cookie.strip();
                if (stripped.startsWith(name) && stripped.startsWith("=", name.length())) {
                    found.add(stripped.substring(name.length() + 1));
                }
            }
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Leaves out what must not be seen in a log. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
