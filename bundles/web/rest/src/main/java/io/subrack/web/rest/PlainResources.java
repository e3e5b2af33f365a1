/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the resource classes of bundles that ask for it by requiring the extender {@code io.subrack.rest}. */
final class PlainResources {
    private static final Logger log = LoggerFactory.getLogger(PlainResources.class);
    private static final Map<String, String> EXTENDER = Map.of("osgi.extender", "io.subrack.rest");

    private PlainResources() {}

    static List<Class<?>> of(Bundle bundle) {
        if (!asks(bundle)) {
            return List.of();
        }
        Collection<String> names = BundleEntries.names(bundle);
        Set<String> services = new HashSet<>();
        BundleEntries.components(bundle).forEach(component -> services.add(component.implementation()));
        var found = new ArrayList<Class<?>>();
        for (String name : new ClassFiles(entry -> BundleEntries.read(bundle, entry)).instantiableResources(names)) {
            if (!services.contains(name)) {
                try {
                    found.add(bundle.loadClass(name));
                } catch (ClassNotFoundException | LinkageError e) {
                    log.error(
                            "{} {}: resource class {} cannot be loaded",
                            bundle.getSymbolicName(),
                            bundle.getVersion(),
                            name,
                            e);
                }
            }
        }
        return List.copyOf(found);
    }

    private static boolean asks(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return false;
        }
        for (BundleRequirement requirement : revision.getDeclaredRequirements("osgi.extender")) {
            String filter = requirement.getDirectives().get("filter");
            if (filter != null && filter.contains("io.subrack.rest") && matches(bundle, filter)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(Bundle bundle, String filter) {
        try {
            return bundle.getBundleContext() != null
                    && bundle.getBundleContext().createFilter(filter).matches(EXTENDER);
        } catch (org.osgi.framework.InvalidSyntaxException e) {
            return false; // the framework has resolved it, so this does not happen
        }
    }
}
