/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Issuer;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Tells requests of our own pages from those that another site makes a browser send. */
final class OwnForms {
    private OwnForms() {}

    /**
     * Says whether a browser says that one of our own pages sent this: by {@code Sec-Fetch-Site}, by {@code Origin}, or
     * both. Where it says neither, nobody knows, and it does not count.
     */
    static boolean isOwn(Call call, Issuer issuer) {
        boolean siteIsThere = call.hasHeader("sec-fetch-site");
        boolean ownSite = call.header("sec-fetch-site").orElse("").equals("same-origin");
        if (siteIsThere && !ownSite) {
            return false;
        }
        if (!call.hasHeader("origin")) {
            return ownSite;
        }
        String origin = call.header("origin").orElse("");
        // What a browser says that keeps its addresses to itself.
        return origin.equals("null") ? ownSite : isOwnOrigin(origin, call, issuer);
    }

    /** Says whether a request is from another site, as far as one can know: programs say nothing of it. */
    static boolean isForeign(Call call, Issuer issuer) {
        return (call.hasHeader("sec-fetch-site") || call.hasHeader("origin")) && !isOwn(call, issuer);
    }

    /** A browser sets both headers, so a page of another site cannot make them fit. */
    private static boolean isOwnOrigin(String origin, Call call, Issuer issuer) {
        Optional<String> host = call.header("host").map(value -> value.toLowerCase(Locale.ROOT));
        if (host.isPresent() && (origin.equals("https://" + host.get()) || origin.equals("http://" + host.get()))) {
            return true;
        }
        return origin.equals(origin(issuer.url()));
    }

    /** Returns the origin of a URL as browsers write it (RFC 6454): without the scheme's own port. */
    static String origin(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String authority = String.valueOf(url.getRawAuthority()).toLowerCase(Locale.ROOT);
        String usual = scheme.equals("https") ? ":443" : ":80";
        return scheme + "://"
                + (authority.endsWith(usual) ? authority.substring(0, authority.length() - usual.length()) : authority);
    }
}
