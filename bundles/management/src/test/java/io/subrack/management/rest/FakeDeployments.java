/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Approval;
import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.ContributionChange;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.GrantChange;
import io.subrack.kernel.api.GrantDecision;
import io.subrack.kernel.api.Phase;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.api.Wiring;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.osgi.framework.Version;

/**
 * An engine without a framework: plans and sets are real, nothing is installed. Names tell how a bundle behaves: one with
 * {@code unresolved} has a plan with faults, {@code reaching} needs a yes, {@code broken} fails, {@code slow} stays
 * running until the test finishes it.
 */
final class FakeDeployments implements Deployments {
    /** What a bundle with {@code asking} in its name asks for. */
    static final String ASKED = "inventory.read";

    final List<GrantDecision> decisions = new ArrayList<>();
    private final FakeArtifacts artifacts;
    private final Map<String, Plan> plans = new LinkedHashMap<>();
    private final LinkedHashMap<String, Deployment> history = new LinkedHashMap<>();
    private final List<DeploymentSet> sets = new ArrayList<>();
    private final Map<String, List<SetEntry>> outcomes = new LinkedHashMap<>();
    private final List<Consumer<Deployment>> listeners = new ArrayList<>();
    private int ids;
    int staleTimes;

    /** What happens once, after somebody has read how a deployment stands. */
    private Runnable afterRead = () -> {};

    FakeDeployments(FakeArtifacts artifacts) {
        this.artifacts = artifacts;
        sets.add(new DeploymentSet(0, Instant.EPOCH, "subrack", "", "", List.of()));
    }

    @Override
    public synchronized Plan plan(DeploymentRequest request) {
        var before = new TreeMap<String, SetEntry>();
        currentSet().bundles().forEach(entry -> before.put(entry.symbolicName(), entry));
        var after = new TreeMap<>(before);
        request.changes().forEach(change -> apply(change, after));
        if (after.equals(before)) {
            throw new DeploymentException(DeploymentProblem.NOTHING_TO_DO, "everything is so already");
        }
        var id = "%032x".formatted(++ids);
        var changed = after.values().stream()
                .filter(entry -> !entry.equals(before.get(entry.symbolicName())))
                .map(entry -> new BundleChange(
                        entry.symbolicName(),
                        before.containsKey(entry.symbolicName())
                                ? BundleChange.Action.REPLACE
                                : BundleChange.Action.ADD,
                        Optional.ofNullable(before.get(entry.symbolicName())).map(SetEntry::version),
                        Optional.of(entry.version()),
                        Optional.of(entry.artifact()),
                        true,
                        ""))
                .toList();
        var names = changed.stream().map(BundleChange::symbolicName).toList();
        var plan = new Plan(
                id,
                Instant.now(),
                currentSet().number(),
                request,
                changed,
                List.of(new Wiring("com.acme.greeter 1.0.0", "package org.slf4j [2.0,3)", "platform")),
                names.stream().anyMatch(name -> name.contains("reaching")),
                List.of(new ContributionChange(
                        "com.acme.greeter",
                        new Contribution(Contribution.ROUTE, "/greeter"),
                        ContributionChange.Effect.APPEARS,
                        List.of())),
                names.stream()
                        .filter(name -> name.contains("asking"))
                        .map(name -> new GrantChange(name, ASKED, GrantChange.Effect.ASKED_NEW))
                        .toList(),
                Plan.Interruption.NONE,
                names.stream().anyMatch(name -> name.contains("unresolved"))
                        ? List.of(new PlanFault(
                                PlanFault.Kind.MISSING, "com.acme.unresolved", "nobody exports com.acme.text"))
                        : List.of(),
                List.of());
        plans.put(id, plan);
        outcomes.put(id, List.copyOf(after.values()));
        return plan;
    }

