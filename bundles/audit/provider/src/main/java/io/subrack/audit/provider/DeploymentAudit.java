/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditOutcome;
import io.subrack.audit.api.AuditQuery;
import io.subrack.audit.api.AuditReader;
import io.subrack.audit.api.AuditTypes;
import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.GrantChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down each deployment when it is accepted and when it has ended, once each. What a crash kept from being written
 * is found by comparing the engine's history with the log at the next start.
 */
@Component(service = {})
public final class DeploymentAudit {
    private static final Logger log = LoggerFactory.getLogger(DeploymentAudit.class);

    /** How many deployments are looked at; only the last few can be missing. */
    private static final int HISTORY = 200;

    /** How many in a row must be in the log so that all older ones are taken to be. */
    private static final int ENOUGH = 20;

    private static final int MAX_BUNDLES = 18;
    private static final int RETRY_SECONDS = 5;

    private final Deployments deployments;
    private final AuditLog audit;
    private final AuditReader reader;
    private final ScheduledThreadPoolExecutor thread;
    private final Deployments.Subscription subscription;

    /** What is in the log, as {@code deploy.accepted <id>}. Guarded by itself. */
    private final Set<String> written = new HashSet<>();

    @Activate
    public DeploymentAudit(
            @Reference Deployments deployments, @Reference AuditLog audit, @Reference AuditReader reader) {
        this.deployments = deployments;
        this.audit = audit;
        this.reader = reader;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            var created = new Thread(task, "subrack-deployment-audit");
            created.setDaemon(true);
            return created;
        });
        thread.setKeepAliveTime(1, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.subscription = deployments.subscribe(this::changed);
        thread.execute(this::catchUp);
    }

    @Deactivate
    void close() {
        subscription.close();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called on the engine's thread, so another one does the work; in order behind what is caught up with. */
    private void changed(Deployment deployment) {
        if (isNew(deployment) || isOver(deployment)) {
            thread.execute(() -> {
                try {
                    write(deployment);
                } catch (RuntimeException e) { // the top of the thread; most likely the disk is full
                    log.warn("deployment {} is not in the audit log yet: {}", deployment.id(), e.toString());
                    catchUpLater();
                }
            });
        }
    }

    private static boolean isNew(Deployment deployment) {
        return deployment.steps().size() <= 1;
    }

    private static boolean isOver(Deployment deployment) {
        return deployment.status() != Deployment.Status.RUNNING;
    }

    private void write(Deployment deployment) {
        write(AuditTypes.DEPLOYMENT_ACCEPTED, AuditOutcome.SUCCESS, deployment);
        switch (deployment.status()) {
            case COMMITTED -> write(AuditTypes.DEPLOYMENT_COMMITTED, AuditOutcome.SUCCESS, deployment);
            case UNDONE -> write(AuditTypes.DEPLOYMENT_UNDONE, AuditOutcome.FAILURE, deployment);
            case INTERRUPTED -> write(AuditTypes.DEPLOYMENT_FAILED, AuditOutcome.FAILURE, deployment);
            case RUNNING -> {
                // its end will come
            }
        }
    }

    private void write(String type, AuditOutcome outcome, Deployment deployment) {
        var key = key(type, deployment.id());
        synchronized (written) {
            if (!written.contains(key)) {
                audit.append(event(type, outcome, deployment));
                written.add(key);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it tells its faults itself
    private void catchUpLater() {
        thread.schedule(this::catchUp, RETRY_SECONDS, TimeUnit.SECONDS);
    }

    /** Writes what the history has and the log has not. */
    private void catchUp() {
        try {
            var missing = missing();
            Collections.reverse(missing);
            missing.forEach(this::write);
        } catch (RuntimeException e) { // a store or disk that is out of order now
            log.warn("deployments cannot be compared with the audit log yet: {}", e.getMessage());
            catchUpLater();
        }
    }

    private List<Deployment> missing() {
        var missing = new ArrayList<Deployment>();
        var query = AuditQuery.newest(AuditFilter.ofType("deploy"), 100);
        Optional<AuditQuery> next = Optional.of(query);
        int complete = 0;
        for (var deployment : deployments.history(HISTORY)) {
            while (next.isPresent() && !isWritten(deployment)) {
                next = readOn(next.get());
            }
            if (!isWritten(deployment)) {
                missing.add(deployment);
                complete = 0;
            } else if (++complete == ENOUGH) {
                break;
            }
        }
        return missing;
    }

    /** Takes over what one page of the log has. */
    private Optional<AuditQuery> readOn(AuditQuery query) {
        var page = reader.search(query);
        synchronized (written) {
            for (var record : page.records()) {
                var target = record.event().target();
                written.add(key(record.event().type(), target.substring(target.indexOf(':') + 1)));
            }
        }
        return page.next().map(query::behind);
    }

    private boolean isWritten(Deployment deployment) {
        var end = switch (deployment.status()) {
            case RUNNING -> AuditTypes.DEPLOYMENT_ACCEPTED;
            case COMMITTED -> AuditTypes.DEPLOYMENT_COMMITTED;
            case UNDONE -> AuditTypes.DEPLOYMENT_UNDONE;
            case INTERRUPTED -> AuditTypes.DEPLOYMENT_FAILED;
        };
        synchronized (written) {
            return written.contains(key(end, deployment.id()));
        }
    }

    private static String key(String type, String id) {
        return type + " " + id;
    }

    private static AuditEvent event(String type, AuditOutcome outcome, Deployment deployment) {
        var details = new LinkedHashMap<String, String>();
        details.put("started", deployment.started().toString());
        if (!deployment.reason().isEmpty()) {
            details.put("reason", deployment.reason());
        }
        details.put("baseSet", Long.toString(deployment.baseSet()));
        deployment.newSet().ifPresent(set -> details.put("newSet", Long.toString(set)));
        deployment.ended().ifPresent(ended -> details.put("ended", ended.toString()));
        deployment.failure().ifPresent(failure -> {
            details.put("problem", failure.type().code());
            details.put("failure", failure.sentence());
        });
        var bundles = deployment.bundles();
        for (int i = 0; i < Math.min(MAX_BUNDLES, bundles.size()); i++) {
            details.put("bundle." + (i + 1), text(bundles.get(i)));
        }
        if (bundles.size() > MAX_BUNDLES) {
            details.put("bundles", Integer.toString(bundles.size()));
        }
        addGrants(details, "grants.given", deployment, GrantChange.Effect.GIVEN);
        addGrants(details, "grants.dropped", deployment, GrantChange.Effect.DROPPED);
        addGrants(details, "grants.refused", deployment, GrantChange.Effect.ASKED_NEW);
        details.put("author", deployment.author());
        var by = deployment.by();
        return new AuditEvent(
                type,
                AuditActor.of(by),
                "deployment:" + deployment.id(),
                outcome,
                by.requestId(),
                by.address(),
                details);
    }

    private static void addGrants(
            Map<String, String> details, String name, Deployment deployment, GrantChange.Effect effect) {
        var text = deployment.grants().stream()
                .filter(change -> change.effect() == effect)
                .map(change -> change.bundle() + ": " + change.scope())
                .collect(Collectors.joining(", "));
        if (!text.isEmpty()) {
            details.put(name, text);
        }
    }

    private static String text(BundleChange change) {
        return change.action() + " " + change.symbolicName()
                + change.from().map(version -> " from " + version).orElse("")
                + change.to().map(version -> " to " + version).orElse("")
                + change.artifact().map(artifact -> " sha256:" + artifact.hex()).orElse("");
    }
}
