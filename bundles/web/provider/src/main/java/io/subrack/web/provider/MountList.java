/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mounts of one bundle instance, as one publisher keeps them. Guarded by the lock of {@link Routes}. */
final class MountList implements FrontDoor.Publication {
    private final Routes routes;
    private final Generation generation;
    private final String publisher;

    private Map<String, Target> targets = Map.of();
    private boolean closed;

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

    /** Replaces the targets, keeps the handlers that stay, and returns those that are no longer listed. */
    List<Hosted> replace(List<Mount> mounts) {
        Set<Hosted> before = hosted();
        Map<MountHandler, Hosted> kept = new HashMap<>();
        before.forEach(hosted -> kept.put(hosted.handler(), hosted));
        Map<String, Target> after = new LinkedHashMap<>();
        for (Mount mount : mounts) {
            Hosted hosted = kept.computeIfAbsent(mount.handler(), handler -> new Hosted(handler, generation));
            after.put(mount.prefix(), new Target(mount.access(), hosted, mount.maxBodyBytes()));
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
        routes.set(this, List.copyOf(mounts), false);
    }

    @Override
    public void close() {
        routes.set(this, List.of(), true);
    }
}
