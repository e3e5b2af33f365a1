/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** One thing that a deployment is asked to do. Several make one deployment, applied whole or not at all. */
public sealed interface Change {
    /** Adds a bundle that the set does not have yet; it is started. */
    record Install(Sha256 artifact) implements Change {}

    /** Replaces a bundle that the set has by another artifact of the same symbolic name, of any version. */
    record Update(Sha256 artifact) implements Change {}

    /** Installs the bundle, or updates it if the set has its symbolic name. */
    record Deploy(Sha256 artifact) implements Change {}

    record Start(String symbolicName) implements Change {}

    /** Stops the bundle; its routes stay owned and answer 503. */
    record Stop(String symbolicName) implements Change {}

    record Uninstall(String symbolicName) implements Change {}

    /**
     * Makes {@code scopes} what the bundle is granted, no more and no less. A running bundle is not interrupted.
     *
     * @param scopes of those that the bundle asks for; empty to take all away
     */
    record Grant(String symbolicName, SortedSet<String> scopes) implements Change {
        public Grant {
            scopes = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<String>) scopes));
        }
    }

    /** Makes the bundles, versions, start states and grants of an earlier set live again, as a new set. Must stand alone. */
    record RollBack(long set) implements Change {}
}
