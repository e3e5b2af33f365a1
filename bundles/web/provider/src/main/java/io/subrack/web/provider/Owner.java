/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.spi.Transition.Move;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** One bundle, by symbolic name, and all that it owns. Guarded by the lock of {@link Routes}. */
final class Owner {
    private final String name;

    final Crowd crowd = new Crowd();
    final List<Generation> generations = new ArrayList<>();
    /** What it owns by its entry in the deployment set, whether or not an instance has mounted it. */
    Set<String> expected = Set.of();
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
     * Whether a prefix is this bundle's, or lies below one that is.
     *
     * @param byStaged whether who asks goes live with the running deployment: then only what this bundle will still own
     *     after it counts
     * @param below whether what lies below counts, too
     */
    boolean claims(String prefix, boolean byStaged, boolean below) {
        boolean leaves = byStaged && move != null && !(move.fresh() == null && move.staysOwned());
        if (!leaves && contains(expected, prefix, below)) {
            return true;
        }
        for (Generation generation : generations) {
            boolean counts = leaves
                    ? Objects.equals(
                            generation.bundle(), Objects.requireNonNull(move).fresh())
                    : generation.role != Generation.Role.GONE;
            if (counts && contains(generation.known, prefix, below)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(Set<String> prefixes, String prefix, boolean below) {
        if (prefixes.contains(prefix)) {
            return true;
        }
        if (below) {
            for (String own : prefixes) {
                if (!own.equals("/") && prefix.startsWith(own + "/")) {
                    return true;
                }
            }
        }
        return false;
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
