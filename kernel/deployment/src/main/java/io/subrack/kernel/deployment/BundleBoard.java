/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.deployment.ComponentFaults.Fault;
import io.subrack.kernel.deployment.ComponentFaults.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Says how each bundle of the current set stands, by looking: one pass over all components. A look is good until a service
 * or bundle event, a deployment, or a second has passed. Any thread may ask.
 */
final class BundleBoard implements AllServiceListener, SynchronousBundleListener {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Published state;
    private final Components components;
    private final Supplier<EngineSettings> settings;
    private final AtomicLong events = new AtomicLong();
    private volatile @Nullable Look last;

    BundleBoard(Published state, Components components, Supplier<EngineSettings> settings) {
        this.state = state;
        this.components = components;
        this.settings = settings;
    }

    void open(BundleContext context) {
        context.addServiceListener(this);
        context.addBundleListener(this);
    }

    void close(BundleContext context) {
        context.removeServiceListener(this);
        context.removeBundleListener(this);
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        events.incrementAndGet();
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        events.incrementAndGet();
    }

    List<BundleStatus> statuses() {
        long version = state.version();
        long event = events.get();
        long time = System.nanoTime();
        Look look = last;
        if (look == null || look.version != version || look.event != event || time - look.nanos > FRESH.toNanos()) {
            look = new Look(version, event, time, statuses(state.get()));
            last = look;
        }
        return look.statuses;
    }

    private List<BundleStatus> statuses(EngineState now) {
        Optional<ComponentFaults> look = now.set().bundles().isEmpty() ? Optional.empty() : components.look(List.of());
        return now.set().bundles().stream()
                .map(entry -> status(entry, now, look))
                .toList();
    }

    private BundleStatus status(SetEntry entry, EngineState now, Optional<ComponentFaults> look) {
        Installed installed = now.installed().get(entry.symbolicName());
        Bundle bundle = installed == null ? null : installed.bundle();
        Optional<Long> id = bundle == null ? Optional.empty() : Optional.of(bundle.getBundleId());
        if (installed == null) {
            return now.booted()
                    ? new BundleStatus(entry, id, Health.FAILED, List.of(name(entry) + " is not installed."))
                    : new BundleStatus(entry, id, Health.STARTING, List.of());
        }
        if (bundle == null) {
            return new BundleStatus(entry, id, Health.FAILED, List.of(installed.fault()));
        }
        if (entry.state() == StartState.STOPPED) {
            return new BundleStatus(entry, id, Health.STOPPED, List.of());
        }
        if (!Instances.running(bundle)) {
            return notRunning(entry, installed, id, now);
        }
        return running(entry, bundle, installed, id, look);
    }

    private BundleStatus notRunning(SetEntry entry, Installed installed, Optional<Long> id, EngineState now) {
        if (!installed.fault().isEmpty()) {
            return new BundleStatus(entry, id, Health.FAILED, List.of(installed.fault()));
        }
        Bundle bundle = installed.bundle();
        if (!now.booted() || (bundle != null && bundle.getState() == Bundle.STARTING)) {
            return new BundleStatus(entry, id, Health.STARTING, List.of(name(entry) + " is starting."));
        }
        return new BundleStatus(
                entry, id, Health.FAILED, List.of(name(entry) + " stopped by itself; see the log for what it said."));
    }

    private BundleStatus running(
            SetEntry entry, Bundle bundle, Installed installed, Optional<Long> id, Optional<ComponentFaults> look) {
        Standing standing = look.map(faults -> faults.standing(bundle)).orElse(Standing.WHOLE);
        if (standing == Standing.WHOLE) {
            return new BundleStatus(entry, id, Health.SERVING, List.of());
        }
        List<String> sentences = look.map(faults ->
                        faults.of(bundle).stream().map(Fault::sentence).toList())
                .orElse(List.of());
        Duration age = Duration.ofNanos(System.nanoTime() - installed.sinceNanos());
        boolean patient =
                standing == Standing.WAITING && age.compareTo(settings.get().probe()) < 0;
        return new BundleStatus(entry, id, patient ? Health.STARTING : Health.FAILED, sentences);
    }

    private static String name(SetEntry entry) {
        return entry.symbolicName() + " " + entry.version();
    }

    /** What was seen, and when. */
    private record Look(long version, long event, long nanos, List<BundleStatus> statuses) {}
}
