/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Approval;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.Deployment.Status;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Phase;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.ConfigurationLayers;
import io.subrack.kernel.spi.DeploymentParticipant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes deployments in, runs them one after the other on {@link EngineThread}, and tells how they stand. All methods may
 * be called by any thread.
 */
final class Engine {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private final DeploymentStore store;
    private final Planner planner;
    private final EngineParts parts;
    private final Plans plans;
    private final Listeners listeners = new Listeners();
    private final EngineThread thread;
    private final Published state;
    private final Map<String, Acceptance> settling = new ConcurrentHashMap<>();
    private final Object accepting = new Object();
    private volatile BooleanSupplier incomplete = () -> false;
    private volatile ArtifactPolicies policies = new ArtifactPolicies(List::of, id -> Optional.empty());
    private volatile boolean stopping;
    private volatile @Nullable ConfigurationLayers configuration;

    Engine(
            BundleContext context,
            Artifacts artifacts,
            DeploymentStore store,
            Planner planner,
            Supplier<EngineSettings> settings,
            Supplier<List<DeploymentParticipant>> participants) {
        this.store = store;
        this.planner = planner;
        StagingHooks hooks = new StagingHooks(context);
        LeakWatch leaks = new LeakWatch();
        this.parts = new EngineParts(
                context,
                store,
                new Instances(context, artifacts, hooks, leaks),
                hooks,
                new Purge(context),
                leaks,
                new Components(context),
                settings,
                participants,
                symbolicName -> planner.explain(symbolicName, live()),
                this::configurationRevision,
                () -> stopping);
        this.plans = new Plans(() -> settings.get().plans());
        this.state = new Published(new EngineState(store.current(), Map.of(), Map.of(), false));
        this.thread = new EngineThread(parts, state, this::reportLeaks);
    }

    EngineState state() {
        return state.get();
    }

    Published published() {
        return state;
    }

    EngineParts parts() {
        return parts;
    }

    Listeners listeners() {
        return listeners;
    }

    boolean stopping() {
        return stopping;
    }

    /** Has deployments wait for more than the boot: whoever takes part in them must be there. */
    void awaits(BooleanSupplier missing) {
        incomplete = missing;
    }

    /** Says whether each bundle was given its start, those of the platform included. */
    boolean started() {
        return state.get().booted() && !incomplete.getAsBoolean();
    }

    boolean accepting() {
        return started() && !stopping;
    }

    Plan plan(DeploymentRequest request) {
        Plan plan = trial(request);
        plans.put(plan);
        return plan;
    }

    /** Computes a plan that nobody can apply. */
    Plan trial(DeploymentRequest request) {
        checkOpen();
        Plan plan = planner.plan(request, live());
        ConfigurationLayers layers = configuration;
        if (layers != null) {
            plan = ConfigurationStays.noted(plan, layers, store);
        }
        return policies.judge(plan, state.get().set());
    }

    void policies(ArtifactPolicies judges) {
        policies = judges;
    }

    void configuration(ConfigurationLayers layers) {
        configuration = layers;
    }

    private long configurationRevision() {
        ConfigurationLayers layers = configuration;
        return layers == null ? 0 : layers.revision();
    }

    private Live live() {
        EngineState now = state.get();
        return new Live(
                now.set(), now.bundles(), parts.context(), parts.participants().get());
    }

    /** Returns what keeps a bundle of the set from running or being whole, as far as programs can know. */
    List<Cause> causes(String symbolicName) {
        EngineState now = state.get();
        Installed installed = now.installed().get(symbolicName);
        SetEntry entry = now.set().entry(symbolicName).orElse(null);
        if (entry == null || installed == null || entry.state() == StartState.STOPPED) {
            return List.of();
        }
        Bundle bundle = installed.bundle();
        if (bundle != null && Instances.running(bundle)) {
            return parts.components().causes(bundle, any -> true);
        }
        List<Cause> causes = planner.diagnose(symbolicName, live()).stream()
                .flatMap(fault -> fault.cause().stream())
                .toList();
        return causes.isEmpty() && !installed.fault().isEmpty()
                ? List.of(new Cause(Cause.Kind.NOT_RUNNING, symbolicName, "", "", "", installed.fault()))
                : causes;
    }

    Optional<Plan> plan(String id) {
        return plans.get(id);
    }

    Deployment apply(String planId, Approval approval) {
        Plan plan = plans.get(planId)
                .orElseThrow(() -> new DeploymentException(
                        DeploymentProblem.PLAN_UNKNOWN, "Plan " + planId + " is unknown or too old; make a new plan."));
        synchronized (accepting) {
            Deployment running = state.get().running().get(planId);
            if (running != null) {
                return running;
            }
            check(plan, approval.yes());
            return accept(Approved.plan(plan, approval.grants()));
        }
    }

    private void check(Plan plan, boolean yes) {
        checkOpen();
        store.deployment(plan.id()).ifPresent(done -> {
            throw new DeploymentException(
                    DeploymentProblem.PLAN_STALE,
                    "Plan " + plan.id() + " was applied already and is " + done.status() + "; make a new plan.");
        });
        if (!plan.applicable()) {
            String faults = plan.faults().stream().map(PlanFault::sentence).collect(Collectors.joining(" "));
            throw new DeploymentException(DeploymentProblem.UNRESOLVED, faults);
        }
        if (plan.leavesRequest() && !yes) {
            throw new DeploymentException(DeploymentProblem.PLAN_NEEDS_YES, Reach.sentence(plan));
        }
        stale(plan).ifPresent(sentence -> {
            throw new DeploymentException(DeploymentProblem.PLAN_STALE, sentence);
        });
    }

