/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** One deployment: pages come and go with the routes of their bundles. Used by one thread at a time. */
final class PageSwitch implements Participation {
    private final LivePages pages;
    private final Map<String, Generation> before;
    private final Transition transition;
    private @Nullable Map<String, Generation> after;
    private boolean switched;

    PageSwitch(LivePages pages, Map<String, Generation> before, Transition transition) {
        this.pages = pages;
        this.before = before;
        this.transition = transition;
    }

    /** Reads what comes while there is time, so that the switch is one step. */
    @Override
    public List<String> awaiting() {
        prepared();
        return List.of();
    }

    private Map<String, Generation> prepared() {
        Map<String, Generation> known = after;
        if (known == null) {
            Map<String, SetEntry> entries = new HashMap<>();
            transition.entries().forEach(entry -> entries.put(entry.symbolicName(), entry));
            known = new TreeMap<>(before);
            for (Transition.Move move : transition.moves()) {
                SetEntry entry = entries.get(move.symbolicName());
                Bundle fresh = move.fresh();
                Generation next = fresh == null || entry == null
                        ? null
                        : pages.fresh(fresh, entry).orElse(null);
                if (next == null) {
                    known.remove(move.symbolicName());
                } else {
                    known.put(move.symbolicName(), next);
                }
            }
            after = known;
        }
        return known;
    }

    @Override
    public void hold(Bundle retiring) {}

    @Override
    public void switchOver() {
        Map<String, Generation> next = prepared();
        List<Generation> retiring = new ArrayList<>(before.values());
        retiring.removeAll(next.values());
        switched = true;
        pages.show(next, retiring);
    }

    @Override
    public Optional<String> breach() {
        return Optional.empty();
    }

    /** The set keeps what the artifact was said to contribute. */
    @Override
    public List<Contribution> contributions(Bundle fresh) {
        return List.of();
    }

    @Override
    public void committed() {}

    @Override
    public int drain(Bundle retiring, Duration deadline) {
        return 0;
    }

    @Override
    public void undo() {
        if (switched) {
            switched = false;
            pages.show(before, List.of());
        }
    }

    @Override
    public void close() {
        if (switched) {
            pages.show(prepared(), List.of());
        }
    }
}
