/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.BundleStatus;
import io.subrack.management.rest.BundleDetailView.Wire;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Reads from the framework what the set does not know of a bundle. */
final class BundleDetails {
    private final BundleContext context;

    BundleDetails(BundleContext context) {
        this.context = context;
    }

    BundleDetailView of(BundleStatus status) {
        var view = BundleView.of(status);
        var bundle = status.bundleId().map(context::getBundle).orElse(null);
        if (bundle == null) {
            return new BundleDetailView(view, "", List.of(), List.of(), List.of());
        }
        var description = bundle.getHeaders("").get(Constants.BUNDLE_DESCRIPTION);
        return new BundleDetailView(
                view,
                description == null ? "" : description,
                wiring(bundle),
                ServiceViews.of(bundle.getRegisteredServices()),
                ServiceViews.of(bundle.getServicesInUse()));
    }

    private static List<Wire> wiring(Bundle bundle) {
        var wiring = bundle.adapt(BundleWiring.class);
        var wires = wiring == null ? null : wiring.getRequiredWires(null);
        return wires == null
                ? List.of()
                : wires.stream().map(BundleDetails::wire).toList();
    }

    private static Wire wire(BundleWire wire) {
        var provider = wire.getProvider();
        return new Wire(text(wire.getRequirement(), wire), provider.getSymbolicName() + " " + provider.getVersion());
    }

    /** Says {@code package com.acme.text 1.2.0} where it is a package, else the namespace and what selects in it. */
    private static String text(BundleRequirement requirement, BundleWire wire) {
        var attributes = wire.getCapability().getAttributes();
        if (requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
            return "package " + attributes.get(PackageNamespace.PACKAGE_NAMESPACE) + " "
                    + attributes.get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE);
        }
        var filter = requirement.getDirectives().get(Constants.FILTER_DIRECTIVE);
        return requirement.getNamespace() + (filter == null ? "" : " " + filter);
    }
}