    private void checkOpen() {
        if (stopping) {
            throw new DeploymentException(
                    DeploymentProblem.BUSY, "The platform is being ended; nothing is deployed any more.");
        }
        if (!started()) {
            throw new DeploymentException(
                    DeploymentProblem.BUSY, "The platform is still starting its bundles; try again in a moment.");
        }
    }

    private Optional<String> stale(Plan plan) {
        EngineState now = state.get();
        if (plan.baseSet() == now.set().number()) {
            return Optional.empty();
        }
        String between = store.set(plan.baseSet() + 1)
                .map(set -> "deployment " + set.deployment() + " by " + set.author()
                        + (set.reason().isBlank() ? "" : " (" + set.reason() + ")") + " made set " + set.number())
                .orElse("set " + now.set().number() + " became current");
        return Optional.of("Plan " + plan.id() + " was made against set " + plan.baseSet() + ", and since then "
                + between + "; make a new plan.");
    }

    private Deployment accept(Plan plan) {
        int limit = parts.settings().get().queue();
        long waiting = state.get().running().values().stream()
                .filter(deployment -> deployment.phase() == Phase.QUEUED)
                .count();
        if (waiting >= limit) {
            throw new DeploymentException(
                    DeploymentProblem.BUSY, limit + " deployments are waiting already; try again when some are done.");
        }
        Deployment accepted = Progress.accepted(plan);
        Acceptance acceptance = new Acceptance();
        settling.put(accepted.id(), acceptance);
        state.update(now -> now.with(accepted));
        listeners.tell(accepted);
        thread.submit(() -> run(plan, accepted, acceptance));
        acceptance.write(store, accepted);
        return accepted;
    }

    private void run(Plan plan, Deployment accepted, Acceptance acceptance) throws InterruptedException {
        thread.reap();
        deploy(plan, accepted, acceptance);
        reportLeaks();
    }

    private void deploy(Plan plan, Deployment accepted, Acceptance acceptance) throws InterruptedException {
        Progress progress = Progress.of(accepted, this::publish);
        if (stopping) {
            progress.undone(new Failure(
                    DeploymentProblem.INTERRUPTED, "The platform was ended before the deployment's turn came."));
            return;
        }
        Optional<String> stale = stale(plan);
        if (stale.isPresent()) {
            progress.undone(new Failure(DeploymentProblem.PLAN_STALE, stale.get()));
            return;
        }
        new Execution(
                        parts,
                        plan,
                        state.get(),
                        progress,
                        acceptance,
                        (next, installed) -> state.update(now -> now.with(next, installed)))
                .run();
    }

    private void publish(Deployment deployment) {
        if (deployment.phase() == Phase.DONE && end(deployment)) {
            state.update(now -> now.without(deployment.id()));
        } else {
            state.update(now -> now.with(deployment));
        }
        if (deployment.status() != Status.RUNNING) {
            Acceptance acceptance = settling.remove(deployment.id());
            if (acceptance != null) {
                acceptance.settle();
            }
        }
        listeners.tell(deployment);
    }

    /** Says whether memory need not keep the record: it is on disk, or nobody was told that there is one. */
    private boolean end(Deployment deployment) {
        Acceptance acceptance = settling.get(deployment.id());
        if (acceptance != null && !acceptance.isWritten()) {
            return true;
        }
        try {
            store.end(deployment);
            return true;
        } catch (RuntimeException e) {
            log.error("the end of deployment {} could not be written", deployment.id(), e);
            return false;
        }
    }

    Deployment await(String id, Duration deadline) throws InterruptedException {
        Acceptance acceptance = settling.get(id);
        if (acceptance != null) {
            acceptance.awaitSettled(deadline);
        }
        return deployment(id)
                .orElseThrow(() -> new DeploymentException(
                        DeploymentProblem.DEPLOYMENT_UNKNOWN, "There is no deployment " + id + "."));
    }

    Optional<Deployment> deployment(String id) {
        Deployment running = state.get().running().get(id);
        return running != null ? Optional.of(running) : store.deployment(id);
    }

    List<Deployment> history(int limit) {
        Map<String, Deployment> running = state.get().running();
        return store.history(limit).stream()
                .map(stored -> running.getOrDefault(stored.id(), stored))
                .toList();
    }

    String refused(String author, String reason, Failure failure) {
        Deployment refused = Progress.refused(state.get().set().number(), author, reason, failure);
        store.begin(refused);
        store.end(refused);
        listeners.tell(refused);
        return refused.id();
    }

    private void reportLeaks() {
        for (LeakWatch.Leak leak : parts.leaks().check()) {
            log.warn(leak.sentence());
            store.deployment(leak.deploymentId()).ifPresent(done -> {
                Deployment warned = Progress.withWarning(done, leak.sentence());
                end(warned);
                listeners.tell(warned);
            });
        }
    }

    /**
     * Has something done on the engine's thread, between deployments: soon after the boot, then every day.
     *
     * @param work given the artifacts that remembered plans, and deployments that wait or run, refer to
     */
    void housekeeping(Consumer<Set<Sha256>> work) {
        thread.housekeeping(() -> work.accept(needed()));
    }

    /** Plans first: one that is accepted meanwhile, and then forgotten, is found among the deployments. */
    Set<Sha256> needed() {
        Set<Sha256> needed = new HashSet<>(plans.artifacts());
        state.get().running().values().stream()
                .flatMap(deployment -> deployment.bundles().stream())
                .flatMap(change -> change.artifact().stream())
                .forEach(needed::add);
        return needed;
    }

    void boot() {
        thread.boot();
    }

    void shutDown(Duration deadline) {
        stopping = true;
        thread.shutDown(deadline);
    }

    /** Ends the threads. What is still running is left to its fate. */
    void close() {
        stopping = true;
        thread.close();
        listeners.close();
        new ArrayList<>(settling.values()).forEach(Acceptance::settle);
    }
}
