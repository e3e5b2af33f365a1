/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The numbered, immutable record of what is live.
 *
 * @param number 0 for the empty set that a new installation starts with, then one more for each deployment
 * @param created when it was committed
 * @param author who asked for it
 * @param reason why, in the author's words; may be empty
 * @param deployment id of the deployment that made it; empty for set 0
 * @param bundles its bundles, sorted by symbolic name
 * @param configurationRevision the revision of the configuration that it was made with; 0 if nothing had been changed
 */
public record DeploymentSet(
        long number,
        Instant created,
        String author,
        String reason,
        String deployment,
        List<SetEntry> bundles,
        long configurationRevision) {
    public DeploymentSet {
        if (number < 0) {
            throw new IllegalArgumentException("set number must not be negative: " + number);
        }
        bundles = bundles.stream()
                .sorted(Comparator.comparing(SetEntry::symbolicName))
                .toList();
        for (int i = 1; i < bundles.size(); i++) {
            if (bundles.get(i).symbolicName().equals(bundles.get(i - 1).symbolicName())) {
                throw new IllegalArgumentException(bundles.get(i).symbolicName() + " stands twice in set " + number);
            }
        }
    }

    /** A set made while no configuration had been changed. */
    public DeploymentSet(
            long number, Instant created, String author, String reason, String deployment, List<SetEntry> bundles) {
        this(number, created, author, reason, deployment, bundles, 0);
    }

    /** Returns the entry of a bundle, or empty if the set does not have it. */
    public Optional<SetEntry> entry(String symbolicName) {
        return bundles.stream()
                .filter(entry -> entry.symbolicName().equals(symbolicName))
                .findFirst();
    }
}
