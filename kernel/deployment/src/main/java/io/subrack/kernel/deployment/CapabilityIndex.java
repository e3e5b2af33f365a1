/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;

/** Capabilities by namespace and name. Safe for many readers once it is filled. */
final class CapabilityIndex {
    private final Map<Key, List<Capability>> index = new HashMap<>();

    private record Key(String namespace, String name) {}

    /** Adds what a bundle offers; one that is not resolved may be, and offers what it declares. */
    void add(BundleRevision revision, Map<Resource, Wiring> wirings) {
        BundleWiring wiring = revision.getWiring();
        List<? extends Capability> capabilities = wiring == null ? null : wiring.getCapabilities(null);
        if (wiring != null && capabilities != null) {
            wirings.put(revision, wiring);
        }
        add(capabilities == null ? revision.getCapabilities(null) : capabilities);
    }

    void add(Collection<? extends Capability> capabilities) {
        for (Capability capability : capabilities) {
            String namespace = capability.getNamespace();
            Object name = capability.getAttributes().get(namespace);
            index.computeIfAbsent(new Key(namespace, ""), key -> new ArrayList<>())
                    .add(capability);
            if (name instanceof String text && !text.isEmpty()) {
                index.computeIfAbsent(new Key(namespace, text), key -> new ArrayList<>(2))
                        .add(capability);
            }
        }
    }

    /** Returns all of a namespace and name, in the order in which they were added; all names if that is empty. */
    List<Capability> called(String namespace, String name) {
        return index.getOrDefault(new Key(namespace, name), List.of());
    }
}
