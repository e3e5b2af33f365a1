/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a redirect URI is one of a client's. URIs are compared as strings; only the port of a loopback IP
 * literal may differ (RFC 8252 section 7.3), because a native application listens where there is room.
 */
final class RedirectUris {
    /** A host name, {@code localhost} too, may resolve elsewhere, so only the literals count. */
    private static final Pattern LOOPBACK =
            Pattern.compile("(http://(?:127\\.0\\.0\\.1|\\[::1\\]))(?::(\\d{1,5}))?((?:/[^#]*)?)");

    private static final int MAX_PORT = 65_535;

    private RedirectUris() {}

    static boolean matchesAny(Collection<String> registered, String given) {
        return registered.stream().anyMatch(uri -> matches(uri, given));
    }

    static boolean matches(String registered, String given) {
        if (registered.equals(given)) {
            return true;
        }
        Matcher known = LOOPBACK.matcher(registered);
        Matcher asked = LOOPBACK.matcher(given);
        return known.matches()
                && asked.matches()
                && known.group(1).equals(asked.group(1))
                && known.group(3).equals(asked.group(3))
                && isPort(asked.group(2));
    }

    private static boolean isPort(@Nullable String digits) {
        return digits == null || (Integer.parseInt(digits) > 0 && Integer.parseInt(digits) <= MAX_PORT);
    }
}
