/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.List;
import org.osgi.framework.Version;

/**
 * One capability bundle of a deployment set.
 *
 * @param symbolicName unique within the set
 * @param version the bundle's version
 * @param artifact what to install
 * @param state whether it is meant to run
 * @param contributions what it offered when the set was committed, sorted; the front door owns these routes for it even
 *     while it is not running
 */
public record SetEntry(
        String symbolicName, Version version, Sha256 artifact, StartState state, List<Contribution> contributions) {
    public SetEntry {
        contributions = contributions.stream().sorted().distinct().toList();
    }

    public SetEntry withState(StartState newState) {
        return new SetEntry(symbolicName, version, artifact, newState, contributions);
    }

    public SetEntry withContributions(List<Contribution> newContributions) {
        return new SetEntry(symbolicName, version, artifact, state, newContributions);
    }
}
