/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.spi.FrontDoor.State;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All routes at one instant. Immutable; finding a route neither allocates nor locks. */
final class RouteTable {
    private static final String NOBODY = "";

    static final RouteTable EMPTY = new RouteTable(List.of());

    private final List<Route> all;
    private final @Nullable Route[] slots;
    private final @Nullable Route root;

    RouteTable(Collection<Route> routes) {
        all = List.copyOf(routes);
        slots = new Route[Math.max(4, Integer.highestOneBit(all.size() + Prefixes.RESERVED.size()) * 4)];
        Route everything = null;
        for (Route route : all) {
            if (route.prefix().equals("/")) {
                everything = route;
            } else {
                slots[freeSlot(route)] = route;
            }
        }
        root = everything;
        for (String prefix : Prefixes.RESERVED) {
            if (all.stream().noneMatch(route -> route.prefix().equals(prefix))) {
                // What no platform bundle serves there is nobody's: it never falls to who has the path above.
                slots[freeSlot(nobodys(prefix))] = nobodys(prefix);
            }
        }
    }

    private static Route nobodys(String prefix) {
        return new Route(prefix, NOBODY, State.DOWN, null, null);
    }

    private int freeSlot(Route route) {
        int slot = slot(route.prefix().hashCode());
        while (slots[slot] != null) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 16)) & (slots.length - 1);
    }

    /**
     * Finds the longest prefix of a path, segment by segment. The hash of each leading part is computed on the way, the
     * way {@link String#hashCode()} does, so that one pass over the path suffices.
     *
     * @param path a decoded path without ambiguities
     * @return the route, or null if nobody owns the path
     */
    @Nullable
    Route find(String path) {
        Route best = root;
        int hash = 0;
        int length = path.length();
        for (int i = 0; i < length; i++) {
            char c = path.charAt(i);
            if (c == '/' && i > 0) {
                Route route = probe(path, i, hash);
                best = route == null ? best : route;
            }
            hash = 31 * hash + c;
        }
        Route route = probe(path, length, hash);
        best = route == null ? best : route;
        return best == null || best.bundle().equals(NOBODY) ? null : best;
    }

    private @Nullable Route probe(String path, int end, int hash) {
        int slot = slot(hash);
        for (Route route = slots[slot]; route != null; route = slots[slot]) {
            String prefix = route.prefix();
            if (prefix.length() == end && path.startsWith(prefix)) {
                return route;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return null;
    }

    /** Returns all routes, sorted by prefix. */
    List<Route> routes() {
        return all.stream().sorted(Comparator.comparing(Route::prefix)).toList();
    }
}
