/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.spi.Traffic;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleListener;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes events of what happens to bundles, services and deployments. Does nothing until somebody follows; many changes at
 * a time are looked at together.
 */
@Component(service = PlatformWatch.class)
public final class PlatformWatch {
    private static final Logger log = LoggerFactory.getLogger(PlatformWatch.class);
    private static final Duration TOGETHER = Duration.ofMillis(100);
    private static final Duration METRICS = Duration.ofSeconds(2);

    private final BundleContext context;
    private final Deployments deployments;
    private final Platform platform;
    private final EventHub hub;
    private final EventStreams streams;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean lookPending = new AtomicBoolean();
    private final AtomicInteger servicesAdded = new AtomicInteger();
    private final AtomicInteger servicesRemoved = new AtomicInteger();
    private final ServiceListener serviceListener = this::serviceChanged;
    private final BundleListener bundleListener = event -> lookSoon();

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile @Nullable Traffic traffic;

    private volatile Deployments.@Nullable Subscription subscription;

    // Used by the one thread.
    private Map<String, Standing> standings = new HashMap<>();
    private Platform.@Nullable State state;

    @Activate
    public PlatformWatch(
            BundleContext context,
            @Reference Deployments deployments,
            @Reference Platform platform,
            @Reference EventHub hub,
            @Reference EventStreams streams) {
        this.context = context;
        this.deployments = deployments;
        this.platform = platform;
        this.hub = hub;
        this.streams = streams;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            var made = new Thread(task, "subrack-event-watch");
            made.setDaemon(true);
            return made;
        });
    }

    @Deactivate
    void close() {
        thread.shutdownNow();
        var open = subscription;
        if (open != null) {
            open.close();
            context.removeServiceListener(serviceListener);
            context.removeBundleListener(bundleListener);
        }
    }

    /** Somebody follows: watches from now on. */
    void begin() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        subscription = deployments.subscribe(this::deploymentChanged);
        context.addServiceListener(serviceListener);
        context.addBundleListener(bundleListener);
        standings = standings();
        state = platform.state();
        var unused = thread.scheduleWithFixedDelay(
                this::metrics, METRICS.toMillis(), METRICS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void serviceChanged(ServiceEvent event) {
        if (event.getType() == ServiceEvent.REGISTERED) {
            servicesAdded.incrementAndGet();
        } else if (event.getType() == ServiceEvent.UNREGISTERING) {
            servicesRemoved.incrementAndGet();
        } else {
            return;
        }
        lookSoon();
    }

    private void deploymentChanged(Deployment deployment) {
        var data = new LinkedHashMap<String, Object>();
        data.put("id", deployment.id());
        data.put("status", deployment.status().name());
        data.put("phase", deployment.phase().name());
        deployment.newSet().ifPresent(set -> data.put("set", set));
        hub.publish("deployment", data);
        hub.publish("job", JobView.event(DeploymentJobs.job(deployment)));
        lookSoon();
    }

    private void lookSoon() {
        if (lookPending.compareAndSet(false, true)) {
            try {
                var unused = thread.schedule(this::look, TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException ended) {
                log.debug("nobody watches any more", ended);
            }
        }
    }

    // The top of a thread.
    private void look() {
        lookPending.set(false);
        try {
            lookAtServices();
            lookAtBundles();
            lookAtPlatform();
        } catch (RuntimeException e) {
            log.debug("the platform cannot be looked at now", e);
        }
    }

    private void lookAtServices() {
        int added = servicesAdded.getAndSet(0);
        int removed = servicesRemoved.getAndSet(0);
        if (added + removed > 0) {
            hub.publish("services", Map.of("added", added, "removed", removed));
        }
    }

    private void lookAtBundles() {
        var before = standings;
        var now = standings();
        standings = now;
        now.forEach((name, standing) -> {
            var old = before.get(name);
            if (!standing.equals(old)) {
                hub.publish("bundle", standing.event(name, old == null ? "added" : "changed"));
            }
        });
        before.forEach((name, standing) -> {
            if (!now.containsKey(name)) {
                hub.publish("bundle", standing.event(name, "removed"));
            }
        });
    }

    private void lookAtPlatform() {
        var now = platform.state();
        if (now != state) {
            state = now;
            hub.publish("platform", Map.of("state", now.name()));
        }
    }

    private Map<String, Standing> standings() {
        var all = new HashMap<String, Standing>();
        for (var bundle : deployments.bundles()) {
            all.put(bundle.entry().symbolicName(), Standing.of(bundle));
        }
        return all;
    }

    // The top of a thread.
    private void metrics() {
        if (streams.count() == 0) {
            return;
        }
        look();
        var source = traffic;
        if (source == null) {
            return;
        }
        try {
            var history = source.history();
            if (history.isEmpty()) {
                return;
            }
            var latest = history.get(history.size() - 1);
            var memory = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
            hub.pass(
                    "metrics",
                    Members.with("requestsPerSecond", latest.requestsPerSecond())
                            .and("errorsPerSecond", latest.errorsPerSecond())
                            .and("inFlight", source.platform().inFlight())
                            .and("heapUsed", memory.getUsed())
                            .and("cpu", latest.cpu())
                            .map());
        } catch (RuntimeException e) {
            log.debug("there are no metrics now", e);
        }
    }

    /** For tests, which have no registry. */
    void setTraffic(Traffic given) {
        traffic = given;
    }

    /** What an event says of a bundle. */
    private record Standing(String version, String state, String health, Object identity) {
        static Standing of(BundleStatus status) {
            return new Standing(
                    status.entry().version().toString(),
                    status.entry().state().name(),
                    status.health().name(),
                    Objects.hash(
                            status.bundleId(),
                            status.entry().artifact(),
                            status.entry().grants()));
        }

        Map<String, Object> event(String name, String change) {
            return Members.with("symbolicName", name)
                    .and("version", version)
                    .and("state", state)
                    .and("health", health)
                    .and("change", change)
                    .map();
        }
    }
}
