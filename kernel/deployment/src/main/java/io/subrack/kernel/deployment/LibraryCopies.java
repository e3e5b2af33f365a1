/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Resource;
import org.osgi.resource.Wire;

/** Says where a plan brings, or uses, another copy of a library that the platform has. */
final class LibraryCopies {
    private final Universe universe;

    LibraryCopies(Universe universe) {
        this.universe = universe;
    }

    /** Returns a sentence for each bundle that brings copies; what may have no copy is a fault elsewhere. */
    List<String> brought(List<StagedBundle> fresh) {
        List<String> sentences = new ArrayList<>();
        for (StagedBundle bundle : fresh) {
            List<Capability> copies = bundle.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                    .filter(it -> universe.platformExport(name(it)).isPresent())
                    .filter(it -> !PlatformPackages.isContract(name(it)))
                    .toList();
            if (!copies.isEmpty()) {
                Capability first = copies.get(0);
                sentences.add(bundle + " brings a copy of what the platform has: package " + name(first) + " "
                        + version(first) + (copies.size() > 1 ? " and " + (copies.size() - 1) + " more" : "")
                        + ". The platform's is "
                        + version(universe.platformExport(name(first)).orElse(first))
                        + ", and stays that of all bundles whose version ranges admit it; the copy is for the others.");
            }
        }
        return sentences;
    }

    /** Returns a sentence for each bundle that is wired to a copy. */
    List<String> used(Map<Resource, List<Wire>> wires) {
        List<String> sentences = new ArrayList<>();
        wires.forEach((resource, of) -> of.stream()
                .filter(it -> !it.getProvider().equals(resource) && isCopy(it.getCapability()))
                .findFirst()
                .ifPresent(it -> sentences.add(Universe.name(resource) + " gets package " + name(it.getCapability())
                        + " from " + Universe.name(it.getProvider())
                        + ", not from the platform, which does not see annotations of that copy on what it reads"
                        + " and writes for the bundle. Widen the version range if it can use the platform's.")));
        sentences.sort(null);
        return sentences;
    }

    private boolean isCopy(Capability capability) {
        return capability.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
                && !universe.isPlatform(capability.getResource())
                && universe.platformExport(name(capability)).isPresent();
    }

    private static String name(Capability export) {
        return String.valueOf(export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE));
    }

    private static Version version(Capability export) {
        return Need.version(export).orElse(Version.emptyVersion);
    }
}
