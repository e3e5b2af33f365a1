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
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds routes, endpoints and scopes that two bundles of the resulting set would own, and routes that would lie inside
 * another bundle's: who answers there sees the tokens that are sent to the other. A stopped bundle still owns its own.
 */
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
        Owners owners = new Owners();
        Set<String> moved = new HashSet<>();
        moves.forEach(move -> moved.add(move.symbolicName()));
        for (SetEntry entry : live.set().bundles()) {
            if (!moved.contains(entry.symbolicName())) {
                owners.own(entry, entry.contributions());
            }
        }
        List<PlanFault> faults = new ArrayList<>();
        for (Move move : moves) {
            SetEntry after = move.after();
            if (after != null) {
                Collection<Contribution> offers = descriptions.apply(after).contributions();
                check(owners, after, offers, faults);
                owners.own(after, offers);
            }
        }
        return faults;
    }

    private static void check(Owners owners, SetEntry entry, Collection<Contribution> offers, List<PlanFault> faults) {
        Set<String> blamed = new HashSet<>();
        for (String kind : KINDS) {
            for (Contribution offer : offers) {
                if (offer.kind().equals(kind)) {
                    String owner = owners.names.get(offer);
                    Map.Entry<String, String> other = owner == null ? owners.overlapping(offer) : null;
                    if (owner != null && blamed.add(owner)) {
                        faults.add(new PlanFault(Kind.TAKEN, entry.symbolicName(), taken(offer, entry, owner)));
                    } else if (other != null && blamed.add(other.getValue())) {
                        faults.add(new PlanFault(Kind.TAKEN, entry.symbolicName(), overlaps(offer, entry, other)));
                    }
                }
            }
        }
    }

    private static String overlaps(Contribution offer, SetEntry entry, Map.Entry<String, String> other) {
        String path = other.getKey();
        String owner = other.getValue();
        String wanted = entry.symbolicName() + " " + entry.version();
        String fix = ", or remove " + owner + " in the same deployment.";
        return offer.id().startsWith(path)
                ? "Route " + offer.id() + " lies inside " + path + ", which belongs to " + owner + ". " + wanted
                        + " would see the tokens that are sent there. Give it a path outside of " + path + fix
                : "Route " + offer.id() + " has " + path + " inside, which belongs to " + owner + ", so that " + owner
                        + " would see tokens that are sent to " + wanted + ". Give it another path" + fix;
    }

    private static String taken(Contribution offer, SetEntry entry, String owner) {
        String kind = offer.kind().substring(0, 1).toUpperCase(Locale.ROOT)
                + offer.kind().substring(1);
        return kind + " " + offer.id() + " belongs to " + owner + ". " + entry.symbolicName() + " " + entry.version()
                + " wants it too. Give it another " + (offer.kind().equals(Contribution.SCOPE) ? "name" : "path")
                + ", or remove " + owner + " in the same deployment.";
    }

    /** Who owns what. */
    private static final class Owners {
        private final Map<Contribution, String> names = new HashMap<>();
        private final NavigableMap<String, String> routes = new TreeMap<>();

        void own(SetEntry entry, Collection<Contribution> offers) {
            for (Contribution offer : offers) {
                if (KINDS.contains(offer.kind())) {
                    names.putIfAbsent(offer, entry.symbolicName());
                }
                if (offer.kind().equals(Contribution.ROUTE)) {
                    routes.putIfAbsent(offer.id(), entry.symbolicName());
                }
            }
        }

        /** Returns a route above or below one, with its owner; the root takes what nobody else takes, and is above none. */
        Map.@Nullable Entry<String, String> overlapping(Contribution offer) {
            if (!offer.kind().equals(Contribution.ROUTE) || offer.id().equals("/")) {
                return null;
            }
            String path = offer.id();
            for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
                String above = path.substring(0, end);
                String owner = routes.get(above);
                if (owner != null) {
                    return Map.entry(above, owner);
                }
            }
            Map.Entry<String, String> below = routes.ceilingEntry(path + "/");
            return below != null && below.getKey().startsWith(path + "/") ? below : null;
        }
    }
}