    private void apply(Change change, Map<String, SetEntry> entries) {
        if (change instanceof Change.Install install) {
            put(install.artifact(), entries);
        } else if (change instanceof Change.Update update) {
            put(update.artifact(), entries);
        } else if (change instanceof Change.Deploy deploy) {
            put(deploy.artifact(), entries);
        } else if (change instanceof Change.Start start) {
            entries.put(
                    start.symbolicName(), known(start.symbolicName(), entries).withState(StartState.STARTED));
        } else if (change instanceof Change.Stop stop) {
            entries.put(stop.symbolicName(), known(stop.symbolicName(), entries).withState(StartState.STOPPED));
        } else if (change instanceof Change.Grant grant) {
            entries.put(
                    grant.symbolicName(), known(grant.symbolicName(), entries).withGrants(grant.scopes()));
        } else if (change instanceof Change.Uninstall uninstall) {
            entries.remove(known(uninstall.symbolicName(), entries).symbolicName());
        } else if (change instanceof Change.RollBack rollBack) {
            var set = set(rollBack.set())
                    .orElseThrow(() -> new DeploymentException(
                            DeploymentProblem.SET_UNKNOWN, "there is no set " + rollBack.set()));
            entries.clear();
            set.bundles().forEach(entry -> entries.put(entry.symbolicName(), entry));
        }
    }

    private void put(Sha256 digest, Map<String, SetEntry> entries) {
        ArtifactInfo info = artifacts
                .info(digest)
                .orElseThrow(() -> new DeploymentException(
                        DeploymentProblem.ARTIFACT_UNKNOWN, "artifact " + digest.abbreviated() + " is not stored"));
        entries.put(
                info.symbolicName(),
                new SetEntry(info.symbolicName(), info.version(), digest, StartState.STARTED, List.of()));
    }

    private synchronized void approve(Plan plan, GrantDecision decision) {
        decisions.add(decision);
        if (decision instanceof GrantDecision.AllAsked) {
            outcomes.computeIfPresent(
                    plan.id(),
                    (id, entries) -> entries.stream()
                            .map(entry -> plan.grants().stream()
                                            .anyMatch(change -> change.bundle().equals(entry.symbolicName()))
                                    ? entry.withGrants(List.of(ASKED))
                                    : entry)
                            .toList());
        }
    }

    private static SetEntry known(String symbolicName, Map<String, SetEntry> entries) {
        var entry = entries.get(symbolicName);
        if (entry == null) {
            throw new DeploymentException(
                    DeploymentProblem.BUNDLE_UNKNOWN, symbolicName + " is not in the current set");
        }
        return entry;
    }

    @Override
    public Plan trial(DeploymentRequest request) {
        throw new UnsupportedOperationException("nobody tries here");
    }

    @Override
    public synchronized Optional<Plan> plan(String id) {
        return Optional.ofNullable(plans.get(id));
    }

    @Override
    public Deployment apply(String planId, Approval approval) {
        var plan = plan(planId).orElseThrow();
        if (plan.leavesRequest() && !approval.yes()) {
            throw new DeploymentException(DeploymentProblem.PLAN_NEEDS_YES, "say yes");
        }
        if (staleTimes > 0) {
            staleTimes--;
            throw new DeploymentException(DeploymentProblem.PLAN_STALE, "another deployment came between");
        }
        approve(plan, approval.grants());
        var accepted = new Deployment(
                planId,
                plan.request().by(),
                plan.request().reason(),
                plan.baseSet(),
                Deployment.Status.RUNNING,
                Phase.STAGE,
                plan.bundles(),
                List.of(new Deployment.Step(Instant.now(), Phase.STAGE, "installed beside the old")),
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                plan.grants(),
                List.of());
        change(accepted);
        var names = plan.bundles().stream().map(BundleChange::symbolicName).toList();
        if (names.stream().anyMatch(name -> name.contains("broken"))) {
            end(
                    planId,
                    new Deployment.Failure(
                            DeploymentProblem.START_FAILED, "com.acme.broken 1.0.0 failed to start: no luck"));
        } else if (names.stream().noneMatch(name -> name.contains("slow"))) {
            finish(planId);
        }
        return accepted;
    }

    synchronized void afterRead(Runnable once) {
        afterRead = once;
    }

