/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import java.util.Set;
import java.util.TreeSet;

/**
 * What an operation demands of its caller.
 *
 * @param kind the class of demand
 * @param scopes all of them are needed; empty unless {@link Kind#RESTRICTED}
 * @param roles one of them is needed, none if empty; empty unless {@link Kind#RESTRICTED}
 */
public record AccessRequirement(Kind kind, Set<String> scopes, Set<String> roles) {
    /** An operation that declares nothing: nobody may call it. */
    public static final AccessRequirement UNDECLARED = new AccessRequirement(Kind.UNDECLARED, Set.of(), Set.of());

    /** An operation that says that nobody may call it. */
    public static final AccessRequirement DENIED = new AccessRequirement(Kind.DENIED, Set.of(), Set.of());

    public static final AccessRequirement PUBLIC = new AccessRequirement(Kind.PUBLIC, Set.of(), Set.of());
    public static final AccessRequirement ANY_CALLER = new AccessRequirement(Kind.RESTRICTED, Set.of(), Set.of());

    public AccessRequirement {
        scopes = Set.copyOf(scopes);
        roles = Set.copyOf(roles);
    }

    public static AccessRequirement scopes(String... all) {
        return new AccessRequirement(Kind.RESTRICTED, Set.of(all), Set.of());
    }

    public static AccessRequirement roles(String... any) {
        return new AccessRequirement(Kind.RESTRICTED, Set.of(), Set.of(any));
    }

    /** Returns the scopes as they stand in a challenge: sorted, separated by blanks. */
    public String scopeText() {
        return String.join(" ", new TreeSet<>(scopes));
    }

    /** The classes of demand. */
    public enum Kind {
        UNDECLARED,
        DENIED,
        PUBLIC,
        /** A known caller with these scopes and roles, of which there may be none. */
        RESTRICTED
    }
}
