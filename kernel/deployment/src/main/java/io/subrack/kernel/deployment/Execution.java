/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.GrantChange;
import io.subrack.kernel.api.Phase;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.deployment.ComponentFaults.Fault;
import io.subrack.kernel.spi.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one plan: stage, probe, switch, watch, commit, retire. A failure before the commit hands over to
 * {@link Undoing}. Used once, on the engine's thread.
 */
final class Execution {
    private static final Logger log = LoggerFactory.getLogger(Execution.class);
    private static final Duration WATCH_STEP = Duration.ofMillis(25);

    private final EngineParts parts;
    private final EngineSettings settings;
    private final Plan plan;
    private final EngineState base;
    private final Progress progress;
    private final Acceptance acceptance;
    private final Committed committed;
    private final GuardedCalls guard;
    private final Participations participations;
    private final Probe probe;
    private final Undoing undoing;
    private final List<Shift> shifts;

    Execution(
            EngineParts parts,
            Plan plan,
            EngineState base,
            Progress progress,
            Acceptance acceptance,
            Committed committed) {
        this.parts = parts;
        this.settings = parts.settings().get();
        this.plan = plan;
        this.base = base;
        this.progress = progress;
        this.acceptance = acceptance;
        this.committed = committed;
        this.guard = new GuardedCalls("subrack-deployment-"
                + plan.id().substring(0, Math.min(8, plan.id().length())));
        this.participations = new Participations(guard, settings.participant());
        this.probe = new Probe(parts.context(), parts.components(), participations, guard, parts.stopping());
        this.undoing = new Undoing(parts, settings, guard, participations, probe, progress);
        this.shifts = undoing.shifts();
    }

    /** Told on the engine's thread, at the moment the next set is on disk. */
    interface Committed {
        void committed(DeploymentSet next, Map<String, Installed> installed);
    }

    /** Runs to the end; whatever happens, the record ends as committed or undone. */
    void run() throws InterruptedException {
        Failure failure = null;
        try {
            failure = apply();
            if (failure != null) {
                undoing.run(failure);
            }
        } finally {
            parts.hooks().end();
            participations.close();
            guard.close();
        }
        if (failure != null) {
            progress.undone(failure);
        } else {
            progress.done("done");
        }
    }

    /** Returns why the deployment must be undone, or null. */
    private @Nullable Failure apply() throws InterruptedException {
        try {
            stage();
            start();
            switchOver();
            watch();
            commit();
        } catch (DeploymentFailure e) {
            log.warn("deployment {} is undone: {}", plan.id(), e.getMessage());
            return e.failure();
        } catch (RuntimeException | Error e) {
            // The top of the engine's thread: a fault of the engine itself must not end it.
            log.error("the engine failed in deployment {}", plan.id(), e);
            String sentence = "The engine itself failed: " + Sentences.describe(e) + "; see the log.";
            return new Failure(DeploymentProblem.PARTICIPANT_FAILED, sentence);
        }
        try {
            retire();
        } catch (RuntimeException | Error e) {
            log.error("the engine failed while it retired bundles of deployment {}", plan.id(), e);
            progress.warn("The engine failed while it put away the old bundles: " + Sentences.describe(e) + ".");
        }
        return null;
    }

    private void stage() throws DeploymentFailure, InterruptedException {
        progress.phase(Phase.STAGE, "staging " + plan.bundles().size() + " bundles beside set " + plan.baseSet());
        tellGrants();
        new Staging(plan, base, parts.store()::set, parts.instances()).run(shifts::add);
        parts.hooks().begin(pick(Shift::fresh), leaving());
        List<Bundle> fresh = pick(shift -> shift.installed() ? shift.fresh() : null);
        FrameworkWiring framework =
                parts.context().getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        if (!fresh.isEmpty() && !framework.resolveBundles(fresh)) {
            String reasons = fresh.stream()
                    .filter(bundle -> bundle.getState() == Bundle.INSTALLED)
                    .map(parts.instances()::unresolved)
                    .collect(Collectors.joining(" "));
            throw new DeploymentFailure(DeploymentProblem.UNRESOLVED, reasons);
        }
        participations.join(
                parts.participants().get(),
                new Transition(
                        plan.id(),
                        shifts.stream()
                                .filter(Shift::touchesInstance)
                                .map(Shift::move)
                                .toList(),
                        List.copyOf(entries().values()),
                        settings.drain()));
        progress.step(fresh.isEmpty() ? "nothing to install" : "installed and resolved " + names(fresh));
    }

