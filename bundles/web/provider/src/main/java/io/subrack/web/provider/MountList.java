/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mounts of one bundle instance, as one publisher keeps them. Guarded by the lock of {@link Routes}. */
final class MountList implements FrontDoor.Publication {
    /** When a change ends the list. */
    enum Ending {
        NEVER,
        /** When nothing is left in it. */
        WITH_LAST,
        NOW
    }

    private final Routes routes;
    private final Generation generation;
    private final String publisher;

    /** What the list consists of, each part by its key. */
    private final Map<Object, List<Mount>> parts = new LinkedHashMap<>();

    /** Why a part was refused, by its key. */
    final Map<Object, String> refusals = new LinkedHashMap<>();

    private Map<String, Target> targets = Map.of();
    private volatile boolean closed;

    MountList(Routes routes, Generation generation, String publisher) {
        this.routes = routes;
        this.generation = generation;
        this.publisher = publisher;
    }

    Generation generation() {
        return generation;
    }

    String publisher() {
        return publisher;
    }

    boolean closed() {
        return closed;
    }

    Map<String, Target> targets() {
        return targets;
    }

    Set<Hosted> hosted() {
        Set<Hosted> all = new LinkedHashSet<>();
        targets.values().forEach(target -> all.add(target.hosted()));
        return all;
    }

    /** Returns all mounts with one part replaced. Where two parts have the same prefix, that of the earlier one counts. */
    List<Mount> with(Object part, List<Mount> mounts) {
        Map<Object, List<Mount>> next = new LinkedHashMap<>(parts);
        next.put(part, mounts);
        List<Mount> all = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (List<Mount> own : next.values()) {
            own.stream().filter(mount -> !taken.contains(mount.prefix())).forEach(all::add);
            own.forEach(mount -> taken.add(mount.prefix()));
        }
        return all;
    }

    /** Takes a part as it is from now on. */
    void keep(Object part, List<Mount> mounts) {
        if (mounts.isEmpty()) {
            parts.remove(part);
        } else {
            parts.put(part, mounts);
        }
    }

    /** Replaces the targets, keeps the handlers that stay, and returns those that are no longer listed. */
    List<Hosted> replace(List<Mount> mounts) {
        Set<Hosted> before = hosted();
        Map<MountHandler, Hosted> kept = new HashMap<>();
        before.forEach(hosted -> kept.put(hosted.handler(), hosted));
        Map<String, Target> after = new LinkedHashMap<>();
        for (Mount mount : mounts) {
            Hosted hosted = kept.computeIfAbsent(mount.handler(), handler -> new Hosted(handler, generation));
            after.put(mount.prefix(), new Target(mount.access(), mount.requirement(), hosted, mount.maxBodyBytes()));
        }
        targets = Map.copyOf(after);
        generation.known.addAll(after.keySet());
        List<Hosted> removed = new ArrayList<>(before);
        removed.removeAll(hosted());
        return removed;
    }

    void end() {
        closed = true;
    }

    @Override
    public void set(List<Mount> mounts) {
        set(this, mounts, Ending.NEVER);
    }

    /** Replaces one part of the list. What other parts have is neither touched nor waited for. */
    void set(Object part, List<Mount> mounts, Ending ending) {
        routes.set(this, part, List.copyOf(mounts), ending);
    }

    @Override
    public void close() {
        set(this, List.of(), Ending.NOW);
    }
}
