/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.StartState;
import io.subrack.web.api.WebProblem;
import io.subrack.web.provider.Generation.Role;
import io.subrack.web.provider.MountList.Ending;
import io.subrack.web.spi.FrontDoor.OperationStatus;
import io.subrack.web.spi.FrontDoor.RouteStatus;
import io.subrack.web.spi.FrontDoor.State;
import io.subrack.web.spi.Mount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who owns which path, and who serves it. The state behind one lock is turned into an immutable table after each change;
 * requests read only that table.
 */
final class Routes {
    private static final Logger log = LoggerFactory.getLogger(Routes.class);
    /** Requests that are answered asynchronously get this part of the time that others are held. */
    private static final int SUSPENDED_SHARE = 3;

    private final Object lock = new Object();
    private final Map<String, Owner> owners = new TreeMap<>();
    /** Ids of bundle instances that were replaced or undone: nothing that they still mount goes live. */
    private final Set<Long> gone = new HashSet<>();

    /** Since when a prefix has had nobody who answers. */
    private Map<String, Long> gaps = Map.of();

    private final Duration drain;
    private final Duration hold;

    private volatile RouteTable table = RouteTable.EMPTY;
    private volatile boolean awaitsSet;
    private volatile boolean awaitsPlatform;
    private volatile Runnable onChange = () -> {};

    /**
     * @param drain how long running requests of a handler that is taken away may take
     * @param hold how long requests wait for a route to come back
     * @param awaitsSet whether to wait for {@link #expect(List)} before saying that nobody owns a path
     */
    Routes(Duration drain, Duration hold, boolean awaitsSet) {
        this.drain = drain;
        this.hold = hold;
        this.awaitsSet = awaitsSet;
        this.awaitsPlatform = awaitsSet;
    }

    /** Sets what is called after each change of the table, without any lock. */
    void onChange(Runnable action) {
        onChange = action;
    }

    @Nullable
    Route find(String path) {
        return table.find(path);
    }

    /** Whether a path without owner may get one any moment, because the platform is being started. */
    boolean awaits(String path) {
        return awaitsSet || awaitsPlatform(path);
    }

    /** Whether a path is one of the platform's own, and not all of its bundles have mounted what they have. */
    boolean awaitsPlatform(String path) {
        return awaitsPlatform && Prefixes.reserved(path);
    }

    /** Says that nothing more of the platform is to come. */
    void platformIsComplete() {
        awaitsPlatform = false;
        onChange.run();
    }

    List<RouteStatus> routes() {
        List<RouteStatus> all = new ArrayList<>();
        for (Route route : table.routes()) {
            Target target = route.target();
            String version = target == null ? "" : target.hosted().generation().version();
            int inFlight = target == null ? 0 : target.hosted().inFlight();
            all.add(new RouteStatus(route.prefix(), route.bundle(), version, route.state(), inFlight));
        }
        return List.copyOf(all);
    }

    List<OperationStatus> operations() {
        return Operations.of(table.routes());
    }

    MountList publish(Bundle owner, String publisher) {
        synchronized (lock) {
            Generation generation = generation(owner);
            for (MountList other : generation.lists) {
                if (other.publisher().equals(publisher)) {
                    throw new IllegalStateException(
                            publisher + " keeps a list of mounts for " + generation + " already: close that first");
                }
            }
            MountList list = new MountList(this, generation, publisher);
            generation.lists.add(list);
            return list;
        }
    }

    private Generation generation(Bundle bundle) {
        Owner owner = owners.computeIfAbsent(String.valueOf(bundle.getSymbolicName()), Owner::new);
        Generation generation = owner.generation(bundle);
        if (generation == null) {
            owner.generations.removeIf(
                    old -> old.lists.isEmpty() && old.bundle().getState() == Bundle.UNINSTALLED);
            generation =
                    new Generation(bundle, gone.contains(bundle.getBundleId()) ? Role.GONE : Role.SERVING, owner.crowd);
            owner.generations.add(generation);
        }
        return generation;
    }

