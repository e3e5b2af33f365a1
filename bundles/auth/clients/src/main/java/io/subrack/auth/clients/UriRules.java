/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says which URIs can be registered: where tokens may be sent must be one place, and nobody else's. */
final class UriRules {
    private static final int MAX_CHARS = 1_024;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    private UriRules() {}

    /** Returns what is wrong with a redirect URI; empty if nothing is. */
    static Optional<String> redirect(String text) {
        if (text.length() > MAX_CHARS) {
            return Optional.of("has more than " + MAX_CHARS + " characters");
        }
        if (text.indexOf('*') >= 0) {
            return Optional.of("has a wildcard; register each address");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("is not a URI");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return Optional.of("has characters that are not ASCII; encode them");
        }
        return uri.getScheme() == null
                ? Optional.of("is not absolute")
                : absolute(uri, uri.getScheme().toLowerCase(Locale.ROOT));
    }

    private static Optional<String> absolute(URI uri, String scheme) {
        if (uri.getRawFragment() != null) {
            return Optional.of("has a fragment");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("names a user");
        }
        if (uri.getRawPath() != null && uri.getRawPath().matches("(.*/)?\\.\\.?(/.*)?")) {
            return Optional.of("has dots for a path segment");
        }
        if (scheme.equals("https") || scheme.equals("http")) {
            return web(uri, scheme);
        }
        return scheme.indexOf('.') > 0
                ? Optional.empty()
                : Optional.of("has a scheme that others could use, too; take https, or a domain that is yours, turned"
                        + " round, as com.example.app:/callback");
    }

    private static Optional<String> web(URI uri, String scheme) {
        String host = uri.getHost();
        if (host == null) {
            return Optional.of("has no host");
        }
        return scheme.equals("https") || LOOPBACK.contains(host)
                ? Optional.empty()
                : Optional.of("must use https; http is for 127.0.0.1, [::1] and localhost only");
    }

    /** Returns what is wrong with the origin of a browser application; empty if nothing is. */
    static Optional<String> origin(String text) {
        Optional<String> fault = redirect(text);
        if (fault.isPresent()) {
            return fault;
        }
        URI uri = URI.create(text);
        String exact = uri.getScheme() + "://" + uri.getRawAuthority();
        return text.equals(exact.toLowerCase(Locale.ROOT)) && text.startsWith("http")
                ? Optional.empty()
                : Optional.of("is not an origin: scheme, host and port in lower case, as https://app.example");
    }
}
