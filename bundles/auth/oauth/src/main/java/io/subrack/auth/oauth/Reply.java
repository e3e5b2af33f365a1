/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer. */
record Reply(int status, Map<String, String> headers, String body) {
    static final String CACHE_CONTROL = "Cache-Control";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    Reply {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(CACHE_CONTROL, "no-store"), "");
    }

    static Reply json(int status, Map<String, ?> members) {
        return json(status, json(members));
    }

    static Reply json(int status, String json) {
        return empty(status).body("application/json", json);
    }

    static Reply redirect(String location) {
        return empty(303).with("Location", location).with("Referrer-Policy", "no-referrer");
    }

    static String json(Map<String, ?> members) {
        try {
            return MAPPER.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }

    Reply body(String type, String text) {
        return new Reply(status, headers, text).with("Content-Type", type);
    }

    /** Leaves out tokens and codes. */
    @Override
    public String toString() {
        return "answer " + status;
    }
}
