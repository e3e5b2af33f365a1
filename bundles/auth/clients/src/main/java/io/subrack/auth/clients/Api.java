/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where things are, and who may. */
final class Api {
    static final String BASE = "/api/platform/v1";
    static final String CLIENTS = "platform.clients";
    static final String KEYS = "platform.keys";
    static final String USERS = "platform.users";
    static final String READ = "platform.read";

    private Api() {}

    static URI uri(String path) {
        return URI.create(BASE + path);
    }

    /** Returns the address of the next page of a list. */
    static String next(String path, @Nullable String query, String after, int limit) {
        String filter = query == null ? "" : "&query=" + escaped(query);
        return BASE + path + "?limit=" + limit + filter + "&after=" + escaped(after);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
