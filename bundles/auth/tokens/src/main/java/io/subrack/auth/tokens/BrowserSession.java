/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.Guard.Credentials;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The cookie of a browser session, which a browser sends whoever made it send something: so a page of another site must
 * not get anything done with it.
 */
final class BrowserSession {
    /** How the values begin; such a value counts as a cookie only. */
    static final String PREFIX = "srs_";

    private static final String NAME = Accounts.SESSION_COOKIE + "=";

    private BrowserSession() {}

    /** Returns the values of all cookies of the name. */
    static List<String> values(List<String> cookieHeaders) {
        List<String> values = new ArrayList<>(1);
        for (String header : cookieHeaders) {
            // Mostly there is none of ours.
            if (header.contains(NAME)) {
                for (String cookie : header.split(";")) {
                    String stripped = cookie.strip();
                    if (stripped.startsWith(NAME)) {
                        values.add(stripped.substring(NAME.length()));
                    }
                }
            }
        }
        return values;
    }

    /** Says why a request must not use the session, as a sentence, or empty if our own pages can have sent it. */
    static Optional<String> foreign(Credentials request, URI issuer) {
        String own = origin(issuer);
        String origin = request.origin();
        String site = request.fetchSite();
        if (origin != null && !origin.equals(own)) {
            return Optional.of("The browser says that this request comes from another origin than " + own
                    + ", where this platform is. Open the platform there, or use an access token.");
        }
        if (safe(request.method())) {
            return "cross-site".equals(site) || "same-site".equals(site)
                    ? Optional.of("The browser says that another site sent this request, so its session does not count."
                            + " Use an access token.")
                    : Optional.empty();
        }
        return origin != null || "same-origin".equals(site)
                ? Optional.empty()
                : Optional.of(
                        "A request that changes something by a browser session needs the Origin header. Use an access"
                                + " token.");
    }

    private static boolean safe(String method) {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }

    /** Returns the origin of a URL as browsers write it (RFC 6454): without the scheme's own port. */
    static String origin(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int port = url.getPort();
        boolean usual = port < 0 || port == ("https".equals(scheme) ? 443 : 80);
        return scheme + "://" + url.getHost() + (usual ? "" : ":" + port);
    }
}
