/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Puts bundles that provide something before those that need it: packages and other wires, and services where both
 * sides declare them. A cycle is broken where it is entered; otherwise the given order stays. Linear in bundles, wires
 * and declarations.
 */
final class StartOrder {
    private static final String SERVICE_NAMESPACE = "osgi.service";
    private static final String OBJECT_CLASS = "objectClass";
    private static final Pattern OBJECT_CLASS_FILTER = Pattern.compile("\\(objectClass=([^)*]+)\\)");

    private final Map<Bundle, Set<Bundle>> providers = new LinkedHashMap<>();

    StartOrder(Collection<Bundle> bundles) {
        Map<String, Set<Bundle>> services = offeredServices(bundles);
        Set<Bundle> members = new HashSet<>(bundles);
        for (Bundle bundle : bundles) {
            Set<Bundle> needed = new LinkedHashSet<>();
            addWired(bundle, members, needed);
            addServices(bundle, services, needed);
            needed.remove(bundle);
            providers.put(bundle, needed);
        }
    }

    /** Returns the bundles, providers first. */
    List<Bundle> order() {
        Set<Bundle> entered = new HashSet<>();
        List<Bundle> ordered = new ArrayList<>(providers.size());
        providers.keySet().forEach(bundle -> visit(bundle, entered, ordered));
        return ordered;
    }

    /** Returns all that need one of {@code roots}, directly or not; the roots are not among them. */
    Set<Bundle> dependents(Collection<Bundle> roots) {
        Set<Bundle> found = new LinkedHashSet<>(roots);
        for (Bundle bundle : order()) {
            if (providers.getOrDefault(bundle, Set.of()).stream().anyMatch(found::contains)) {
                found.add(bundle);
            }
        }
        found.removeAll(roots);
        return found;
    }

    private void visit(Bundle bundle, Set<Bundle> entered, List<Bundle> ordered) {
        if (entered.add(bundle)) {
            providers.getOrDefault(bundle, Set.of()).forEach(provider -> visit(provider, entered, ordered));
            ordered.add(bundle);
        }
    }

    private static void addWired(Bundle bundle, Set<Bundle> members, Set<Bundle> needed) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        List<BundleWire> wires = wiring == null ? null : wiring.getRequiredWires(null);
        if (wires != null) {
            for (BundleWire wire : wires) {
                Bundle provider = wire.getProvider().getBundle();
                if (members.contains(provider)) {
                    needed.add(provider);
                }
            }
        }
    }

    private static Map<String, Set<Bundle>> offeredServices(Collection<Bundle> bundles) {
        Map<String, Set<Bundle>> services = new HashMap<>();
        for (Bundle bundle : bundles) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision == null) {
                continue;
            }
            for (BundleCapability capability : revision.getDeclaredCapabilities(SERVICE_NAMESPACE)) {
                names(capability.getAttributes().get(OBJECT_CLASS))
                        .forEach(name -> services.computeIfAbsent(name, any -> new LinkedHashSet<>())
                                .add(bundle));
            }
        }
        return services;
    }

    private static void addServices(Bundle bundle, Map<String, Set<Bundle>> services, Set<Bundle> needed) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return;
        }
        for (BundleRequirement requirement : revision.getDeclaredRequirements(SERVICE_NAMESPACE)) {
            String filter = requirement.getDirectives().getOrDefault(BundleNamespace.REQUIREMENT_FILTER_DIRECTIVE, "");
            Matcher matcher = OBJECT_CLASS_FILTER.matcher(filter);
            while (matcher.find()) {
                needed.addAll(services.getOrDefault(matcher.group(1), Set.of()));
            }
        }
    }

    private static List<String> names(@Nullable Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(String.valueOf(value));
    }
}
