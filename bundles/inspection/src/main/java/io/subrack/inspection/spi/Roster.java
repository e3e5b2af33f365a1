/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import io.subrack.kernel.api.BundleStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;

/** The bundles of one moment: those of the current set as they stand, and those of the platform. Not kept. */
final class Roster {
    /** How the locations of capability bundles start, the retiring ones included. */
    private static final String CAPABILITY_LOCATION = "subrack:";

    private final BundleContext context;
    private final List<BundleStatus> capabilities;
    private final Map<Long, BundleStatus> byId = new HashMap<>();
    private final Map<String, BundleStatus> byName = new HashMap<>();

    Roster(BundleContext context, List<BundleStatus> capabilities) {
        this.context = context;
        this.capabilities = capabilities;
        for (var status : capabilities) {
            byName.put(status.entry().symbolicName(), status);
            status.bundleId().ifPresent(id -> byId.put(id, status));
        }
    }

    List<BundleStatus> capabilities() {
        return capabilities;
    }

    Optional<BundleStatus> capability(String symbolicName) {
        return Optional.ofNullable(byName.get(symbolicName));
    }

    /** Returns the instance that is live, or null if there is none. */
    @Nullable
    Bundle instance(BundleStatus status) {
        return status.bundleId().map(context::getBundle).orElse(null);
    }

    /** Returns how the capability bundle stands of which this is the live instance, or null. */
    @Nullable
    BundleStatus status(Bundle instance) {
        return byId.get(instance.getBundleId());
    }

    /** Returns the bundles of the platform, sorted by symbolic name; of the same name, the newest first. */
    List<Bundle> platform() {
        return Stream.of(context.getBundles())
                .filter(Roster::isPlatform)
                .sorted(Comparator.comparing(Roster::name)
                        .thenComparing(Comparator.comparing(Bundle::getVersion).reversed()))
                .toList();
    }

    Optional<Bundle> platform(String symbolicName) {
        return platform().stream()
                .filter(bundle -> name(bundle).equals(symbolicName))
                .findFirst();
    }

    static boolean isPlatform(Bundle bundle) {
        return !bundle.getLocation().startsWith(CAPABILITY_LOCATION);
    }

    static boolean isFragment(Bundle bundle) {
        var revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    static String name(Bundle bundle) {
        var name = bundle.getSymbolicName();
        return name == null ? bundle.getLocation() : name;
    }

    /** Returns all bundles that are live: the capability bundles' instances, then the platform's. */
    List<Bundle> all(boolean withPlatform) {
        var all = new ArrayList<Bundle>();
        for (var status : capabilities) {
            var instance = instance(status);
            if (instance != null) {
                all.add(instance);
            }
        }
        if (withPlatform) {
            all.addAll(platform());
        }
        return all;
    }

    /** Returns the services that match a filter, which was checked already, or all. */
    List<ServiceReference<?>> services(@Nullable String filter) {
        try {
            ServiceReference<?>[] references = context.getAllServiceReferences((String) null, filter);
            return references == null ? List.of() : List.of(references);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("the filter was to be checked: " + e.getMessage(), e);
        }
    }

    BundleContext context() {
        return context;
    }
}
