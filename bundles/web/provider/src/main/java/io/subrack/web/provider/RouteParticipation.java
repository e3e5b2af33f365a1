/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import io.subrack.kernel.spi.Transition.Move;
import io.subrack.web.provider.Generation.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** What one deployment does to the routes: each step is one change of the table. */
final class RouteParticipation implements Participation {
    /** When a new generation fails too many requests to stay. */
    record Limits(int requests, int percent) {}

    private final Routes routes;
    private final Transition transition;
    private final Limits limits;
    private final Function<Bundle, List<String>> unsettled;
    private final Map<Bundle, Generation> generations = new HashMap<>();

    /** @param unsettled says what a new bundle has registered that is not mounted yet, as sentences */
    RouteParticipation(Routes routes, Transition transition, Limits limits, Function<Bundle, List<String>> unsettled) {
        this.routes = routes;
        this.transition = transition;
        this.limits = limits;
        this.unsettled = unsettled;
        routes.change(this::stage);
    }

    private void stage() {
        for (Move move : transition.moves()) {
            Owner owner = routes.owner(move.symbolicName());
            owner.move = move;
            Bundle fresh = move.fresh();
            if (fresh != null) {
                generations.put(fresh, routes.stage(fresh));
            }
            Bundle retiring = move.retiring();
            Generation leaving = owner.generation(retiring);
            if (retiring != null && leaving != null) {
                generations.put(retiring, leaving);
            }
        }
    }

    private @Nullable Generation of(@Nullable Bundle bundle) {
        return bundle == null ? null : generations.get(bundle);
    }

    @Override
    public List<String> awaiting() {
        List<String> missing = new ArrayList<>();
        for (Move move : transition.moves()) {
            Bundle fresh = move.fresh();
            // An exclusive bundle is asked for its routes once it has been started, after its predecessor has stopped.
            if (fresh != null && (!move.exclusive() || fresh.getState() >= Bundle.STARTING)) {
                missing.addAll(unsettled.apply(fresh));
                missing.addAll(routes.read(() -> missingRoutes(move, generations.get(fresh))));
            }
        }
        return missing.isEmpty() ? warmUp() : List.copyOf(missing);
    }

    private static List<String> missingRoutes(Move move, @Nullable Generation staged) {
        List<String> missing = new ArrayList<>();
        Set<String> routes = Routes.prefixes(move.expected());
        if (staged != null) {
            missing.addAll(staged.refusals());
            routes.removeAll(staged.mounted());
        }
        for (String route : routes) {
            String refused = Prefixes.reserved(route) && (staged == null || !staged.platform())
                    ? Borders.refusal(move.symbolicName(), route, Borders.PLATFORM)
                    : null;
            missing.add(
                    refused != null ? refused : move.symbolicName() + " has not opened its route " + route + " yet");
        }
        return missing;
    }

    private List<String> warmUp() {
        List<String> faults = new ArrayList<>();
        for (Move move : transition.moves()) {
            Generation staged = of(move.fresh());
            if (staged != null) {
                for (Hosted hosted : routes.read(staged::hosted)) {
                    String fault = hosted.warmUp();
                    if (fault != null) {
                        faults.add(staged + " cannot serve its routes: " + fault);
                    }
                }
            }
        }
        return faults;
    }

    @Override
    public void hold(Bundle retiring) {
        Generation generation = of(retiring);
        if (generation != null) {
            routes.change(() -> {
                generation.held = true;
                holdWhileDraining(transition.drain());
            });
        }
    }

    /** One bundle is drained after the other, so requests for any of them wait for all of them. */
    private void holdWhileDraining(Duration deadline) {
        for (Move move : transition.moves()) {
            Owner owner = routes.owner(move.symbolicName());
            if (owner.generations.stream().anyMatch(generation -> generation.held)) {
                routes.holdWhileDraining(owner, deadline);
            }
        }
    }

    @Override
    public void switchOver() {
        routes.change(() -> {
            for (Move move : transition.moves()) {
                setRole(move.retiring(), Role.LEAVING);
                setRole(move.fresh(), Role.SERVING);
            }
        });
    }

    private void setRole(@Nullable Bundle bundle, Role role) {
        Generation generation = of(bundle);
        if (generation != null) {
            generation.role = role;
        }
    }

    @Override
    public Optional<String> breach() {
        for (Move move : transition.moves()) {
            Generation fresh = of(move.fresh());
            if (fresh != null) {
                long requests = fresh.requests();
                long failures = fresh.failures();
                boolean tooMany = requests >= limits.requests() && failures * 100 > requests * limits.percent();
                if (tooMany && worse(failures, requests, of(move.retiring()))) {
                    return Optional.of(fresh + " failed " + failures + " of its first " + requests
                            + " requests with a 5xx status");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean worse(long failures, long requests, @Nullable Generation old) {
        return old == null || old.requests() == 0 || failures * old.requests() > old.failures() * requests;
    }

    @Override
    public List<Contribution> contributions(Bundle fresh) {
        Generation generation = of(fresh);
        if (generation == null) {
            return List.of();
        }
        return routes.read(() -> new TreeSet<>(generation.mounted())
                .stream()
                        .map(prefix -> new Contribution(Contribution.ROUTE, prefix))
                        .toList());
    }

    @Override
    public void committed() {
        routes.change(() -> {
            for (Move move : transition.moves()) {
                Owner owner = routes.owner(move.symbolicName());
                boolean stopped = move.fresh() == null && move.staysOwned();
                owner.expected = stopped ? owner.waiting() : Set.of();
                owner.down = stopped;
                setRole(move.retiring(), Role.GONE);
            }
        });
    }

    @Override
    public int drain(Bundle retiring, Duration deadline) throws InterruptedException {
        Generation generation = of(retiring);
        if (generation == null) {
            return 0;
        }
        if (routes.read(() -> generation.role != Role.GONE && !generation.held)) {
            hold(retiring);
        }
        boolean held = routes.read(() -> generation.role != Role.GONE);
        if (held) {
            routes.change(() -> holdWhileDraining(deadline));
        }
        return routes.drain(List.copyOf(routes.read(generation::hosted)), deadline, held);
    }

    @Override
    public void undo() {
        routes.change(() -> {
            for (Move move : transition.moves()) {
                setRole(move.fresh(), Role.GONE);
                Generation retiring = of(move.retiring());
                if (retiring != null) {
                    retiring.role = Role.SERVING;
                    retiring.held = false;
                    retiring.hosted().forEach(Hosted::reopen);
                }
            }
        });
    }

    @Override
    public void close() {
        routes.change(() -> {
            for (Move move : transition.moves()) {
                Owner owner = routes.owner(move.symbolicName());
                owner.move = null;
                routes.tidy(owner);
            }
        });
    }
}