    void set(MountList list, Object part, List<Mount> mounts, Ending ending) {
        List<Hosted> removed;
        Owner owner = null;
        synchronized (lock) {
            if (list.closed()) {
                if (ending != Ending.NEVER) {
                    return;
                }
                throw new IllegalStateException("the list of mounts that " + list.publisher() + " kept for "
                        + list.generation() + " is closed");
            }
            List<Mount> all = ending == Ending.NOW ? List.of() : list.with(part, mounts);
            refuseForeign(list, part, all);
            Set<String> before = list.targets().keySet();
            list.keep(part, mounts);
            removed = list.replace(all);
            if (ending == Ending.NOW || (ending == Ending.WITH_LAST && all.isEmpty())) {
                list.end();
                list.generation().lists.remove(list);
                forget(owners.get(list.generation().name()));
            }
            rebuild();
            boolean running = removed.stream().anyMatch(hosted -> hosted.inFlight() > 0);
            if (running && before.stream().anyMatch(this::held)) {
                owner = owners.get(list.generation().name());
                holdWhileDraining(owner, drain);
                rebuild();
            }
        }
        onChange.run();
        retire(removed, owner);
    }

    private boolean held(String prefix) {
        return gaps.containsKey(prefix);
    }

    /** Lets requests for a bundle wait until a drain that begins now must be over, and as long as always after it. */
    void holdWhileDraining(@Nullable Owner owner, Duration deadline) {
        if (owner != null && !hold.isZero()) {
            owner.holdUntil(System.nanoTime() + deadline.plus(hold).toNanos());
        }
    }

    private void forget(@Nullable Owner owner) {
        if (owner != null) {
            owner.generations.removeIf(generation -> {
                boolean over = generation.role == Role.GONE && generation.lists.isEmpty();
                if (over) {
                    gone.add(generation.bundle().getBundleId());
                }
                return over;
            });
            if (owner.forgotten()) {
                owners.remove(owner.name());
            }
        }
    }

    private void refuseForeign(MountList list, Object part, List<Mount> mounts) {
        Generation generation = list.generation();
        list.refusals.remove(part);
        Set<String> own = new HashSet<>();
        generation.lists.stream()
                .filter(other -> other != list)
                .forEach(other -> own.addAll(other.targets().keySet()));
        for (Mount mount : mounts) {
            String prefix = mount.prefix();
            String fault = own.add(prefix)
                    ? Borders.fault(owners.values(), generation, prefix)
                    : Borders.refusal(generation, prefix, generation.name() + " itself");
            if (fault != null) {
                list.refusals.put(part, fault);
                throw new ProblemException(WebProblem.CONFLICT, fault);
            }
        }
    }

