/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.BundleChange.Action;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.ContributionChange;
import io.subrack.kernel.api.ContributionChange.Effect;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.GrantChange;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** Turns a plan into shifts, installing the new instances. */
final class Staging {
    private static final Set<Action> NEW_INSTANCE = Set.of(Action.ADD, Action.REPLACE, Action.REWIRE);

    private static final Set<Action> KEEPS_OFFERS = Set.of(Action.STOP, Action.GRANT);

    private final Plan plan;
    private final EngineState base;
    private final LongFunction<Optional<DeploymentSet>> sets;
    private final Instances instances;

    Staging(Plan plan, EngineState base, LongFunction<Optional<DeploymentSet>> sets, Instances instances) {
        this.plan = plan;
        this.base = base;
        this.sets = sets;
        this.instances = instances;
    }

    /**
     * Installs what is new.
     *
     * @param staged told of each shift at once, so that what was installed before a failure can be taken away
     */
    void run(Consumer<Shift> staged) throws DeploymentFailure {
        for (BundleChange change : inRequestOrder()) {
            staged.accept(shift(change));
        }
    }

    /** One change per bundle: a new instance says more than a start or stop of the old. */
    private List<BundleChange> inRequestOrder() {
        Map<String, BundleChange> changes = new LinkedHashMap<>();
        for (BundleChange change : plan.bundles()) {
            changes.merge(change.symbolicName(), change, (one, other) -> rank(one) >= rank(other) ? one : other);
        }
        List<BundleChange> ordered = new ArrayList<>(changes.values());
        ordered.sort(Comparator.comparingInt(this::place));
        return ordered;
    }

    private static int rank(BundleChange change) {
        return NEW_INSTANCE.contains(change.action()) || change.action() == Action.REMOVE ? 1 : 0;
    }

    private int place(BundleChange change) {
        List<Change> asked = plan.request().changes();
        for (int i = 0; i < asked.size(); i++) {
            if (names(asked.get(i), change)) {
                return i;
            }
        }
        return asked.size();
    }

    private static boolean names(Change asked, BundleChange change) {
        if (asked instanceof Change.Install install) {
            return isArtifact(change, install.artifact());
        } else if (asked instanceof Change.Update update) {
            return isArtifact(change, update.artifact());
        } else if (asked instanceof Change.Deploy deploy) {
            return isArtifact(change, deploy.artifact());
        } else if (asked instanceof Change.Start start) {
            return start.symbolicName().equals(change.symbolicName());
        } else if (asked instanceof Change.Stop stop) {
            return stop.symbolicName().equals(change.symbolicName());
        } else if (asked instanceof Change.Grant grant) {
            return grant.symbolicName().equals(change.symbolicName());
        } else if (asked instanceof Change.Uninstall uninstall) {
            return uninstall.symbolicName().equals(change.symbolicName());
        }
        return false;
    }

    private static boolean isArtifact(BundleChange change, Sha256 artifact) {
        return change.artifact().filter(artifact::equals).isPresent();
    }

    private Shift shift(BundleChange change) throws DeploymentFailure {
        String symbolicName = change.symbolicName();
        Installed installed = base.installed().get(symbolicName);
        Bundle old = installed == null ? null : installed.bundle();
        boolean oldRuns = old != null && Instances.running(old);
        SetEntry after = after(change);
        Bundle fresh = null;
        boolean isNew = false;
        if (NEW_INSTANCE.contains(change.action()) || (change.action() == Action.START && old == null)) {
            fresh = instances.install(symbolicName, after.artifact());
            isNew = true;
        } else if (change.action() == Action.START) {
            fresh = old;
        }
        boolean exclusive = oldRuns && isNew && !change.liveTwice();
        return new Shift(change.action(), old, oldRuns, fresh, isNew, exclusive, after);
    }

    private SetEntry after(BundleChange change) throws DeploymentFailure {
        String symbolicName = change.symbolicName();
        SetEntry before = base.set().entry(symbolicName).orElse(null);
        if (change.action() == Action.REMOVE && before != null) {
            return before;
        }
        Sha256 artifact = change.artifact().orElse(before == null ? null : before.artifact());
        org.osgi.framework.Version version = change.to().orElse(before == null ? null : before.version());
        if (artifact == null || version == null) {
            throw new DeploymentFailure(
                    DeploymentProblem.BUNDLE_UNKNOWN,
                    symbolicName + " is not in set " + base.set().number() + "; make a new plan.");
        }
        StartState state = state(change, before);
        List<Contribution> expected = KEEPS_OFFERS.contains(change.action()) && before != null
                ? before.contributions()
                : expected(symbolicName, before);
        return new SetEntry(symbolicName, version, artifact, state, expected, grants(symbolicName));
    }

    /** What a touched bundle has stands in the plan, all of it. */
    private SortedSet<String> grants(String symbolicName) {
        return plan.grants().stream()
                .filter(change -> change.bundle().equals(symbolicName) && change.holds())
                .map(GrantChange::scope)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Contribution> expected(String symbolicName, @Nullable SetEntry before) {
        List<Contribution> described = plan.contributions().stream()
                .filter(change -> change.bundle().equals(symbolicName) && change.effect() != Effect.DISAPPEARS)
                .map(ContributionChange::contribution)
                .toList();
        boolean silent = plan.contributions().stream()
                .noneMatch(change -> change.bundle().equals(symbolicName));
        return silent && before != null ? before.contributions() : described;
    }

    /** A bundle keeps its state unless the request says otherwise; a new one is started. */
    private StartState state(BundleChange change, @Nullable SetEntry before) {
        StartState state = before == null ? StartState.STARTED : before.state();
        if (change.action() == Action.START) {
            state = StartState.STARTED;
        } else if (change.action() == Action.STOP) {
            state = StartState.STOPPED;
        }
        for (Change asked : plan.request().changes()) {
            if (asked instanceof Change.Start start && start.symbolicName().equals(change.symbolicName())) {
                state = StartState.STARTED;
            } else if (asked instanceof Change.Stop stop && stop.symbolicName().equals(change.symbolicName())) {
                state = StartState.STOPPED;
            } else if (asked instanceof Change.RollBack back) {
                state = sets.apply(back.set())
                        .flatMap(set -> set.entry(change.symbolicName()))
                        .map(SetEntry::state)
                        .orElse(state);
            }
        }
        return state;
    }
}
