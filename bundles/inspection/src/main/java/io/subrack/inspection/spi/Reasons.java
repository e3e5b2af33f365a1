/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.spi.Causes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says why something is not running, and what would help. Not kept. */
final class Reasons {
    /** Each is looked for in all bundles; who wants to know more of the others asks for one. */
    private static final int MOST_EXPLAINED = 20;

    private final Roster roster;
    private final Causes causes;
    private final Remedies remedies;

    Reasons(Roster roster, Causes causes, Remedies remedies) {
        this.roster = roster;
        this.causes = causes;
        this.remedies = remedies;
    }

    Why of(BundleStatus status) {
        var name = status.entry().symbolicName() + " " + status.entry().version();
        return switch (status.health()) {
            case SERVING -> new Why(name + " is serving.", List.of(), List.of());
            case STOPPED ->
                new Why(
                        name + " was stopped; start it to have it serve.",
                        List.of(),
                        List.of(Fix.start(status.entry().symbolicName())));
            case STARTING, FAILED -> ofFailing(status, name);
        };
    }

    private Why ofFailing(BundleStatus status, String name) {
        var found = withProviders(status, causes.of(status.entry().symbolicName()));
        Set<String> sentences = new LinkedHashSet<>();
        found.forEach(cause -> sentences.add(cause.sentence()));
        if (sentences.isEmpty()) {
            sentences.addAll(status.faults());
        }
        var first = sentences.stream()
                .findFirst()
                .orElse(name + (status.health() == Health.STARTING ? " is starting." : " is not running."));
        return new Why(first, List.copyOf(sentences), remedies.of(status, found));
    }

    /** A service may be missing because the bundle that has it failed as a whole: then that is where it begins. */
    private List<Cause> withProviders(BundleStatus status, List<Cause> found) {
        List<Cause> all = new ArrayList<>();
        for (var cause : found) {
            var provider = cause.kind() == Cause.Kind.SERVICE_MISSING ? failedProvider(status, cause.subject()) : null;
            if (provider != null) {
                var name = provider.entry().symbolicName();
                causes.of(name)
                        .forEach(deeper -> all.add(new Cause(
                                deeper.kind(),
                                deeper.bundle(),
                                deeper.subject(),
                                deeper.namespace(),
                                deeper.filter(),
                                deeper.sentence() + " Therefore " + name + " does not provide service "
                                        + cause.subject() + ", which " + cause.bundle() + " needs.")));
            }
            if (provider == null || all.isEmpty()) {
                all.add(cause);
            }
        }
        return all;
    }

    private @Nullable BundleStatus failedProvider(BundleStatus needer, String service) {
        return roster.capabilities().stream()
                .filter(status -> status.health() == Health.FAILED && !status.equals(needer))
                .filter(status -> Remedies.offers(status.entry(), service))
                .findFirst()
                .orElse(null);
    }

    /** Returns why a plan cannot be applied, or empty if it can. */
    Optional<Why> of(Plan plan) {
        if (plan.applicable()) {
            return Optional.empty();
        }
        var sentences =
                plan.faults().stream().map(PlanFault::sentence).distinct().toList();
        var found =
                plan.faults().stream().flatMap(fault -> fault.cause().stream()).toList();
        return Optional.of(new Why(sentences.get(0), sentences, remedies.against(found)));
    }

    /** Returns where a failure of a deployment begins. */
    Why of(Deployment.Failure failure) {
        var leaves = failure.causes().stream().map(Cause::sentence).distinct().toList();
        return new Why(
                failure.sentence(),
                leaves.isEmpty() ? List.of(failure.sentence()) : leaves,
                remedies.against(failure.causes()));
    }

    private static Why inShort(BundleStatus status) {
        var sentence = status.faults().stream()
                .findFirst()
                .orElse(status.entry().symbolicName() + " " + status.entry().version() + " is not running.");
        return new Why(sentence, status.faults(), List.of());
    }

    /** Returns what an admin should look at among the bundles: what failed first, then what waits. */
    List<Attention> attention() {
        List<Attention> all = new ArrayList<>();
        for (var status : roster.capabilities()) {
            if (status.health() == Health.FAILED) {
                var why = all.size() < MOST_EXPLAINED ? of(status) : inShort(status);
                all.add(new Attention(
                        status.entry().symbolicName(), Attention.ERROR, why.sentence(), null, why.fixes()));
            }
        }
        for (var status : roster.capabilities()) {
            if (status.health() == Health.STARTING && !status.faults().isEmpty()) {
                // It waits for something, and may do so forever.
                var why = all.size() < MOST_EXPLAINED ? of(status) : inShort(status);
                all.add(new Attention(
                        status.entry().symbolicName(), Attention.WARNING, why.sentence(), null, why.fixes()));
            }
        }
        for (var status : roster.capabilities()) {
            if (status.health() == Health.SERVING) {
                var name = status.entry().symbolicName();
                var missing = remedies.missingGrants(status);
                if (!missing.isEmpty()) {
                    all.add(new Attention(
                            name,
                            Attention.INFO,
                            name + " asks for " + Impacts.some(missing) + " and does not have it; what it calls with"
                                    + " that is refused.",
                            null,
                            missing.stream()
                                    .map(scope -> Fix.grant(name, scope))
                                    .toList()));
                }
            }
        }
        return all;
    }
}
