/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.BundleChange.Action;
import io.subrack.kernel.api.GrantChange;
import io.subrack.kernel.api.GrantChange.Effect;
import io.subrack.kernel.api.SetEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Compares what the moved bundles are granted before and after, and what they ask for. Who is only wired anew or stopped
 * is not asked about again: nobody named it, or it does nothing.
 */
final class GrantChanges {
    private static final Set<Action> ASKING = Set.of(Action.ADD, Action.REPLACE, Action.START, Action.GRANT);

    private final Function<SetEntry, Set<String>> asked;

    /** @param asked returns the scopes that a bundle asks for, or what it is granted if its artifact is lost */
    GrantChanges(Function<SetEntry, Set<String>> asked) {
        this.asked = asked;
    }

    /** Returns all changes, in the order of the moves, then by scope. */
    List<GrantChange> of(List<Move> moves) {
        List<GrantChange> changes = new ArrayList<>();
        for (Move move : moves) {
            SetEntry before = move.before();
            SetEntry after = move.after();
            Set<String> had = before == null ? Set.of() : before.grants();
            Set<String> asks = after == null ? Set.of() : asked.apply(after);
            Set<String> has = new TreeSet<>(after == null ? Set.of() : after.grants());
            has.retainAll(asks);
            Set<String> all = new TreeSet<>(had);
            all.addAll(asks);
            for (String scope : all) {
                boolean asking = ASKING.contains(move.action()) && !had.contains(scope);
                if (has.contains(scope)) {
                    add(changes, move, scope, had.contains(scope) ? Effect.KEPT : Effect.GIVEN);
                } else if (had.contains(scope)) {
                    add(changes, move, scope, Effect.DROPPED);
                } else if (asking) {
                    add(changes, move, scope, Effect.ASKED_NEW);
                }
            }
        }
        return changes;
    }

    private static void add(List<GrantChange> changes, Move move, String scope, Effect effect) {
        changes.add(new GrantChange(move.symbolicName(), scope, effect));
    }
}
