/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.deployment.ComponentFaults.Fault;
import io.subrack.kernel.deployment.ComponentFaults.Standing;
import io.subrack.kernel.deployment.GuardedCalls.HungException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceListener;

/**
 * Waits until everything that started bundles declare is there: their components, what the participants expect of them,
 * their health checks. Woken by service events; looks again after a few milliseconds where nothing sends an event.
 */
final class Probe {
    private static final long SHORT_PAUSE_MILLIS = 5;
    private static final long LONG_PAUSE_MILLIS = 20;
    private static final Fault SOMETHING = new Fault(false, "Some component is not there yet.");
    /** The part of the deadline after which, and between which, it is asked whether waiting is of any use. */
    private static final int SETTLING = 5;

    private static final Duration EAGER = Duration.ofMillis(500);

    private final BundleContext context;
    private final Components components;
    private final Participations participations;
    private final GuardedCalls guard;
    private final BooleanSupplier stopping;

    Probe(
            BundleContext context,
            Components components,
            Participations participations,
            GuardedCalls guard,
            BooleanSupplier stopping) {
        this.context = context;
        this.components = components;
        this.participations = participations;
        this.guard = guard;
        this.stopping = stopping;
    }

    /** Returns when {@code bundles} are whole; fails at once where waiting is of no use, else at the deadline. */
    void await(Collection<Bundle> bundles, Duration deadline) throws DeploymentFailure, InterruptedException {
        await(bundles, deadline, true);
    }

    /** As {@link #await}, for the components alone. */
    void components(Collection<Bundle> bundles, Duration deadline) throws DeploymentFailure, InterruptedException {
        await(bundles, deadline, false);
    }

    private void await(Collection<Bundle> bundles, Duration deadline, boolean all)
            throws DeploymentFailure, InterruptedException {
        Semaphore changes = new Semaphore(0);
        ServiceListener listener = event -> changes.release();
        context.addServiceListener(listener);
        try {
            long begun = System.nanoTime();
            long pause = 1;
            Duration hard = deadline.dividedBy(SETTLING);
            while (true) {
                Duration passed = Duration.ofNanos(System.nanoTime() - begun);
                boolean last = passed.compareTo(deadline) >= 0;
                Set<Fault> faults = look(bundles, deadline, last, all);
                if (passed.compareTo(hard) >= 0 && faults.contains(SOMETHING)) {
                    hard = passed.plus(deadline.dividedBy(SETTLING));
                    addHopeless(bundles, faults);
                }
                if (faults.isEmpty()) {
                    return;
                }
                check(faults, last ? " It was waited for " + Sentences.duration(deadline) + "." : "", last);
                if (changes.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
                    changes.drainPermits();
                }
                pause = Math.min(pause * 2, passed.compareTo(EAGER) < 0 ? SHORT_PAUSE_MILLIS : LONG_PAUSE_MILLIS);
            }
        } finally {
            context.removeServiceListener(listener);
        }
    }

    /** What nobody can provide any more is not waited for to the end. */
    private void addHopeless(Collection<Bundle> bundles, Set<Fault> faults) {
        List<Fault> hopeless = components.lookHard(bundles).stream()
                .flatMap(look -> bundles.stream().flatMap(bundle -> look.of(bundle).stream()))
                .filter(Fault::fatal)
                .toList();
        if (!hopeless.isEmpty()) {
            faults.remove(SOMETHING);
            faults.addAll(hopeless);
        }
    }

    private void check(Set<Fault> faults, String end, boolean last) throws DeploymentFailure {
        if (last || faults.stream().anyMatch(Fault::fatal)) {
            throw failure(faults, end);
        }
        if (stopping.getAsBoolean()) {
            throw new DeploymentFailure(
                    DeploymentProblem.INTERRUPTED, "The platform was ended while the new bundles were probed.");
        }
    }

    private static DeploymentFailure failure(Set<Fault> faults, String end) {
        List<String> sentences = faults.stream()
                .sorted((one, other) -> Boolean.compare(other.fatal(), one.fatal()))
                .map(Fault::sentence)
                .toList();
        List<Cause> causes = faults.stream().flatMap(Fault::causes).toList();
        return new DeploymentFailure(DeploymentProblem.PROBE_FAILED, Sentences.join(sentences) + end, causes);
    }

    /** Looks at one layer after the other: the upper ones cannot be whole before the lower. */
    private Set<Fault> look(Collection<Bundle> bundles, Duration deadline, boolean last, boolean all)
            throws DeploymentFailure, InterruptedException {
        Set<Fault> faults = new LinkedHashSet<>();
        addStopped(bundles, faults);
        Optional<ComponentFaults> look = bundles.isEmpty() ? Optional.empty() : components.look(bundles);
        if (look.isPresent()) {
            for (Bundle bundle : bundles) {
                addComponents(look.get(), bundle, last, faults);
            }
        }
        if (faults.isEmpty() && all) {
            participations.awaiting().forEach(sentence -> faults.add(new Fault(false, sentence)));
        }
        if (faults.isEmpty() && all) {
            for (Bundle bundle : bundles) {
                if (HealthChecks.has(bundle)) {
                    faults.addAll(unhealthy(bundle, deadline));
                }
            }
        }
        return faults;
    }

    /** Sentences cost more than a glance, so they are made only when they will be read. */
    private static void addComponents(ComponentFaults look, Bundle bundle, boolean last, Set<Fault> faults) {
        Standing standing = look.standing(bundle);
        if (standing == Standing.FAILED || (standing == Standing.WAITING && last)) {
            faults.addAll(look.of(bundle));
        } else if (standing == Standing.WAITING) {
            faults.add(SOMETHING);
        }
    }

    /** Adds the bundles that run no more. */
    static void addStopped(Collection<Bundle> bundles, Set<Fault> faults) {
        for (Bundle bundle : bundles) {
            if (!Instances.running(bundle)) {
                faults.add(
                        new Fault(true, Sentences.name(bundle) + " stopped by itself; see the log for what it said."));
            }
        }
    }

    private List<Fault> unhealthy(Bundle bundle, Duration deadline) throws InterruptedException {
        try {
            return guard.call(deadline, () -> new HealthChecks(context).failing(bundle)).stream()
                    .map(sentence -> new Fault(false, sentence))
                    .toList();
        } catch (ExecutionException e) {
            return List.of(new Fault(
                    false,
                    "A health check of " + Sentences.name(bundle) + " threw "
                            + Sentences.describe(Sentences.rootCause(e)) + "."));
        } catch (HungException e) {
            if (!e.ended()) {
                e.afterwards(() -> {});
            }
            return List.of(new Fault(
                    true,
                    "A health check of " + Sentences.name(bundle) + " did not return within "
                            + Sentences.duration(deadline) + "; it " + e.getMessage() + "."));
        }
    }
}
