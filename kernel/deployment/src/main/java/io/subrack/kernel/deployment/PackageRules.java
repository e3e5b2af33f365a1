/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.PlanFault.Kind;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Capability;

/** Keeps capability bundles from replacing or splitting what belongs to the platform. */
final class PackageRules {
    private final Universe universe;

    PackageRules(Universe universe) {
        this.universe = universe;
    }

    /** @param fresh what the request itself brings; the rest was let in earlier */
    List<PlanFault> faults(List<StagedBundle> fresh) {
        List<PlanFault> faults = new ArrayList<>();
        for (StagedBundle bundle : fresh) {
            for (Capability export : bundle.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
                String name = String.valueOf(export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE));
                universe.platformExport(name).ifPresent(owner -> faults.add(exported(bundle, name, owner)));
            }
            bundle.host()
                    .map(Need::of)
                    .filter(this::isPlatformHost)
                    .ifPresent(host -> faults.add(attached(bundle, host)));
        }
        return faults;
    }

    private boolean isPlatformHost(Need host) {
        return universe.called(host.namespace(), host.name()).stream()
                .anyMatch(it -> universe.isPlatform(it.getResource()));
    }

    private static PlanFault attached(StagedBundle fragment, Need host) {
        return new PlanFault(
                Kind.PLATFORM_PACKAGE,
                fragment.info().symbolicName(),
                fragment + " is a fragment of " + host.name()
                        + ", which belongs to the platform. Make it a bundle of its" + " own.");
    }

    private static PlanFault exported(StagedBundle bundle, String packageName, Capability owner) {
        return new PlanFault(
                Kind.PLATFORM_PACKAGE,
                bundle.info().symbolicName(),
                bundle + " exports package " + packageName + ", which belongs to the platform ("
                        + Universe.name(owner.getResource()) + "). Import it and leave its classes out of the bundle.");
    }
}