    /**
     * Drains handlers that nothing leads to any more, and closes them.
     *
     * @param held whose requests wait meanwhile; null if somebody else serves them
     */
    private void retire(List<Hosted> removed, @Nullable Owner held) {
        long deadline = System.nanoTime() + drain.toNanos();
        long patience = held == null ? deadline : patience(deadline);
        removed.forEach(Hosted::shut);
        boolean interrupted = false;
        for (Hosted hosted : removed) {
            int left;
            try {
                left = hosted.awaitIdle(DoorServlet.ownRequests(hosted), patience, deadline);
            } catch (InterruptedException e) {
                interrupted = true;
                left = hosted.inFlight();
                deadline = System.nanoTime();
            }
            if (left > 0) {
                log.warn("{} is taken away with {} of its requests still running", hosted.generation(), left);
                hosted.abortSuspended();
            }
            close(hosted);
        }
        if (held != null) {
            // The drain is over: whoever waits need not wait for its deadline.
            change(() -> {
                if (held.move == null) {
                    held.heldUntilNanos = System.nanoTime() + hold.toNanos();
                }
            });
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // Whatever a bundle's code throws is that bundle's fault.
    @SuppressWarnings("CatchingUnchecked")
    private static void close(Hosted hosted) {
        try {
            hosted.handler().close();
        } catch (Exception | LinkageError e) {
            log.warn("a handler of {} failed to close", hosted.generation(), e);
        }
    }

    /** Owns the routes of the set that is being booted for its bundles. */
    void expect(List<SetEntry> entries) {
        change(() -> {
            for (SetEntry entry : entries) {
                Owner owner = owners.computeIfAbsent(entry.symbolicName(), Owner::new);
                owner.expected = prefixes(entry.contributions());
                owner.expected.removeIf(Prefixes::reserved);
                owner.down = entry.state() == StartState.STOPPED;
                forget(owner);
            }
            Borders.leaveOutWhatLiesInside(owners.values());
            awaitsSet = false;
        });
    }

    static Set<String> prefixes(List<Contribution> contributions) {
        Set<String> prefixes = new TreeSet<>();
        for (Contribution contribution : contributions) {
            if (contribution.kind().equals(Contribution.ROUTE)) {
                prefixes.add(contribution.id());
            }
        }
        return prefixes;
    }

    /** Changes the state and publishes it with one volatile write. */
    void change(Runnable change) {
        synchronized (lock) {
            change.run();
            rebuild();
        }
        onChange.run();
    }

    /** Reads a consistent state. */
    <T> T read(Supplier<T> reader) {
        synchronized (lock) {
            return reader.get();
        }
    }

    /** Returns the owner of that name, made if need be. Call under the lock only. */
    Owner owner(String name) {
        return owners.computeIfAbsent(name, Owner::new);
    }

    /** Returns the generation of a bundle instance that goes live with a deployment. Call under the lock only. */
    Generation stage(Bundle fresh) {
        gone.remove(fresh.getBundleId());
        Generation staged = generation(fresh);
        staged.role = Role.STAGED;
        return staged;
    }

    /** Forgets an owner with nothing left. Call under the lock only. */
    void tidy(Owner owner) {
        forget(owner);
    }

    private void rebuild() {
        Map<String, Route> routes = new HashMap<>();
        Map<String, Long> held = new HashMap<>();
        for (Owner owner : owners.values()) {
            addMounted(routes, owner, Role.SERVING);
        }
        for (Owner owner : owners.values()) {
            addMounted(routes, owner, Role.LEAVING);
        }
        for (Owner owner : owners.values()) {
            for (String prefix : owner.waiting()) {
                routes.computeIfAbsent(prefix, any -> waiting(owner, prefix, held));
            }
        }
        gaps = held;
        table = new RouteTable(routes.values());
    }

    private Route waiting(Owner owner, String prefix, Map<String, Long> held) {
        if (owner.down) {
            return new Route(prefix, owner.name(), State.DOWN, null, null);
        }
        Long known = gaps.get(prefix);
        long since = known == null ? System.nanoTime() : known;
        held.put(prefix, since);
        long until = since + hold.toNanos();
        if (owner.heldUntilNanos - until > 0) {
            until = owner.heldUntilNanos;
        }
        return new Route(prefix, owner.name(), State.HELD, null, new Route.Gap(until, owner.move != null));
    }

    private static void addMounted(Map<String, Route> routes, Owner owner, Role role) {
        for (Generation generation : owner.generations) {
            if (generation.role == role && !generation.held) {
                for (MountList list : generation.lists) {
                    list.targets()
                            .forEach((prefix, target) -> routes.putIfAbsent(
                                    prefix, new Route(prefix, owner.name(), State.LIVE, target, null)));
                }
            }
        }
    }

    /** Waits until no request runs in any handler. */
    int drainAll(Duration deadline) throws InterruptedException {
        List<Hosted> all = read(() -> owners.values().stream()
                .flatMap(owner -> owner.generations.stream())
                .flatMap(generation -> generation.hosted().stream())
                .toList());
        return drain(all, deadline, false);
    }

    /**
     * Shuts handlers and waits until no request runs in them; nothing may lead to them any more.
     *
     * @param held whether requests wait meanwhile
     */
    int drain(List<Hosted> all, Duration deadline, boolean held) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + deadline.toNanos();
        long patience = held ? patience(deadlineNanos) : deadlineNanos;
        all.forEach(Hosted::shut);
        int left = 0;
        for (Hosted hosted : all) {
            left += hosted.awaitIdle(DoorServlet.ownRequests(hosted), patience, deadlineNanos);
        }
        return left;
    }

    /** Returns how long others wait for an asynchronous answer, which may be a stream that never ends by itself. */
    private long patience(long deadlineNanos) {
        long patience = System.nanoTime() + hold.toNanos() / SUSPENDED_SHARE;
        return hold.isZero() || patience - deadlineNanos > 0 ? deadlineNanos : patience;
    }
}
