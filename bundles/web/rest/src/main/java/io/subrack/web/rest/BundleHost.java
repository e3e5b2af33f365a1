/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.rest.HostPlan.Planned;
import io.subrack.web.rest.HostPlan.Signature;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.FrontDoor.Publication;
import io.subrack.web.spi.Mount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
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
    private static final Duration BUILD_TIME = Duration.ofSeconds(3);

    private final Bundle owner;
    private final FrontDoor door;
    private final Supplier<HostPlan> planner;
    private final Executor pool;
    private final Executor settled;
    private final BooleanSupplier awaited;
    private final Runnable changed;

    private final Object lock = new Object();
    private boolean wanted; // guarded by lock
    private boolean running; // guarded by lock
    private boolean closing; // guarded by lock
    private List<CompletableFuture<Void>> waiting = new ArrayList<>(); // guarded by lock

    // only used by the one running change
    private @Nullable Publication publication;
    private List<Mount> mounts = List.of();
    private Map<Signature, String> leftOut = Map.of(); // what cannot be built, and why

    private volatile Map<Signature, RestApplication> live = Map.of(); // changed by the one running change
    private volatile HostPlan plan = HostPlan.empty();
    private volatile @Nullable String fault;

    /**
     * @param planner tells what there is to be, at any time
     * @param pool runs changes
     * @param settled runs changes a little later, so that several additions are taken together
     * @param awaited says whether a deployment waits for what is published
     * @param changed told after each change
     */
    BundleHost(
            Bundle owner,
            FrontDoor door,
            Supplier<HostPlan> planner,
            Executor pool,
            Executor settled,
            BooleanSupplier awaited,
            Runnable changed) {
        this.owner = owner;
        this.door = door;
        this.planner = planner;
        this.pool = pool;
        this.settled = settled;
        this.awaited = awaited;
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

    /** Returns what others had for an application that goes on without it, and why. */
    Map<InstanceSource, String> broken(Signature signature) {
        RestApplication application = live.get(signature);
        return application == null ? Map.of() : application.broken();
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
        if (!end && awaited.getAsBoolean()) {
            live.values().forEach(BundleHost::begin);
        }
    }

    /** Begins with what the deployment is going to ask for, while it learns that it can. */
    private static void begin(RestApplication application) {
        try {
            application.warmUp();
        } catch (IllegalStateException e) {
            log.debug("The deployment will be told when it asks", e);
        }
    }

    private void change(boolean end, boolean urgent) {
        HostPlan next = end ? HostPlan.empty() : planner.get();
        next.refused().forEach((service, refusal) -> {
            if (!refusal.equals(plan.refused().get(service))) {
                log.warn("{} {}: {}: {}", owner.getSymbolicName(), owner.getVersion(), service, refusal.sentence());
            }
        });
        Map<Signature, RestApplication> applications = applications(next);
        if (prepare(applications, urgent)) {
            HostPlan possible = possible(next, applications.keySet());
            List<Mount> wantedMounts = mounts(possible, applications);
            if (wantedMounts.equals(mounts)) {
                plan = possible;
                fault = leftOutFault();
            } else {
                publish(wantedMounts, applications, possible, urgent);
            }
        }
        if (end && publication != null) {
            publication.close();
            publication = null;
        }
    }

    private Map<Signature, RestApplication> applications(HostPlan next) {
        var applications = new HashMap<Signature, RestApplication>();
        for (Planned planned : next.applications()) {
            RestApplication application = live.get(planned.signature());
            applications.put(
                    planned.signature(),
                    application == null ? new RestApplication(planned.model(), changed) : application);
        }
        return applications;
    }

    /** Leaves out what cannot be built, and adds what goes on in its place. */
    private HostPlan possible(HostPlan next, Set<Signature> signatures) {
        Map<Signature, Planned> possible = new LinkedHashMap<>();
        next.applications().forEach(planned -> possible.put(planned.signature(), planned));
        plan.applications().forEach(planned -> possible.putIfAbsent(planned.signature(), planned));
        possible.keySet().retainAll(signatures);
        return new HostPlan(List.copyOf(possible.values()), next.refused());
    }

    private static List<Mount> mounts(HostPlan next, Map<Signature, RestApplication> applications) {
        var wantedMounts = new ArrayList<Mount>();
        for (Planned planned : next.applications()) {
            RestApplication application = Objects.requireNonNull(applications.get(planned.signature()));
            planned.prefixes()
                    .forEach((prefix, place) ->
                            wantedMounts.add(new Mount(prefix, Access.GUARDED, application, place.maxBodyBytes())));
        }
        wantedMounts.sort(Comparator.comparing(Mount::prefix));
        return wantedMounts;
    }

    /**
     * Builds what takes the place of what serves already, before it does. Where that fails, what served before goes on;
     * in an urgent change only if it uses nothing that goes, or else the places are left empty until it can be built.
     *
     * @return whether there is something to publish
     */
    private boolean prepare(Map<Signature, RestApplication> next, boolean urgent) {
        var failed = new HashMap<Signature, String>();
        for (var application : List.copyOf(next.entrySet())) {
            Signature signature = application.getKey();
            Throwable failure = isBuiltFirst(signature) ? buildFailure(application.getValue(), urgent) : null;
            if (failure == null) {
                continue;
            }
            boolean goesOn = !urgent && live.keySet().stream().anyMatch(signature::isAtTheBaseOf);
            String message = String.valueOf(failure.getMessage());
            if (!leftOut.containsKey(signature) && !message.equals(fault)) {
                boolean partly = goesOn || live.keySet().stream().anyMatch(signature::extendsOn);
                String outcome = partly ? "what it served before goes on" : "it is left out until it can be built";
                log.error("{}; {}", message, outcome, failure);
            }
            if (goesOn) {
                fault = message;
                closeAllBut(live.values(), next.values());
                return false;
            }
            failed.put(signature, message);
            next.remove(signature);
            application.getValue().close();
            live.forEach((old, running) -> {
                if (signature.extendsOn(old)) {
                    next.put(old, running);
                }
            });
        }
        leftOut = Map.copyOf(failed);
        return true;
    }

    private boolean isBuiltFirst(Signature signature) {
        if (live.containsKey(signature)) {
            return false;
        }
        boolean replaces = live.keySet().stream().anyMatch(signature::isAtTheBaseOf)
                && live.values().stream().anyMatch(RestApplication::isBuilt);
        return replaces || leftOut.keySet().stream().anyMatch(signature::isAtTheBaseOf);
    }

    /** Returns why it cannot be built, or null. Whoever takes a service away does not wait for a build for long. */
    private @Nullable Throwable buildFailure(RestApplication application, boolean urgent) {
        try {
            if (urgent) {
                CompletableFuture.runAsync(application::warmUp, pool).get(BUILD_TIME.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                application.warmUp();
            }
        } catch (IllegalStateException e) {
            return e;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            log.warn("{} {}: its first requests wait for a slow build", owner.getSymbolicName(), owner.getVersion());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private @Nullable String leftOutFault() {
        return leftOut.isEmpty() ? null : String.join("; ", leftOut.values());
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
            fault = leftOutFault();
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
