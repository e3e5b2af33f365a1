/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Decides whether a service that no component declares can still come: only code that knows its interface can register it,
 * that is, code of the bundle that owns the interface and of those wired to it. If none of that code runs, nor is about to,
 * waiting is of no use. In doubt it can.
 */
final class Unprovidable {
    private static final String EXTENDER = "osgi.extender";

    /** It runs the components, which are looked at one by one. */
    private static final String COMPONENT_EXTENDER = "osgi.component";

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;

    Unprovidable(BundleContext context, ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
    }

    /**
     * Says whether nobody can provide a service any more.
     *
     * @param service a service interface that no component description offers
     * @param needer id of the bundle that needs it
     */
    boolean test(String service, long needer) {
        Bundle bundle = context.getBundle(needer);
        Bundle owner = bundle == null ? null : owner(service, bundle);
        return owner != null && !anyExtender() && reached(owner).stream().noneMatch(this::mayRegister);
    }

    /** Returns the capability bundle that has the interface, or null if it is somebody else's or not certain. */
    private static @Nullable Bundle owner(String service, Bundle needer) {
        BundleWiring wiring = needer.adapt(BundleWiring.class);
        String name = service.substring(0, Math.max(0, service.lastIndexOf('.')));
        List<BundleWire> wires = wiring == null ? null : wiring.getRequiredWires(null);
        if (wires == null || name.isEmpty() || name.startsWith("java.")) {
            return null;
        }
        Bundle owner = needer;
        for (BundleWire wire : wires) {
            Object wired = wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
            if (name.equals(wired)) {
                owner = wire.getProvider().getBundle();
            } else if (wire.getCapability().getNamespace().equals(BundleNamespace.BUNDLE_NAMESPACE)) {
                return null;
            }
        }
        boolean has = owner.getEntry(service.replace('.', '/') + ".class") != null;
        return has && isCapability(owner) ? owner : null;
    }

    private static boolean isCapability(Bundle bundle) {
        return bundle.getLocation().startsWith(PlatformBundles.CAPABILITY_LOCATION);
    }

    /** An extender may create anything in the name of anybody. */
    private boolean anyExtender() {
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = isCapability(bundle) ? bundle.adapt(BundleRevision.class) : null;
            List<BundleCapability> extenders =
                    revision == null ? List.of() : revision.getDeclaredCapabilities(EXTENDER);
            if (!extenders.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the owner and all that are wired to it, over any number of wires. */
    private static Set<Bundle> reached(Bundle owner) {
        Set<Bundle> reached = new HashSet<>(Set.of(owner));
        Deque<Bundle> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            BundleWiring wiring = open.remove().adapt(BundleWiring.class);
            List<BundleWire> wires = wiring == null ? null : wiring.getProvidedWires(null);
            for (BundleWire wire : wires == null ? List.<BundleWire>of() : wires) {
                Bundle requirer = wire.getRequirer().getBundle();
                if (reached.add(requirer)) {
                    open.add(requirer);
                }
            }
        }
        return reached;
    }

    private boolean mayRegister(Bundle bundle) {
        if (!isCapability(bundle) || bundle.getState() == Bundle.STARTING) {
            return true;
        }
        if (bundle.getState() != Bundle.ACTIVE) {
            return false;
        }
        return bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATOR) != null
                || isExtended(bundle)
                || runtime.getComponentDescriptionDTOs(bundle).stream().anyMatch(this::runs);
    }

    private static boolean isExtended(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        List<BundleRequirement> extenders = revision == null ? List.of() : revision.getDeclaredRequirements(EXTENDER);
        return extenders.stream()
                .map(extender -> extender.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, ""))
                .anyMatch(filter -> !filter.contains("(" + EXTENDER + "=" + COMPONENT_EXTENDER + ")"));
    }

    private boolean runs(ComponentDescriptionDTO component) {
        return runtime.getComponentConfigurationDTOs(component).stream()
                .anyMatch(it -> it.state == ComponentConfigurationDTO.SATISFIED
                        || it.state == ComponentConfigurationDTO.ACTIVE);
    }
}
