/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import io.subrack.inspection.spi.BundleDetail.BundleName;
import io.subrack.inspection.spi.BundleDetail.CapabilityView;
import io.subrack.inspection.spi.BundleDetail.RequirementView;
import io.subrack.inspection.spi.BundleDetail.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;

/** What one bundle asks and gives, and to whom it is wired. */
final class Wirings {
    static final String SERVICE_NAMESPACE = "osgi.service";

    private final Roster roster;
    private final @Nullable BundleRevision revision;
    private final @Nullable BundleWiring wiring;

    Wirings(Roster roster, Bundle bundle) {
        this.roster = roster;
        this.revision = bundle.adapt(BundleRevision.class);
        this.wiring = bundle.adapt(BundleWiring.class);
    }

    static List<BundleWire> required(@Nullable BundleWiring wiring) {
        var wires = wiring == null ? null : wiring.getRequiredWires(null);
        return wires == null ? List.of() : wires;
    }

    List<Wire> wires() {
        return required(wiring).stream()
                .map(wire -> new Wire(
                        text(wire),
                        wire.getProvider().getSymbolicName() + " "
                                + wire.getProvider().getVersion()))
                .toList();
    }

    /** Says {@code package com.acme.text 1.2.0} where it is a package, else the namespace and what selects in it. */
    private static String text(BundleWire wire) {
        var attributes = wire.getCapability().getAttributes();
        if (wire.getRequirement().getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
            return "package " + attributes.get(PackageNamespace.PACKAGE_NAMESPACE) + " "
                    + attributes.get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE);
        }
        var filter = filter(wire.getRequirement());
        return wire.getRequirement().getNamespace() + (filter.isEmpty() ? "" : " " + filter);
    }

    private static String filter(BundleRequirement requirement) {
        var filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
        return filter == null ? "" : Shown.text(filter, Shown.MAX_CHARS);
    }

    List<RequirementView> requirements() {
        if (revision == null) {
            return List.of();
        }
        Map<BundleRequirement, BundleWire> wires = new HashMap<>();
        required(wiring).forEach(wire -> wires.putIfAbsent(wire.getRequirement(), wire));
        return revision.getDeclaredRequirements(null).stream()
                .map(requirement -> view(requirement, wires.get(requirement)))
                .toList();
    }

    private RequirementView view(BundleRequirement requirement, @Nullable BundleWire wire) {
        var directives = requirement.getDirectives();
        var provider = wire == null ? null : wire.getProvider();
        return new RequirementView(
                requirement.getNamespace(),
                filter(requirement),
                Shown.directives(directives),
                Shown.attributes(requirement.getAttributes()),
                provider == null
                        ? null
                        : new BundleName(
                                provider.getSymbolicName(),
                                provider.getVersion().toString()),
                !Namespace.RESOLUTION_MANDATORY.equals(directives.getOrDefault(
                        Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE, Namespace.RESOLUTION_MANDATORY)),
                wire != null ? Boolean.TRUE : isSatisfied(requirement));
    }

    /** What the resolver does not look at, some extender does; of services it is known here. */
    private @Nullable Boolean isSatisfied(BundleRequirement requirement) {
        var effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        if (effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE)) {
            return wiring == null && isOffered(requirement);
        }
        var filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
        if (!requirement.getNamespace().equals(SERVICE_NAMESPACE) || filter == null || !isFilter(filter)) {
            return null;
        }
        return !roster.services(filter).isEmpty();
    }

    static boolean isFilter(String text) {
        try {
            FrameworkUtil.createFilter(text);
            return true;
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    /** A bundle that is not resolved has no wires at all, so it is asked who could give it what it needs. */
    private boolean isOffered(BundleRequirement requirement) {
        return roster.all(true).stream()
                .map(bundle -> bundle.adapt(BundleRevision.class))
                .filter(other -> other != null)
                .flatMap(other -> other.getDeclaredCapabilities(requirement.getNamespace()).stream())
                .anyMatch(requirement::matches);
    }

    List<CapabilityView> capabilities() {
        if (revision == null) {
            return List.of();
        }
        Map<Capability, TreeSet<String>> consumers = new HashMap<>();
        var wires = wiring == null ? null : wiring.getProvidedWires(null);
        for (var wire : wires == null ? List.<BundleWire>of() : wires) {
            consumers
                    .computeIfAbsent(wire.getCapability(), any -> new TreeSet<>())
                    .add(Roster.name(wire.getRequirer().getBundle()));
        }
        return revision.getDeclaredCapabilities(null).stream()
                .map(capability -> new CapabilityView(
                        capability.getNamespace(),
                        Shown.attributes(capability.getAttributes()),
                        Shown.directives(capability.getDirectives()),
                        List.copyOf(consumers.getOrDefault(capability, new TreeSet<>()))))
                .toList();
    }
}
