/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer. Immutable. */
record Answer(int status, Map<String, String> headers, List<String> cookies, String body) {
    static final String CACHE_CONTROL = "Cache-Control";

    Answer {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        cookies = List.copyOf(cookies);
    }

    static Answer of(int status, String type, String body) {
        return new Answer(status, Map.of("Content-Type", type, "X-Content-Type-Options", "nosniff"), List.of(), body);
    }

    /** Sends a browser on to a path of this platform. */
    static Answer redirect(String path) {
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("not a path: " + path);
        }
        return new Answer(303, Map.of("Location", path), List.of(), "")
                .header(CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "same-origin");
    }

    Answer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, cookies, body);
    }

    /** Sets a cookie that scripts cannot read and other sites' requests do not bring, until the browser is closed. */
    Answer cookie(String name, String value) {
        return withCookie(name + "=" + value);
    }

    Answer withoutCookie(String name) {
        return withCookie(name + "=; Max-Age=0");
    }

    private Answer withCookie(String cookie) {
        List<String> more = new ArrayList<>(cookies);
        more.add(cookie + "; Path=/; Secure; HttpOnly; SameSite=Lax");
        return new Answer(status, headers, more, body);
    }

    /** Leaves out what was said. */
    @Override
    public String toString() {
        return "answer " + status;
    }
}
