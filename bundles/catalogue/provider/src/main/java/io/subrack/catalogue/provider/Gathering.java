/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.Wanted;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets bundles and what provides that which the plan of their deployment lacks. The engine's resolver decides what that
 * is. A companion that leads nowhere is put back, and the next one is tried: what is found is found within a bounded
 * number of plans and downloads, not always. Lasts for one call.
 */
final class Gathering {
    private static final int MAX_PLANS = 150;
    private static final Logger log = LoggerFactory.getLogger(Gathering.class);

    private final WantedBundles wantedBundles;
    private final Companions companions;
    private final Shelf shelf;
    private final Deployments deployments;
    private final Predicate<String> services;
    private final int maxBundles;
    private final String reason;
    private final Author by;

    /** By symbolic name, in the order in which they came. */
    private final Map<String, Picked> picked = new LinkedHashMap<>();

    private final Set<String> asked = new HashSet<>();
    private int plans;

    /**
     * @param services says whether anybody provides a service now
     * @param maxBundles how many there may be
     */
    Gathering(
            WantedBundles wantedBundles,
            Companions companions,
            Shelf shelf,
            Deployments deployments,
            Predicate<String> services,
            int maxBundles,
            String reason,
            Author by) {
        this.wantedBundles = wantedBundles;
        this.companions = companions;
        this.shelf = shelf;
        this.deployments = deployments;
        this.services = services;
        this.maxBundles = maxBundles;
        this.reason = reason;
        this.by = by;
    }

    /** A plan and what it deploys. */
    record Gathered(Plan plan, List<Picked> picked) {
        /** Says whether this is nearer to what is wanted. */
        boolean betterThan(@Nullable Gathered other) {
            return other == null || plan.faults().size() < other.plan.faults().size();
        }
    }

    /** Returns the plan that works; if none was found, the one that lacks least. */
    Gathered gather(List<Wanted> wanted) {
        for (Wanted each : wanted) {
            put(wantedBundles.get(each));
        }
        asked.addAll(picked.keySet());
        Gathered found = complete();
        for (int i = 0; i < wanted.size() && !found.plan().applicable(); i++) {
            found = withAnotherVersion(wanted.get(i), found);
        }
        restore(found);
        Gathered best = found.plan().applicable() ? withServices(found) : found;
        restore(best);
        return now(deployments.plan(request()));
    }

    private Gathered complete() {
        Attempt attempt = new Attempt();
        attempt.goOn(trial());
        return attempt.best();
    }

    /** Returns nothing if the engine does not even plan what was picked. */
    private Optional<Gathered> completeIfItCan() {
        try {
            return Optional.of(complete());
        } catch (DeploymentException e) {
            log.debug("{} cannot be planned", picked.keySet(), e);
            return Optional.empty();
        }
    }

    private Gathered withAnotherVersion(Wanted wanted, Gathered before) {
        Gathered best = before;
        List<Picked> first = before.picked().stream()
                .filter(it -> asked.contains(it.symbolicName()))
                .toList();
        for (Picked than : first) {
            for (Candidate other : wantedBundles.others(wanted, than)) {
                Optional<Downloads.Got> got =
                        shelf.get(other, it -> it.symbolicName().equals(than.symbolicName()));
                if (got.isPresent() && !best.plan().applicable()) {
                    picked.clear();
                    first.forEach(this::put);
                    put(WantedBundles.other(got.get(), other));
                    Gathered found = completeIfItCan().orElse(best);
                    best = found.betterThan(best) ? found : best;
                }
            }
        }
        return best;
    }

    private void put(Picked it) {
        picked.put(it.symbolicName(), it);
    }

    private void restore(Gathered state) {
        picked.clear();
        state.picked().forEach(this::put);
    }

    private Gathered now(Plan plan) {
        return new Gathered(plan, List.copyOf(picked.values()));
    }

    private Plan trial() {
        plans++;
        return deployments.trial(request());
    }

    private DeploymentRequest request() {
        List<Change> changes = new ArrayList<>();
        picked.values().forEach(it -> changes.add(new Change.Deploy(it.info().digest())));
        return new DeploymentRequest(by, reason, changes);
    }

    /** Looks for companions, depth first. */
    private final class Attempt {
        private @Nullable Gathered best;
        private final Set<Cause> hopeless = new HashSet<>();

        Gathered best() {
            return java.util.Objects.requireNonNull(best, "nothing was planned");
        }

