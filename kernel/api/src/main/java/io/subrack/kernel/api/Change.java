/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

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

    /** Makes the bundles, versions and start states of an earlier set live again, as a new set. Must stand alone. */
    record RollBack(long set) implements Change {}
}