    /** Adds a step to a running deployment. */
    void step(String id, Phase phase, String text) {
        change(id, old -> copy(old, old.status(), phase, text, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** Commits a running deployment. */
    synchronized void finish(String id) {
        var next = new DeploymentSet(
                currentSet().number() + 1, Instant.now(), "ada", "", id, outcomes.getOrDefault(id, List.of()));
        sets.add(next);
        change(
                id,
                old -> copy(
                        old,
                        Deployment.Status.COMMITTED,
                        Phase.DONE,
                        "serving",
                        Optional.of(Instant.now()),
                        Optional.of(next.number()),
                        Optional.empty()));
    }

    private void end(String id, Deployment.Failure failure) {
        change(
                id,
                old -> copy(
                        old,
                        Deployment.Status.UNDONE,
                        Phase.DONE,
                        "put back",
                        Optional.of(Instant.now()),
                        Optional.empty(),
                        Optional.of(failure)));
    }

    private static Deployment copy(
            Deployment old,
            Deployment.Status status,
            Phase phase,
            String text,
            Optional<Instant> ended,
            Optional<Long> newSet,
            Optional<Deployment.Failure> failure) {
        var steps = new ArrayList<>(old.steps());
        steps.add(new Deployment.Step(Instant.now(), phase, text));
        return new Deployment(
                old.id(),
                old.by(),
                old.reason(),
                old.baseSet(),
                status,
                phase,
                old.bundles(),
                steps,
                old.started(),
                ended,
                newSet,
                failure,
                old.grants(),
                old.warnings());
    }

    private void change(String id, UnaryOperator<Deployment> how) {
        change(how.apply(deployment(id).orElseThrow()));
    }

    private synchronized void change(Deployment changed) {
        history.put(changed.id(), changed);
        notifyAll();
        List.copyOf(listeners).forEach(listener -> listener.accept(changed));
    }

    @Override
    public synchronized Deployment await(String id, Duration deadline) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (history.get(id).status() == Deployment.Status.RUNNING) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return history.get(id);
    }

    @Override
    public synchronized Optional<Deployment> deployment(String id) {
        var read = Optional.ofNullable(history.get(id));
        var next = afterRead;
        afterRead = () -> {};
        next.run();
        return read;
    }

    @Override
    public synchronized List<Deployment> history(int limit) {
        var newest = new ArrayList<>(history.values());
        java.util.Collections.reverse(newest);
        return newest.stream().limit(limit).toList();
    }

    @Override
    public synchronized DeploymentSet currentSet() {
        return sets.get(sets.size() - 1);
    }

    @Override
    public synchronized Optional<DeploymentSet> set(long number) {
        return number < sets.size() ? Optional.of(sets.get((int) number)) : Optional.empty();
    }

    @Override
    public synchronized List<DeploymentSet> sets(int limit) {
        var newest = new ArrayList<>(sets);
        java.util.Collections.reverse(newest);
        return newest.stream().limit(limit).toList();
    }

    @Override
    public List<BundleStatus> bundles() {
        return currentSet().bundles().stream()
                .map(entry -> new BundleStatus(
                        entry,
                        Optional.of(40L),
                        entry.state() == StartState.STOPPED ? BundleStatus.Health.STOPPED : BundleStatus.Health.SERVING,
                        List.of()))
                .toList();
    }

    @Override
    public synchronized Subscription subscribe(Consumer<Deployment> listener) {
        listeners.add(listener);
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }

    /** Makes a set of many bundles current. */
    synchronized void fill(int count) {
        var entries = new ArrayList<SetEntry>();
        for (int i = 0; i < count; i++) {
            entries.add(new SetEntry(
                    "com.acme.bundle%04d".formatted(i),
                    new Version(1, 0, 0),
                    new Sha256("%064x".formatted(i)),
                    i % 10 == 0 ? StartState.STOPPED : StartState.STARTED,
                    List.of(new Contribution(Contribution.ROUTE, "/b" + i))));
        }
        sets.add(new DeploymentSet(currentSet().number() + 1, Instant.now(), "ada", "", "", entries));
    }
}
