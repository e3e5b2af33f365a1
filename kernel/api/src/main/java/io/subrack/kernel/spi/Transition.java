/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.SetEntry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * One deployment as its participants see it.
 *
 * @param deploymentId for messages
 * @param moves what happens to which bundle; none of a bundle of which only the grants change
 * @param entries the whole set that will be live if all goes well, sorted by symbolic name; with the grants of each
 *     bundle, and the contributions that it is expected to have
 * @param drain how long running requests of a retiring bundle may take to finish
 */
public record Transition(String deploymentId, List<Move> moves, List<SetEntry> entries, Duration drain) {
    public Transition {
        moves = List.copyOf(moves);
        entries = List.copyOf(entries);
    }

    /** A transition whose entries do not matter. */
    public Transition(String deploymentId, List<Move> moves, Duration drain) {
        this(deploymentId, moves, List.of(), drain);
    }

    /**
     * What happens to one bundle.
     *
     * @param symbolicName the bundle
     * @param retiring the instance that serves now; null if the bundle is added or was stopped
     * @param fresh the instance that will serve; null if the bundle is removed or stopped. The same as {@code retiring}
     *     never: also a rewired bundle gets a new instance
     * @param staysOwned whether the bundle's routes stay owned when {@code fresh} is null: true for a stop, false for a
     *     removal
     * @param expected what {@code fresh} is expected to contribute, from the description of its artifact
     * @param exclusive whether {@code retiring} must stop before {@code fresh} starts
     */
    public record Move(
            String symbolicName,
            @Nullable Bundle retiring,
            @Nullable Bundle fresh,
            boolean staysOwned,
            List<Contribution> expected,
            boolean exclusive) {
        public Move {
            expected = List.copyOf(expected);
        }
    }
}