    /** For the history: who has which right since when must not have to be guessed. */
    private void tellGrants() {
        tellGrants("granted", GrantChange.Effect.GIVEN);
        tellGrants("taken away", GrantChange.Effect.DROPPED);
    }

    private void tellGrants(String verb, GrantChange.Effect effect) {
        String all = plan.grants().stream()
                .filter(change -> change.effect() == effect)
                .map(change -> change.bundle() + ": " + change.scope())
                .collect(Collectors.joining(", "));
        if (!all.isEmpty()) {
            progress.step(verb + ": " + all);
        }
    }

    /** Returns the next set's entries, as far as they are known before the new bundles run. */
    private Map<String, SetEntry> entries() {
        Map<String, SetEntry> entries = new TreeMap<>();
        base.set().bundles().forEach(entry -> entries.put(entry.symbolicName(), entry));
        for (Shift shift : shifts) {
            entries.remove(shift.symbolicName());
            if (!shift.removed()) {
                entries.put(shift.symbolicName(), shift.after());
            }
        }
        return entries;
    }

    private List<Bundle> leaving() {
        List<Bundle> leaving = pick(shift -> shift.uninstallsOld() ? shift.old() : null);
        leaving.addAll(pick(Shift::retiring));
        return leaving;
    }

    /** Side by side first; then what must wait for an exclusive bundle to stop, and what needs such a one. */
    private void start() throws DeploymentFailure, InterruptedException {
        progress.phase(Phase.PROBE, "starting");
        StartOrder order = new StartOrder(pick(Shift::starting));
        List<Bundle> exclusive = pick(shift -> shift.exclusive() ? shift.starting() : null);
        Set<Bundle> late = new LinkedHashSet<>(exclusive);
        late.addAll(order.dependents(exclusive));
        List<Bundle> sorted = order.order();
        startAndProbe(sorted.stream().filter(Predicate.not(late::contains)).toList());
        if (shifts.stream().anyMatch(Shift::exclusive)) {
            acceptance.awaitIntent();
            stopExclusive();
            startAndProbe(sorted.stream().filter(late::contains).toList());
        }
        if (!sorted.isEmpty()) {
            progress.step("everything expected of " + names(sorted) + " is there");
        }
    }

