/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.rest.HostPlan.Planned;
import io.subrack.web.rest.HostPlan.Signature;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.FrontDoor.Publication;
import io.subrack.web.spi.Mount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what one bundle instance has at the front door equal to what it is planned to have. All changes of one bundle
 * run one after the other on pool threads, those of different bundles beside each other; nobody waits for them but the
 * one who takes a service away.
 */
final class BundleHost {
    private static final Logger log = LoggerFactory.getLogger(BundleHost.class);

    private final Bundle owner;
    private final FrontDoor door;
    private final Supplier<HostPlan> planner;
    private final Executor pool;
    private final Executor settled;
    private final Runnable changed;

    private final Object lock = new Object();
    private boolean wanted; // guarded by lock
    private boolean running; // guarded by lock
    private boolean closing; // guarded by lock
    private List<CompletableFuture<Void>> waiting = new ArrayList<>(); // guarded by lock

    // only used by the one running change
    private @Nullable Publication publication;
    private Map<Signature, RestApplication> live = Map.of();
    private List<Mount> mounts = List.of();

    private volatile HostPlan plan = HostPlan.empty();
    private volatile @Nullable String fault;

    /**
     * @param planner tells what there is to be, at any time
     * @param pool runs changes
     * @param settled runs changes a little later, so that several additions are taken together
     * @param changed told after each change
     */
    BundleHost(
            Bundle owner,
            FrontDoor door,
            Supplier<HostPlan> planner,
            Executor pool,
            Executor settled,
            Runnable changed) {
        this.owner = owner;
        this.door = door;
        this.planner = planner;
        this.pool = pool;
        this.settled = settled;
        this.changed = changed;
    }

    Bundle owner() {
        return owner;
    }

    /** Returns what was last put in place. */
    HostPlan plan() {
        return plan;
    }

    /** Returns why the last change failed, or null. */
    @Nullable
    String fault() {
        return fault;
    }

    /** Something may have been added: looks at it soon. */
    void refresh() {
        synchronized (lock) {
            if (closing || wanted) {
                return;
            }
            wanted = true;
            if (!running) {
                settled.execute(this::run);
            }
        }
    }

    /** Something is going away: completes when it is not used any more. */
    CompletableFuture<Void> withdraw() {
        var done = new CompletableFuture<Void>();
        synchronized (lock) {
            wanted = true;
            waiting.add(done);
            if (!running) {
                pool.execute(this::run);
            }
        }
        return done;
    }

    /** The bundle is going away: completes when nothing of it is at the front door any more. */
    CompletableFuture<Void> close() {
        synchronized (lock) {
            closing = true;
        }
        return withdraw();
    }

    private void run() {
        List<CompletableFuture<Void>> waiters;
        boolean end;
        synchronized (lock) {
            if (running || !wanted) {
                return;
            }
            running = true;
            wanted = false;
            end = closing;
            waiters = waiting;
            waiting = new ArrayList<>();
        }
        try {
            change(end, !waiters.isEmpty());
        } catch (RuntimeException | LinkageError e) { // planning looks at a bundle's own classes
            fault = "its REST resources cannot be hosted: " + e;
            log.error("{}: its REST resources cannot be hosted", owner, e);
        } finally {
            synchronized (lock) {
                running = false;
                if (wanted) {
                    pool.execute(this::run);
                }
            }
            changed.run();
            waiters.forEach(waiter -> waiter.complete(null));
        }
    }

    private void change(boolean end, boolean urgent) {
        HostPlan next = end ? HostPlan.empty() : planner.get();
        next.refused().forEach((service, refusal) -> {
            if (!refusal.equals(plan.refused().get(service))) {
                log.warn("{} {}: {}: {}", owner.getSymbolicName(), owner.getVersion(), service, refusal.sentence());
            }
        });
        var applications = new HashMap<Signature, RestApplication>();
        var wantedMounts = new ArrayList<Mount>();
        for (Planned planned : next.applications()) {
            RestApplication application = live.get(planned.signature());
            if (application == null) {
                application = new RestApplication(planned.model());
            }
            applications.put(planned.signature(), application);
            for (var prefix : planned.prefixes().entrySet()) {
                HostPlan.Place place = prefix.getValue();
                wantedMounts.add(new Mount(prefix.getKey(), place.access(), application, place.maxBodyBytes()));
            }
        }
        wantedMounts.sort(Comparator.comparing(Mount::prefix));
        if (!wantedMounts.equals(mounts) && (urgent || warmUp(applications))) {
            publish(wantedMounts, applications, next, urgent);
        } else if (wantedMounts.equals(mounts)) {
            plan = next;
            fault = null;
        }
        if (end && publication != null) {
            publication.close();
            publication = null;
        }
    }

    /** A bundle that serves already goes on serving until what replaces it is built. */
    private boolean warmUp(Map<Signature, RestApplication> next) {
        if (live.values().stream().noneMatch(RestApplication::isBuilt)) {
            return true;
        }
        for (var application : next.entrySet()) {
            boolean replaces = live.keySet().stream()
                    .anyMatch(
                            before -> before.base().equals(application.getKey().base()));
            if (replaces && !live.containsKey(application.getKey())) {
                try {
                    application.getValue().warmUp();
                } catch (IllegalStateException e) {
                    fault = e.getMessage();
                    log.error("{}; what it served before goes on", e.getMessage(), e);
                    closeAllBut(live.values(), next.values());
                    return false;
                }
            }
        }
        return true;
    }

    private void publish(
            List<Mount> wantedMounts, Map<Signature, RestApplication> next, HostPlan nextPlan, boolean urgent) {
        Publication target = publication;
        if (target == null) {
            target = door.publish(owner, "rest");
            publication = target;
        }
        try {
            target.set(wantedMounts);
            fault = null;
        } catch (ProblemException e) {
            if (!Objects.equals(fault, e.getMessage())) {
                log.error("{}: {}", owner, e.getMessage());
            }
            fault = e.getMessage();
            if (!urgent) {
                closeAllBut(live.values(), next.values());
                return;
            }
            wantedMounts = stillOwned(wantedMounts);
            target.set(wantedMounts);
        }
        var before = live.values();
        live = Map.copyOf(next);
        mounts = List.copyOf(wantedMounts);
        plan = nextPlan;
        closeAllBut(next.values(), before);
    }

    /** A service that goes must be let go even if another addition is refused: keeps the places it had. */
    private List<Mount> stillOwned(List<Mount> wantedMounts) {
        Set<String> owned = new HashSet<>();
        mounts.forEach(mount -> owned.add(mount.prefix()));
        return wantedMounts.stream()
                .filter(mount -> owned.contains(mount.prefix()))
                .toList();
    }

    private static void closeAllBut(Collection<RestApplication> kept, Collection<RestApplication> all) {
        for (RestApplication application : all) {
            if (!kept.contains(application)) {
                application.close();
            }
        }
    }
}
