/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import io.subrack.inspection.spi.Graph.Edge;
import io.subrack.inspection.spi.Graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.NativeNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** The graph of one moment: one pass over all wires and all services. */
final class Graphs {
    static final int MAX_LABELS = 20;

    private static final String PACKAGE = "package";
    private static final String SERVICE = "service";
    private static final String CAPABILITY = "capability";

    /** Every bundle has these, and they say nothing of how bundles hang together. */
    private static final Set<String> LEFT_OUT =
            Set.of(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE, NativeNamespace.NATIVE_NAMESPACE);

    private final Map<String, Node> nodes = new TreeMap<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Map<Key, TreeSet<String>> edges = new TreeMap<>();
    private final Map<String, Set<String>> needs = new HashMap<>();
    private final Map<String, Set<String>> givesTo = new HashMap<>();

    private record Key(String from, String to, String kind) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byFrom = from.compareTo(other.from);
            int byTo = byFrom != 0 ? byFrom : to.compareTo(other.to);
            return byTo != 0 ? byTo : kind.compareTo(other.kind);
        }
    }

    Graphs(Roster roster, Collection<BundleSummary> bundles, Collection<ServiceReference<?>> services) {
        Map<String, Bundle> instances = new LinkedHashMap<>();
        for (var bundle : bundles) {
            var id = bundle.bundleId();
            var instance = id == null ? null : roster.context().getBundle(id);
            nodes.putIfAbsent(
                    bundle.symbolicName(),
                    new Node(bundle.symbolicName(), bundle.version(), bundle.kind(), bundle.health(), bundle.state()));
            if (instance != null) {
                names.put(instance.getBundleId(), bundle.symbolicName());
                instances.put(bundle.symbolicName() + "@" + id, instance);
            }
        }
        instances.values().forEach(this::addWires);
        services.forEach(this::addService);
    }

    private void addWires(Bundle bundle) {
        for (BundleWire wire : Wirings.required(bundle.adapt(BundleWiring.class))) {
            var namespace = wire.getRequirement().getNamespace();
            if (!LEFT_OUT.contains(namespace)) {
                boolean isPackage = namespace.equals(PackageNamespace.PACKAGE_NAMESPACE);
                var name = wire.getCapability().getAttributes().get(namespace);
                add(
                        bundle,
                        wire.getProvider().getBundle(),
                        isPackage ? PACKAGE : CAPABILITY,
                        isPackage ? String.valueOf(name) : namespace + (name == null ? "" : "=" + name));
            }
        }
    }

    private void addService(ServiceReference<?> reference) {
        var provider = reference.getBundle();
        if (provider != null && names.containsKey(provider.getBundleId())) {
            for (var user : Services.users(reference)) {
                Services.interfaces(reference).forEach(type -> add(user, provider, SERVICE, type));
            }
        }
    }

    private void add(Bundle from, Bundle to, String kind, String label) {
        var fromName = names.get(from.getBundleId());
        var toName = names.get(to.getBundleId());
        if (fromName != null && toName != null && !fromName.equals(toName)) {
            edges.computeIfAbsent(new Key(fromName, toName, kind), any -> new TreeSet<>())
                    .add(Shown.text(label, Shown.MAX_CHARS));
            needs.computeIfAbsent(fromName, any -> new TreeSet<>()).add(toName);
            givesTo.computeIfAbsent(toName, any -> new TreeSet<>()).add(fromName);
        }
    }

    boolean has(String name) {
        return nodes.containsKey(name);
    }

    Graph whole() {
        return of(nodes.keySet());
    }

    /** Returns the bundles within some steps of one, in either direction. */
    Graph around(String focus, int depth) {
        Set<String> reached = new HashSet<>(Set.of(focus));
        Set<String> edge = Set.of(focus);
        for (int step = 0; step < depth && !edge.isEmpty(); step++) {
            Set<String> next = new HashSet<>();
            for (var name : edge) {
                next.addAll(needs.getOrDefault(name, Set.of()));
                next.addAll(givesTo.getOrDefault(name, Set.of()));
            }
            next.removeAll(reached);
            reached.addAll(next);
            edge = next;
        }
        return of(reached);
    }

    /** Returns a shortest way from what needs to what gives, or the other way round; empty if there is none. */
    Graph path(String from, String to) {
        var way = way(from, to);
        return of(Set.copyOf(way.isEmpty() ? way(to, from) : way));
    }

    private List<String> way(String from, String to) {
        Map<String, String> cameFrom = new HashMap<>();
        cameFrom.put(from, from);
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty() && !cameFrom.containsKey(to)) {
            var name = open.remove();
            for (var next : needs.getOrDefault(name, Set.of())) {
                if (cameFrom.putIfAbsent(next, name) == null) {
                    open.add(next);
                }
            }
        }
        List<String> way = new ArrayList<>();
        for (var at = cameFrom.containsKey(to) ? to : ""; !at.isEmpty(); ) {
            way.add(at);
            at = at.equals(from) ? "" : cameFrom.getOrDefault(at, "");
        }
        Collections.reverse(way);
        return way;
    }

    /** Returns who needs a bundle, or needs one that does; sorted. */
    List<String> dependents(String name) {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            for (var user : givesTo.getOrDefault(open.remove(), Set.of())) {
                if (!user.equals(name) && found.add(user)) {
                    open.add(user);
                }
            }
        }
        return List.copyOf(found);
    }

    private Graph of(Set<String> chosen) {
        return new Graph(
                nodes.values().stream()
                        .filter(node -> chosen.contains(node.id()))
                        .toList(),
                edges.entrySet().stream()
                        .filter(edge -> chosen.contains(edge.getKey().from())
                                && chosen.contains(edge.getKey().to()))
                        .map(edge -> edge(edge.getKey(), edge.getValue()))
                        .toList());
    }

    private static Edge edge(Key key, Set<String> labels) {
        return new Edge(
                key.from(),
                key.to(),
                key.kind(),
                labels.stream().limit(MAX_LABELS).toList(),
                Math.max(0, labels.size() - MAX_LABELS));
    }
}
