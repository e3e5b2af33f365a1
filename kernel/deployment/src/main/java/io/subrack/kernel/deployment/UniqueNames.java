/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.PlanFault.Kind;
import io.subrack.kernel.api.SetEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Finds routes, endpoints and scopes that two bundles of the resulting set would own. A stopped bundle still owns its own. */
final class UniqueNames {
    /** In this order: who takes a route is not told of each endpoint below it as well. */
    private static final List<String> KINDS = List.of(Contribution.ROUTE, Contribution.ENDPOINT, Contribution.SCOPE);

    private final Live live;
    private final List<Move> moves;
    private final Function<SetEntry, Description> descriptions;

    UniqueNames(Live live, List<Move> moves, Function<SetEntry, Description> descriptions) {
        this.live = live;
        this.moves = moves;
        this.descriptions = descriptions;
    }

    List<PlanFault> faults() {
        Map<Contribution, String> owners = new HashMap<>();
        Set<String> moved = new HashSet<>();
        moves.forEach(move -> moved.add(move.symbolicName()));
        for (SetEntry entry : live.set().bundles()) {
            if (!moved.contains(entry.symbolicName())) {
                own(owners, entry, entry.contributions());
            }
        }
        List<PlanFault> faults = new ArrayList<>();
        for (Move move : moves) {
            SetEntry after = move.after();
            if (after != null) {
                Collection<Contribution> offers = descriptions.apply(after).contributions();
                check(owners, after, offers, faults);
                own(owners, after, offers);
            }
        }
        return faults;
    }

    private static void own(Map<Contribution, String> owners, SetEntry entry, Collection<Contribution> offers) {
        for (Contribution offer : offers) {
            if (KINDS.contains(offer.kind())) {
                owners.putIfAbsent(offer, entry.symbolicName());
            }
        }
    }

    private static void check(
            Map<Contribution, String> owners, SetEntry entry, Collection<Contribution> offers, List<PlanFault> faults) {
        Set<String> blamed = new HashSet<>();
        for (String kind : KINDS) {
            for (Contribution offer : offers) {
                String owner = offer.kind().equals(kind) ? owners.get(offer) : null;
                if (owner != null && blamed.add(owner)) {
                    faults.add(new PlanFault(Kind.TAKEN, entry.symbolicName(), taken(offer, entry, owner)));
                }
            }
        }
    }

    private static String taken(Contribution offer, SetEntry entry, String owner) {
        String kind = offer.kind().substring(0, 1).toUpperCase(Locale.ROOT)
                + offer.kind().substring(1);
        return kind + " " + offer.id() + " belongs to " + owner + ". " + entry.symbolicName() + " " + entry.version()
                + " wants it too. Give it another " + (offer.kind().equals(Contribution.SCOPE) ? "name" : "path")
                + ", or remove " + owner + " in the same deployment.";
    }
}
