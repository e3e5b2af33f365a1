/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.SetEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Finds the bundles of the set that must be wired anew because something they are wired to gives way: through packages,
 * required bundles, hosts and fragments, and any other wire, from bundle to bundle until nobody is left.
 */
final class RefreshClosure {
    private final Live live;
    private final Map<Bundle, String> names = new HashMap<>();
    private final Set<String> touched = new HashSet<>();
    private final Deque<Bundle> open = new ArrayDeque<>();
    private final List<Move> rewired = new ArrayList<>();

    /** @param moves what the request asks for */
    RefreshClosure(Live live, List<Move> moves) {
        this.live = live;
        live.bundles().forEach((name, bundle) -> names.put(bundle, name));
        for (Move move : moves) {
            if (!move.touchesInstance()) {
                continue;
            }
            touched.add(move.symbolicName());
            Bundle bundle = live.bundles().get(move.symbolicName());
            if (move.retires() && bundle != null) {
                open.add(bundle);
            }
        }
    }

    /** Adds a bundle that must be wired anew for a reason other than a wire, unless the plan touches it already. */
    void add(Bundle bundle, String why) {
        String name = names.get(bundle);
        if (name != null && touched.add(name)) {
            SetEntry entry = live.set().entry(name).orElse(null);
            if (entry != null) {
                rewired.add(Move.rewired(entry, why));
                open.add(bundle);
            }
        }
    }

    /** Returns the moves of all bundles found, in the order in which they were reached. */
    List<Move> moves() {
        while (!open.isEmpty()) {
            follow(open.remove());
        }
        return rewired;
    }

    private void follow(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        for (BundleWire wire : wires(wiring == null ? null : wiring.getProvidedWires(null))) {
            Bundle requirer = wire.getRequirer().getBundle();
            add(requirer, requirer.getSymbolicName() + verb(wire) + Sentences.name(bundle));
        }
        for (BundleWire wire : wires(wiring == null ? null : wiring.getRequiredWires(HostNamespace.HOST_NAMESPACE))) {
            add(wire.getProvider().getBundle(), Sentences.name(bundle) + " is attached to it");
        }
    }

    private static String verb(BundleWire wire) {
        return wire.getCapability().getNamespace().equals(HostNamespace.HOST_NAMESPACE)
                ? " is attached to "
                : " is wired to ";
    }

    private static List<BundleWire> wires(@Nullable List<BundleWire> wires) {
        return wires == null ? List.of() : wires;
    }
}
