/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
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
 * @param grants the scopes that its service account was granted, sorted; all of them stand in its
 *     {@link ManifestHeaders#GRANTS}
 */
public record SetEntry(
        String symbolicName,
        Version version,
        Sha256 artifact,
        StartState state,
        List<Contribution> contributions,
        SortedSet<String> grants) {
    public SetEntry {
        contributions = contributions.stream().sorted().distinct().toList();
        grants = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<String>) grants));
    }

    /** An entry without grants. */
    public SetEntry(
            String symbolicName, Version version, Sha256 artifact, StartState state, List<Contribution> contributions) {
        this(symbolicName, version, artifact, state, contributions, new TreeSet<>());
    }

    public SetEntry withState(StartState newState) {
        return new SetEntry(symbolicName, version, artifact, newState, contributions, grants);
    }

    public SetEntry withContributions(List<Contribution> newContributions) {
        return new SetEntry(symbolicName, version, artifact, state, newContributions, grants);
    }

    public SetEntry withGrants(Collection<String> newGrants) {
        return new SetEntry(symbolicName, version, artifact, state, contributions, new TreeSet<>(newGrants));
    }
}
