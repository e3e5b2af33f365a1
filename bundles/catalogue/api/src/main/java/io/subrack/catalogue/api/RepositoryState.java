/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A repository and how it was when somebody last looked.
 *
 * @param repository as it is set
 * @param checked when it was looked at; empty if not yet in this process
 * @param bundles how many bundle versions are known of it
 * @param status how it was
 * @param problem what is wrong with it, as a sentence
 * @param usedBy symbolic names of the bundles of the current set that came from it, sorted
 */
public record RepositoryState(
        Repository repository,
        Optional<Instant> checked,
        int bundles,
        Status status,
        Optional<String> problem,
        List<String> usedBy) {
    public RepositoryState {
        usedBy = List.copyOf(usedBy);
    }

    /** How a repository is. */
    public enum Status {
        /** Nobody has looked yet. */
        UNCHECKED,
        OK,
        /** It cannot be read; {@link RepositoryState#problem()} says why. */
        FAILED,
        /** It is not asked. */
        DISABLED
    }
}
