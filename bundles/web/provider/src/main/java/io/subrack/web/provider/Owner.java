/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.spi.Transition.Move;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** One bundle, by symbolic name, and all that it owns. Guarded by the lock of {@link Routes}. */
final class Owner {
    /** How far a prefix reaches. The root takes what nobody else takes, and reaches no further than itself. */
    enum Reach {
        ITSELF,
        BELOW,
        ABOVE_AND_BELOW;

        private @Nullable String claim(Set<String> prefixes, String prefix) {
            if (prefixes.contains(prefix)) {
                return prefix;
            }
            for (String own : this == ITSELF ? Set.<String>of() : prefixes) {
                if (Prefixes.inside(prefix, own) || (this == ABOVE_AND_BELOW && Prefixes.inside(own, prefix))) {
                    return own;
                }
            }
            return null;
        }
    }

    private final String name;

    final Crowd crowd = new Crowd();
    final List<Generation> generations = new ArrayList<>();
    /** What it owns by its entry in the deployment set, whether or not an instance has mounted it. */
    Set<String> expected = new TreeSet<>();
    /** Whether an administrator has stopped it. */
    boolean down;
    /** What a running deployment does to it. */
    @Nullable
    Move move;
    /** Until when, at least, requests to it are held: what is being drained must be gone before anybody else may come. */
    long heldUntilNanos = System.nanoTime();

    Owner(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean platform() {
        return !generations.isEmpty() && generations.get(0).platform();
    }

    @Nullable
    Generation generation(@Nullable Bundle bundle) {
        for (Generation generation : generations) {
            if (Objects.equals(generation.bundle(), bundle)) {
                return generation;
            }
        }
        return null;
    }

    /**
     * Returns the prefix of this bundle by which it claims another prefix, or null if it does not.
     *
     * @param byStaged whether who asks goes live with the running deployment: then only what this bundle will still own
     *     after it counts
     * @param reach what counts beside the same prefix
     */
    @Nullable
    String claims(String prefix, boolean byStaged, Reach reach) {
        boolean leaves = byStaged && move != null && !(move.fresh() == null && move.staysOwned());
        String claim = leaves ? null : reach.claim(expected, prefix);
        for (Generation generation : generations) {
            boolean counts = leaves
                    ? Objects.equals(
                            generation.bundle(), Objects.requireNonNull(move).fresh())
                    : generation.role != Generation.Role.GONE;
            if (claim == null && counts) {
                claim = reach.claim(generation.known, prefix);
            }
        }
        return claim;
    }

    /** Returns what is owned without anything that serves it. */
    Set<String> waiting() {
        Set<String> waiting = new LinkedHashSet<>(expected);
        for (Generation generation : generations) {
            if (generation.role == Generation.Role.SERVING || generation.role == Generation.Role.LEAVING) {
                waiting.addAll(generation.known);
            }
        }
        return waiting;
    }

    /** Lets requests that are held wait until then, at least. */
    void holdUntil(long nanos) {
        if (nanos - heldUntilNanos > 0) {
            heldUntilNanos = nanos;
        }
    }

    boolean forgotten() {
        return generations.isEmpty() && expected.isEmpty() && move == null;
    }
}
