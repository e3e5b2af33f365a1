/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a form or query, each there once. Immutable. */
final class Fields {
    static final Fields NONE = new Fields(Map.of());

    private static final int MOST = 200;

    private final Map<String, String> values;

    private Fields(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads {@code application/x-www-form-urlencoded}.
     *
     * @throws PageFailure if it is not well-formed UTF-8, or a field is there twice
     */
    static Fields parse(@Nullable String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return NONE;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
            if (values.putIfAbsent(name, value) != null || values.size() > MOST) {
                throw PageFailure.of(400, "malformed");
            }
        }
        return new Fields(values);
    }

    private static String decoded(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            // What the decoder puts where bytes are not UTF-8; nobody types it.
            if (decoded.indexOf('\uFFFD') < 0) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw PageFailure.of(400, "malformed");
    }

    /** Returns a field, or nothing if it is missing or empty. */
    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** Returns a field, or an empty text. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    boolean has(String name, String value) {
        return value.equals(values.get(name));
    }

    Set<String> names() {
        return values.keySet();
    }

    /** Leaves out the values. */
    @Override
    public String toString() {
        return "fields " + values.keySet();
    }
}
