/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.api;

import java.security.Principal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as the front door found out. Immutable. Injectable into REST resources with {@code @Context}; in
 * servlets it is the request's user principal.
 *
 * @param kind what stands behind the subject
 * @param subject immutable and unique among all kinds: a user's id, a client's id, {@code bundle:<symbolic name>}; empty
 *     for nobody. Store this, never the name
 * @param name how people call the subject; may change
 * @param clientId the OAuth client that asked for the token; empty where none did
 * @param scopes what the token allows (RFC 6749, section 3.3), sorted
 * @param roles the subject's roles when the token was issued, sorted
 * @param tokenId the token's or session's public identifier, for logs; empty for nobody
 * @param expires when the credential ends; null for nobody
 * @param authenticated when the user proved who they are ({@code auth_time}); null for others than users
 * @param methods how the user did so (RFC 8176: {@code pwd}, {@code otp}); empty where that is not known
 * @param actor symbolic name of the bundle that acts on the subject's behalf (RFC 8693, {@code act}), or
 *     {@code client:<id>} for an OAuth client that does; null for none
 */
public record Caller(
        Kind kind,
        String subject,
        String name,
        String clientId,
        Set<String> scopes,
        Set<String> roles,
        String tokenId,
        @Nullable Instant expires,
        @Nullable Instant authenticated,
        List<String> methods,
        @Nullable String actor)
        implements Principal {
    /** Nobody: a request without a credential. */
    public static final Caller ANONYMOUS =
            new Caller(Kind.ANONYMOUS, "", "anonymous", "", Set.of(), Set.of(), "", null, null, List.of(), null);

    public Caller {
        scopes = sorted(scopes);
        roles = sorted(roles);
        methods = List.copyOf(methods);
    }

    @Override
    public String getName() {
        return kind == Kind.ANONYMOUS ? name : subject;
    }

    public boolean isAnonymous() {
        return kind == Kind.ANONYMOUS;
    }

    public boolean hasScope(String scope) {
        return scopes.contains(scope);
    }

    public boolean hasRole(String role) {
        return roles.contains(role);
    }

    /** Returns the bundle that acts on the subject's behalf, or empty. */
    public Optional<String> actingBundle() {
        return Optional.ofNullable(actor);
    }

    private static Set<String> sorted(Set<String> values) {
        SortedSet<String> sorted = new TreeSet<>(values);
        return Collections.unmodifiableSortedSet(sorted);
    }

    /** What can call. */
    public enum Kind {
        ANONYMOUS,
        /** A person, through a client, an API token or a browser session. */
        USER,
        /** An OAuth client on its own account. */
        CLIENT,
        /** A capability bundle on its own account. */
        BUNDLE
    }
}
