/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.Deployments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the health checks of all bundles on a thread of its own and keeps the last results, so that nobody who asks waits
 * for a check.
 */
@Component(service = HealthChecks.class)
public final class HealthChecks {
    private static final Logger log = LoggerFactory.getLogger(HealthChecks.class);

    /** How bundles that the deployment engine installs are located; those it does not count live are staged. */
    private static final String CAPABILITY_LOCATION = "subrack:";

    private static final long SHORTEST_PAUSE_MILLIS = 50;

    private final BundleContext context;
    private final HealthCheckExecutor executor;
    private final Deployments deployments;
    private final ScheduledExecutorService thread;
    private final long period;
    private final ServiceListener listener = event -> refreshSoon();
    private final AtomicBoolean refreshPending = new AtomicBoolean();
    private volatile Map<HealthGroup, List<Check>> latest = Map.of();
    private volatile Instant checked = Instant.now();
    private volatile Runnable afterwards = () -> {};

    /** Of the thread alone, as is {@link #next}. */
    private long pause = SHORTEST_PAUSE_MILLIS;

    private @Nullable ScheduledFuture<?> next;

    @Activate
    public HealthChecks(
            BundleContext context,
            @Reference HealthCheckExecutor executor,
            @Reference Deployments deployments,
            @Reference Settings settings)
            throws InvalidSyntaxException {
        this.context = context;
        this.executor = executor;
        this.deployments = deployments;
        this.period = settings.healthPeriod().toMillis();
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var made = new Thread(task, "subrack-health-checks");
            made.setDaemon(true);
            return made;
        });
        context.addServiceListener(listener, "(objectClass=" + HealthCheck.class.getName() + ")");
        var unused = thread.submit(this::refresh);
    }

    @Deactivate
    void close() {
        context.removeServiceListener(listener);
        thread.shutdownNow();
    }

    /** Returns the last results of a group, sorted by name. */
    List<Check> of(HealthGroup group) {
        return latest.getOrDefault(group, List.of());
    }

    /** Returns when the checks were run last. */
    Instant checked() {
        return checked;
    }

    /** Has something done each time that the checks were run, in place of what was to be done before. */
    void whenChecked(Runnable action) {
        afterwards = action;
    }

    private void refreshSoon() {
        if (refreshPending.compareAndSet(false, true)) {
            var unused = thread.schedule(this::refresh, 50, TimeUnit.MILLISECONDS);
        }
    }

    // The top of a thread, and health checks are foreign code.
    private void refresh() {
        refreshPending.set(false);
        try {
            latest = anyCheck() ? run() : Map.of();
            checked = Instant.now();
            afterwards.run();
        } catch (RuntimeException | LinkageError e) {
            log.warn("The health checks could not be run; /health shows their results from before", e);
        }
        goOn();
    }

    /** What objects is asked again soon, then ever later: a start, or a server that is back, is not kept waiting. */
    private void goOn() {
        boolean allUp = latest.values().stream().flatMap(List::stream).allMatch(Check::up);
        if (next != null) {
            next.cancel(false);
        }
        next = thread.schedule(this::refresh, allUp ? period : Math.min(pause, period), TimeUnit.MILLISECONDS);
        pause = allUp ? SHORTEST_PAUSE_MILLIS : Math.min(2 * pause, period);
    }

    private boolean anyCheck() {
        try {
            var references = context.getAllServiceReferences(HealthCheck.class.getName(), null);
            return references != null && references.length > 0;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<HealthGroup, List<Check>> run() {
        var results = executor.execute(
                HealthCheckSelector.tags(HealthGroup.tags().toArray(String[]::new)),
                new HealthCheckExecutionOptions().setCombineTagsWithOr(true));
        var live = liveBundleIds();
        var byGroup = new EnumMap<HealthGroup, List<Check>>(HealthGroup.class);
        for (var group : HealthGroup.values()) {
            var checks = new ArrayList<Check>();
            for (var result : results) {
                if (result.getHealthCheckMetadata().getTags().contains(group.tag()) && counts(result, live)) {
                    checks.add(check(result));
                }
            }
            checks.sort((one, other) -> one.name().compareTo(other.name()));
            byGroup.put(group, List.copyOf(checks));
        }
        return byGroup;
    }

    private Set<Long> liveBundleIds() {
        return deployments.bundles().stream()
                .map(BundleStatus::bundleId)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** A bundle that is only staged, or on its way out, does not speak for the platform. */
    private static boolean counts(HealthCheckExecutionResult result, Set<Long> live) {
        return provider(result)
                .map(bundle ->
                        !bundle.getLocation().startsWith(CAPABILITY_LOCATION) || live.contains(bundle.getBundleId()))
                .orElse(true);
    }

    private static Optional<Bundle> provider(HealthCheckExecutionResult result) {
        ServiceReference<?> reference = result.getHealthCheckMetadata().getServiceReference();
        return reference == null ? Optional.empty() : Optional.ofNullable(reference.getBundle());
    }

    private static Check check(HealthCheckExecutionResult result) {
        var messages = new ArrayList<String>();
        for (ResultLog.Entry entry : result.getHealthCheckResult()) {
            if (!entry.isDebug()) {
                messages.add(entry.getMessage());
            }
        }
        var status = result.getHealthCheckResult().getStatus();
        return new Check(
                result.getHealthCheckMetadata().getTitle(),
                provider(result).map(Bundle::getSymbolicName).orElse(""),
                status == Result.Status.OK || status == Result.Status.WARN,
                status.name(),
                messages,
                result.getElapsedTimeInMs());
    }
}
