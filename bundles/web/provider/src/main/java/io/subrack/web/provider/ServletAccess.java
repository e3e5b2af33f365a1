/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.AccessRequirement.Kind;
import io.subrack.kernel.api.AccessHeaders;
import io.subrack.kernel.api.ManifestHeaders;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a servlet or resource of the whiteboard demands of its callers, by its service property {@value #PROPERTY}. Public
 * is only what lies below a path that the bundle's manifest names, too.
 *
 * @param declared what the property says
 * @param publicPaths what the manifest allows to be public
 */
record ServletAccess(AccessRequirement declared, Set<String> publicPaths) {
    /**
     * Name of the service property: {@code public}, {@code authenticated}, or all that is needed, as {@code
     * scope:orders.read scope:orders.write role:clerk}.
     */
    static final String PROPERTY = "io.subrack.access";

    private static final Logger log = LoggerFactory.getLogger(ServletAccess.class);

    static ServletAccess of(@Nullable Object property, Bundle bundle) {
        AccessRequirement declared = AccessRequirement.UNDECLARED;
        try {
            declared = read(property);
        } catch (IllegalArgumentException e) {
            log.warn(
                    "{} {} has a servlet that nobody may call, because of its property {}: {}",
                    bundle.getSymbolicName(),
                    bundle.getVersion(),
                    PROPERTY,
                    e.getMessage());
        }
        return new ServletAccess(declared, publicPaths(bundle));
    }

    private static Set<String> publicPaths(Bundle bundle) {
        Dictionary<String, String> headers = bundle.getHeaders("");
        try {
            return AccessHeaders.read(name -> name.equals(ManifestHeaders.PUBLIC) ? headers.get(name) : null)
                    .publicPaths();
        } catch (IllegalArgumentException e) {
            log.warn("{} has no public paths: {}", bundle, e.getMessage());
            return Set.of();
        }
    }

    /** @throws IllegalArgumentException with a sentence that says what is wrong */
    static AccessRequirement read(@Nullable Object property) {
        String text = property instanceof String[] several ? String.join(" ", several) : String.valueOf(property);
        if (property == null || text.isBlank()) {
            return AccessRequirement.UNDECLARED;
        }
        return switch (text.strip()) {
            case "public" -> AccessRequirement.PUBLIC;
            case "authenticated" -> AccessRequirement.ANY_CALLER;
            default -> restricted(text.strip().split("\\s+"));
        };
    }

    private static AccessRequirement restricted(String[] words) {
        Set<String> scopes = new HashSet<>();
        Set<String> roles = new HashSet<>();
        for (String word : words) {
            if (word.startsWith("scope:") && AccessHeaders.isScope(word.substring(6))) {
                scopes.add(word.substring(6));
            } else if (word.startsWith("role:") && word.length() > 5 && roles.isEmpty()) {
                roles.add(word.substring(5));
            } else {
                throw new IllegalArgumentException(
                        "write public, or authenticated, or scope:<name> for each scope and at"
                                + " most one role:<name>, not " + word);
            }
        }
        return new AccessRequirement(Kind.RESTRICTED, scopes, roles);
    }

    /** Returns what is demanded at a path. */
    AccessRequirement at(String path) {
        boolean hidden = declared.kind() == Kind.PUBLIC
                && publicPaths.stream()
                        .noneMatch(open -> open.equals("/") || path.equals(open) || path.startsWith(open + "/"));
        return hidden ? AccessRequirement.UNDECLARED : declared;
    }
}
