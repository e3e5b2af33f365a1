/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.kernel.api.AccessHeaders;
import io.subrack.kernel.api.ManifestHeaders;
import java.util.Dictionary;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The path prefixes below which a bundle may have operations for anybody: those that its manifest names. */
record PublicPaths(Set<String> prefixes) {
    static final PublicPaths NONE = new PublicPaths(Set.of());

    private static final Logger log = LoggerFactory.getLogger(PublicPaths.class);

    PublicPaths {
        prefixes = Set.copyOf(prefixes);
    }

    static PublicPaths of(Bundle bundle) {
        Dictionary<String, String> headers = bundle.getHeaders("");
        try {
            return new PublicPaths(
                    AccessHeaders.read(name -> name.equals(ManifestHeaders.PUBLIC) ? headers.get(name) : null)
                            .publicPaths());
        } catch (IllegalArgumentException e) { // such a bundle cannot be deployed, but installed past the engine
            log.warn("{} {} has no public paths: {}", bundle.getSymbolicName(), bundle.getVersion(), e.getMessage());
            return NONE;
        }
    }

    /** Says whether a path, or all that a prefix of literal segments leads to, is below one of them. */
    boolean cover(String path) {
        for (String prefix : prefixes) {
            if (prefix.equals("/")
                    || (path.startsWith(prefix)
                            && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/'))) {
                return true;
            }
        }
        return false;
    }
}
