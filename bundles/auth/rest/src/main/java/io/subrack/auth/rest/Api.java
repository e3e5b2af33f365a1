/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where things are. */
final class Api {
    static final String BASE = "/api/platform/v1";
    static final String USERS = "platform.users";

    private Api() {}

    static URI uri(String path) {
        return URI.create(BASE + path);
    }

    /** Escapes a value in a path or query. */
    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
