/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.util.Set;

/** What path prefixes mean. */
final class Prefixes {
    /** The platform's own paths, with all that lies below them: no capability may answer in its name. */
    static final Set<String> RESERVED = Set.of(
            "/.well-known",
            "/account",
            "/api/platform",
            "/assets",
            "/consent",
            "/console",
            "/device",
            "/health",
            "/login",
            "/logout",
            "/metrics",
            "/oauth2",
            "/setup");

    private Prefixes() {}

    /** Whether only the platform may mount it. */
    static boolean reserved(String prefix) {
        return RESERVED.stream().anyMatch(own -> prefix.equals(own) || prefix.startsWith(own + "/"));
    }

    /** Whether a prefix lies below another one, which is not the root. */
    static boolean inside(String prefix, String outer) {
        return prefix.length() > outer.length()
                && outer.length() > 1
                && prefix.charAt(outer.length()) == '/'
                && prefix.startsWith(outer);
    }

    /** Returns the template for all that is below a prefix. */
    static String below(String prefix) {
        return prefix.equals("/") ? "/*" : prefix + "/*";
    }
}