        /** @return whether the plan, with what was picked since, can be applied */
        boolean goOn(Plan plan) {
            Gathered state = now(plan);
            best = state.betterThan(best) ? state : best;
            if (plan.applicable()) {
                return true;
            }
            Cause open = open(plan);
            if (open == null || picked.size() >= maxBundles) {
                return false;
            }
            boolean any = false;
            for (Supplier<List<Candidate>> place : companions.places(open, picked.get(open.bundle()))) {
                for (Candidate each : place.get()) {
                    Optional<Picked> companion = plans < MAX_PLANS ? companion(each, open) : Optional.empty();
                    if (companion.isPresent()) {
                        any = true;
                        if (with(companion.get(), open)) {
                            return true;
                        }
                    }
                }
            }
            // what nobody has: the rest is still looked for, so that the plan says only what is really missing
            return !any && asked.contains(open.bundle()) && hopeless.add(open) && goOn(plan);
        }

        private boolean with(Picked companion, Cause open) {
            put(companion);
            Plan next = next(companion);
            if (next != null && causes(next).stream().noneMatch(it -> isSame(it, open)) && goOn(next)) {
                return true;
            }
            picked.remove(companion.symbolicName());
            return false;
        }

        /** Returns null for what the engine does not take at all, as a bundle that is the platform's own. */
        private @Nullable Plan next(Picked companion) {
            try {
                return trial();
            } catch (DeploymentException e) {
                log.debug("{} does not fit", companion.symbolicName(), e);
                return null;
            }
        }

        private @Nullable Cause open(Plan plan) {
            return causes(plan).stream()
                    .filter(Companions::canBeProvided)
                    .filter(it -> hopeless.stream().noneMatch(other -> isSame(it, other)))
                    .findFirst()
                    .orElse(null);
        }
    }

    private Optional<Picked> companion(Candidate candidate, Cause cause) {
        return shelf.get(candidate, it -> !picked.containsKey(it.symbolicName()) && Companions.provides(it, cause))
                .map(got -> new Picked(got, candidate, Companions.why(cause)));
    }

    private static List<Cause> causes(Plan plan) {
        return plan.faults().stream()
                .flatMap(it -> it.cause().stream())
                .distinct()
                .toList();
    }

    private static boolean isSame(Cause one, Cause other) {
        return one.bundle().equals(other.bundle())
                && one.namespace().equals(other.namespace())
                && one.filter().equals(other.filter());
    }

    /** Adds who provides the services that nobody will provide at run time; a plan works without them, too. */
    private Gathered withServices(Gathered found) {
        Gathered best = found;
        Set<Cause> open = new HashSet<>();
        for (Cause service = missingService(open); service != null; service = missingService(open)) {
            open.add(service);
            Gathered more = withServiceIfItCan(service, best);
            best = more == null ? best : more;
            restore(best);
        }
        return best;
    }

    /** What only adds to a plan that works must not cost the plan. */
    private @Nullable Gathered withServiceIfItCan(Cause service, Gathered base) {
        try {
            return withService(service, base);
        } catch (CatalogueException e) {
            log.info("Nobody is brought along who provides {}: {}", service.subject(), e.getMessage());
            return null;
        }
    }

    private @Nullable Gathered withService(Cause service, Gathered base) {
        for (Supplier<List<Candidate>> place : companions.places(service, picked.get(service.bundle()))) {
            for (Candidate each : place.get()) {
                Optional<Picked> companion =
                        plans < MAX_PLANS && picked.size() < maxBundles ? companion(each, service) : Optional.empty();
                if (companion.isPresent()) {
                    put(companion.get());
                    Optional<Gathered> found =
                            completeIfItCan().filter(it -> it.plan().applicable());
                    if (found.isPresent()) {
                        return found.get();
                    }
                    restore(base);
                }
            }
        }
        return null;
    }

    private @Nullable Cause missingService(Set<Cause> known) {
        for (Picked each : picked.values()) {
            for (IndexedBundle.Requirement it : each.bundle().requirements()) {
                Cause cause = cause(each, it);
                if (cause != null
                        && !known.contains(cause)
                        && !services.test(cause.subject())
                        && picked.values().stream().noneMatch(other -> Companions.provides(other.bundle(), cause))) {
                    return cause;
                }
            }
        }
        return null;
    }

    private static @Nullable Cause cause(Picked needy, IndexedBundle.Requirement requirement) {
        String service = KnownBundles.value(requirement.filter(), Constants.OBJECTCLASS);
        if (!requirement.namespace().equals(Companions.SERVICE_NAMESPACE)
                || requirement.optional()
                || service.isEmpty()) {
            return null;
        }
        return new Cause(
                Cause.Kind.REQUIREMENT_UNSATISFIED,
                needy.symbolicName(),
                service,
                requirement.namespace(),
                requirement.filter(),
                "");
    }
}
