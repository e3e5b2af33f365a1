/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.BundleChange.Action;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.ContributionChange;
import io.subrack.kernel.api.ContributionChange.Effect;
import io.subrack.kernel.api.SetEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * Compares what the moved bundles offer before and after. Before is what the artifact declares, what the set knows and
 * what is registered now; after is what the new artifact declares. What was offered without being declared is taken to
 * carry on, because nobody can know better.
 */
final class Offers {
    private final Live live;
    private final List<Move> moves;
    private final Function<SetEntry, Description> descriptions;
    private final Map<Bundle, String> names = new HashMap<>();
    private final Set<String> leaving = new HashSet<>();

    Offers(Live live, List<Move> moves, Function<SetEntry, Description> descriptions) {
        this.live = live;
        this.moves = moves;
        this.descriptions = descriptions;
        live.bundles().forEach((name, bundle) -> names.put(bundle, name));
        moves.stream().filter(move -> !move.runsAfter()).map(Move::symbolicName).forEach(leaving::add);
    }

    /** Returns all changes, in the order of the moves, then by contribution. */
    List<ContributionChange> changes() {
        List<ContributionChange> changes = new ArrayList<>();
        for (Move move : moves) {
            Set<Contribution> declaredBefore = declared(move.before());
            Set<Contribution> declaredAfter = declared(move.after());
            Set<Contribution> known = known(move);
            Set<Contribution> all = new TreeSet<>(declaredBefore);
            all.addAll(known);
            if (move.runsAfter()) {
                all.addAll(declaredAfter);
            }
            for (Contribution contribution : all) {
                Effect effect = effect(move, contribution, declaredBefore, declaredAfter, known);
                if (effect != null) {
                    changes.add(new ContributionChange(
                            move.symbolicName(), contribution, effect, consumers(move, contribution)));
                }
            }
        }
        return changes;
    }

    private static @Nullable Effect effect(
            Move move,
            Contribution contribution,
            Set<Contribution> declaredBefore,
            Set<Contribution> declaredAfter,
            Set<Contribution> known) {
        boolean offered = move.ranBefore() || move.action() == Action.REMOVE;
        if (!move.runsAfter()) {
            return offered ? Effect.DISAPPEARS : null;
        }
        boolean comes = declaredAfter.contains(contribution);
        if (!move.ranBefore()) {
            return comes || move.action() == Action.START ? Effect.APPEARS : null;
        }
        boolean was = declaredBefore.contains(contribution) || known.contains(contribution);
        if (comes) {
            return was ? Effect.CARRIES_ON : Effect.APPEARS;
        }
        return declaredBefore.contains(contribution) ? Effect.DISAPPEARS : Effect.CARRIES_ON;
    }

    private Set<Contribution> declared(@Nullable SetEntry entry) {
        return entry == null ? Set.of() : descriptions.apply(entry).contributions();
    }

    private Set<Contribution> known(Move move) {
        SetEntry before = move.before();
        Set<Contribution> known = new HashSet<>(before == null ? List.of() : before.contributions());
        for (ServiceReference<?> service : services(live.bundles().get(move.symbolicName()))) {
            for (String name : objectClass(service)) {
                known.add(new Contribution(Contribution.SERVICE, name));
            }
        }
        return known;
    }

    private List<String> consumers(Move move, Contribution contribution) {
        if (!contribution.kind().equals(Contribution.SERVICE)) {
            return List.of();
        }
        Set<String> consumers = new TreeSet<>();
        for (ServiceReference<?> service : services(live.bundles().get(move.symbolicName()))) {
            Bundle[] users = service.getUsingBundles();
            if (users != null && objectClass(service).contains(contribution.id())) {
                List.of(users).stream()
                        .map(names::get)
                        .filter(name -> name != null)
                        .forEach(consumers::add);
            }
        }
        for (Move other : moves) {
            SetEntry after = other.after();
            if (after != null
                    && other.runsAfter()
                    && descriptions.apply(after).referred().contains(contribution.id())) {
                consumers.add(other.symbolicName());
            }
        }
        consumers.removeAll(leaving);
        consumers.remove(move.symbolicName());
        return List.copyOf(consumers);
    }

    private static Collection<ServiceReference<?>> services(@Nullable Bundle bundle) {
        ServiceReference<?>[] services =
                bundle == null || bundle.getState() == Bundle.UNINSTALLED ? null : bundle.getRegisteredServices();
        return services == null ? List.of() : List.of(services);
    }

    private static List<String> objectClass(ServiceReference<?> service) {
        return service.getProperty(Constants.OBJECTCLASS) instanceof String[] names ? List.of(names) : List.of();
    }
}
