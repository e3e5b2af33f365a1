/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.Wiring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.felix.resolver.ResolverImpl;
import org.jspecify.annotations.Nullable;
import org.osgi.resource.Resource;
import org.osgi.resource.Wire;
import org.osgi.service.resolver.ResolutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the staged bundles of a universe, or says why that cannot be. */
final class Resolution {
    private static final Logger log = LoggerFactory.getLogger(Resolution.class);

    /** Package constraints can be made to take forever; whoever takes this long is refused. */
    private static final long DEADLINE_SECONDS = 10;

    private static final Executor SAME_THREAD = Runnable::run;

    private final Universe universe;
    private final List<PlanFault> faults = new ArrayList<>();
    private final List<Wiring> wiring = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Resolution(Universe universe, FaultWords words, List<StagedBundle> fresh) {
        this.universe = universe;
        faults.addAll(new PackageRules(universe).faults(fresh));
        warnings.addAll(new LibraryCopies(universe).brought(fresh));
        Set<String> blamed = faults.stream().map(PlanFault::bundle).collect(Collectors.toSet());
        new Diagnosis(universe)
                .faults(words).stream()
                        .filter(fault -> !blamed.contains(fault.bundle()))
                        .forEach(faults::add);
        if (faults.isEmpty() && !universe.staged().isEmpty()) {
            resolve();
        }
    }

    /** Returns why the staged bundles cannot be wired; empty if they can. */
    List<PlanFault> faults() {
        return faults;
    }

    /** Returns what each staged bundle will be wired to, sorted; empty if there are faults. */
    List<Wiring> wiring() {
        return wiring;
    }

    /** Returns what an admin should know of how they will be wired. */
    List<String> warnings() {
        return warnings;
    }

    private void resolve() {
        AtomicReference<@Nullable Runnable> cancel = new AtomicReference<>();
        CompletableFuture<Void> guard = CompletableFuture.runAsync(
                () -> cancel(cancel), CompletableFuture.delayedExecutor(DEADLINE_SECONDS, TimeUnit.SECONDS));
        try {
            Map<Resource, List<Wire>> wires =
                    new ResolverImpl(new ResolverLog(), SAME_THREAD).resolve(new StagingContext(universe, cancel));
            wires.forEach(this::addWires);
            warnings.addAll(new LibraryCopies(universe).used(wires));
            wiring.sort(Comparator.comparing(Wiring::bundle)
                    .thenComparing(Wiring::requirement)
                    .thenComparing(Wiring::provider));
        } catch (ResolutionException e) {
            log.debug("cannot resolve: {}", e.getMessage());
            faults.add(new Clash(universe).fault(e));
        } finally {
            cancel.set(null); // the guard lives on for a while and must not hold what it would have cancelled
            guard.cancel(false);
        }
    }

    private static void cancel(AtomicReference<@Nullable Runnable> cancel) {
        Runnable callback = cancel.get();
        if (callback != null) {
            callback.run();
        }
    }

    private void addWires(Resource resource, List<Wire> wires) {
        for (Wire wire : wires) {
            wiring.add(new Wiring(
                    Universe.name(resource),
                    Need.of(wire.getRequirement()).text(),
                    universe.shownProvider(wire.getProvider())));
        }
    }

    /** The resolver's log at the level at which nobody is disturbed. */
    private static final class ResolverLog extends org.apache.felix.resolver.Logger {
        ResolverLog() {
            super(log.isTraceEnabled() ? LOG_DEBUG : LOG_ERROR);
        }

        @Override
        protected void doLog(int level, String message, @Nullable Throwable thrown) {
            log.trace(message, thrown);
        }
    }
}
