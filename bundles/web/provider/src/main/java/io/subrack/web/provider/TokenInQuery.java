/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds tokens where they must not be: URLs end up in logs and histories (RFC 6750, section 5.3). */
final class TokenInQuery {
    private static final String NAME = "access_token";

    private TokenInQuery() {}

    static boolean in(@Nullable String query) {
        if (query == null) {
            return false;
        }
        if (query.indexOf('%') >= 0) {
            for (String pair : query.split("&")) {
                int end = pair.indexOf('=');
                String name = end < 0 ? pair : pair.substring(0, end);
                if (URLDecoder.decode(name, StandardCharsets.UTF_8).equals(NAME)) {
                    return true;
                }
            }
            return false;
        }
        for (int at = query.indexOf(NAME); at >= 0; at = query.indexOf(NAME, at + 1)) {
            int end = at + NAME.length();
            boolean begins = at == 0 || query.charAt(at - 1) == '&';
            if (begins && (end == query.length() || query.charAt(end) == '=' || query.charAt(end) == '&')) {
                return true;
            }
        }
        return false;
    }
}
