/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.PlanFault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;

/** Keeps capability bundles from replacing or splitting what belongs to the platform, and out of its inner services. */
final class PackageRules {
    private static final Pattern SPI = Pattern.compile("(io\\.subrack\\..*)\\.spi");

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
                universe.platformExport(name)
                        .filter(owner -> PlatformPackages.isContract(name))
                        .ifPresent(owner -> faults.add(exported(bundle, name, owner)));
            }
            for (Requirement requirement : bundle.getRequirements(null)) {
                inner(bundle, Need.of(requirement)).ifPresent(faults::add);
            }
            bundle.host()
                    .map(Need::of)
                    .filter(this::isPlatformHost)
                    .ifPresent(host -> faults.add(attached(bundle, host)));
        }
        return faults;
    }

    /** Says whether a package is one by which the platform's own bundles meet, and no others. */
    static boolean isInner(String packageName) {
        return SPI.matcher(packageName).matches();
    }

    private Optional<PlanFault> inner(StagedBundle bundle, Need need) {
        if (need.isPackage()
                && isInner(need.name())
                && universe.platformExport(need.name()).isPresent()) {
            return Optional.of(new PlanFault(
                    Kind.INTERNAL_PACKAGE,
                    bundle.info().symbolicName(),
                    bundle + " imports package " + need.name() + ", by which the platform's own bundles meet. Use "
                            + SPI.matcher(need.name()).replaceFirst("$1.api") + " or a service of it instead."));
        }
        if (need.namespace().equals(BundleNamespace.BUNDLE_NAMESPACE) && isPlatformHost(need)) {
            return Optional.of(new PlanFault(
                    Kind.INTERNAL_PACKAGE,
                    bundle.info().symbolicName(),
                    bundle + " requires the bundle " + need.name() + ", which belongs to the platform. Import the"
                            + " packages that it needs instead."));
        }
        return Optional.empty();
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