    private void startAndProbe(List<Bundle> bundles) throws DeploymentFailure, InterruptedException {
        for (Bundle bundle : bundles) {
            if (!Instances.fragment(bundle)) {
                long begun = System.nanoTime();
                parts.instances().start(bundle, guard, settings.start(), undoing::takeAway);
                progress.step("started " + Sentences.name(bundle) + " in "
                        + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
            }
        }
        probe.await(bundles, settings.probe());
    }

    private void stopExclusive() throws DeploymentFailure, InterruptedException {
        List<Bundle> old =
                new ArrayList<>(new StartOrder(pick(shift -> shift.exclusive() ? shift.retiring() : null)).order());
        Collections.reverse(old);
        progress.step("holding requests to " + names(old) + ", which cannot run beside the new version");
        for (Bundle bundle : old) {
            participations.hold(bundle);
        }
        for (Bundle bundle : old) {
            participations.drain(bundle, settings.drain()).ifPresent(progress::warn);
            undoing.stopping(bundle);
            parts.instances().stop(bundle, guard, settings.stop()).ifPresent(progress::warn);
        }
    }

    private void switchOver() throws DeploymentFailure, InterruptedException {
        acceptance.awaitIntent();
        progress.phase(Phase.SWITCH, "switching over");
        undoing.switched();
        parts.hooks().switched();
        participations.switchOver();
    }

    /** Only what took somebody's place is watched: nobody relied on a bundle that is new. */
    private void watch() throws DeploymentFailure, InterruptedException {
        if (settings.watch().isZero() || shifts.stream().noneMatch(Shift::replaces)) {
            return;
        }
        progress.phase(Phase.WATCH, "watching for " + Sentences.duration(settings.watch()));
        List<Bundle> fresh = pick(Shift::starting);
        long end = System.nanoTime() + settings.watch().toNanos();
        while (System.nanoTime() < end && !parts.stopping().getAsBoolean()) {
            Optional<String> breach = participations.breach();
            if (breach.isPresent()) {
                throw new DeploymentFailure(DeploymentProblem.WATCH_BREACHED, breach.get());
            }
            Set<Fault> stopped = new LinkedHashSet<>();
            Probe.addStopped(fresh, stopped);
            if (!stopped.isEmpty()) {
                throw new DeploymentFailure(
                        DeploymentProblem.WATCH_BREACHED,
                        stopped.iterator().next().sentence());
            }
            Thread.sleep(Math.max(1, Math.min(WATCH_STEP.toMillis(), (end - System.nanoTime()) / 1_000_000)));
        }
    }

    private void commit() throws DeploymentFailure, InterruptedException {
        DeploymentSet next = next();
        Deployment record = progress.committedAs(next.number());
        try {
            parts.store().commit(next, record);
        } catch (DeploymentException | IllegalStateException e) {
            // What counts is what is on disk, not what the failed call said.
            if (parts.store().current().number() != next.number()) {
                throw new DeploymentFailure(
                        DeploymentProblem.STORE_FAILED,
                        "Set " + next.number() + " could not be written: " + e.getMessage(),
                        e);
            }
            progress.warn("Set " + next.number() + " is on disk, but writing it complained: " + e.getMessage());
        }
        Map<String, Installed> installed = new HashMap<>(base.installed());
        for (Shift shift : shifts) {
            if (shift.removed()) {
                installed.remove(shift.symbolicName());
            } else if (shift.touchesInstance()) {
                installed.put(shift.symbolicName(), Installed.now(shift.fresh() == null ? shift.old() : shift.fresh()));
            }
        }
        committed.committed(next, installed);
        // Before anybody is told: what is gone must be gone for whoever has read that the deployment is committed.
        participations.committed();
        log.info("set {} is live, by {}: {}", next.number(), next.author(), Sentences.changes(plan.bundles()));
        progress.committed(next.number());
    }

    private DeploymentSet next() throws DeploymentFailure, InterruptedException {
        Map<String, SetEntry> entries = entries();
        for (Shift shift : shifts) {
            if (!shift.removed()) {
                entries.put(shift.symbolicName(), withContributions(shift));
            }
        }
        return new DeploymentSet(
                base.set().number() + 1,
                Instant.now(),
                plan.request().author(),
                plan.request().reason(),
                plan.id(),
                List.copyOf(entries.values()),
                parts.configuration().getAsLong());
    }

    /** What a live bundle was seen to contribute, and of the kinds that no participant speaks of, what was expected. */
    private SetEntry withContributions(Shift shift) throws DeploymentFailure, InterruptedException {
        Bundle live = shift.starting();
        if (live == null) {
            return shift.after();
        }
        List<Contribution> seen = new ArrayList<>(participations.contributions(live));
        Set<String> kinds = seen.stream().map(Contribution::kind).collect(Collectors.toSet());
        shift.after().contributions().stream()
                .filter(expected -> !kinds.contains(expected.kind()))
                .forEach(seen::add);
        return shift.after().withContributions(seen);
    }

    /** There is no way back any more: what goes wrong here is a warning. */
    private void retire() throws InterruptedException {
        List<Bundle> old = leaving();
        progress.phase(Phase.RETIRE, old.isEmpty() ? "nothing to retire" : "retiring " + names(Set.copyOf(old)));
        if (old.isEmpty()) {
            return;
        }
        long end = System.nanoTime() + settings.drain().toNanos();
        for (Bundle bundle : pick(Shift::retiring)) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            participations.drain(bundle, left).ifPresent(progress::warn);
        }
        List<Bundle> order = new ArrayList<>(new StartOrder(new LinkedHashSet<>(old)).order());
        Collections.reverse(order);
        Set<Bundle> uninstalled = new LinkedHashSet<>(pick(shift -> shift.uninstallsOld() ? shift.old() : null));
        for (Bundle bundle : order) {
            parts.instances().stop(bundle, guard, settings.stop()).ifPresent(progress::warn);
        }
        for (Bundle bundle : order) {
            if (uninstalled.contains(bundle)) {
                parts.leaks().watch(bundle, plan.id());
                parts.instances().uninstall(bundle, guard, settings.stop()).ifPresent(progress::warn);
            }
        }
        parts.purge().run(uninstalled, settings.stop());
    }

    private List<Bundle> pick(Picker picker) {
        return shifts.stream()
                .map(picker::pick)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String names(Collection<Bundle> bundles) {
        return bundles.stream().map(Sentences::name).sorted().collect(Collectors.joining(", "));
    }

    /** Takes an instance out of a shift, or nothing. */
    private interface Picker {
        @Nullable
        Bundle pick(Shift shift);
    }
}
