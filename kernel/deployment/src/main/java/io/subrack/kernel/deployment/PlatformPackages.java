/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;

/**
 * Tells the packages by which the platform and bundles meet from libraries that the platform has for its own use and
 * shares. The first have one exporter; of the second bundles may bring other versions, for who cannot use the platform's.
 */
final class PlatformPackages {
    /** What the platform defines or has from standards, and where its objects are known by their class. */
    private static final List<String> CONTRACTS =
            List.of("io.subrack", "jakarta", "javax", "org.apache.felix", "org.osgi", "org.slf4j");

    private PlatformPackages() {}

    /** Says whether a package that the platform exports must not be exported by anybody else. */
    static boolean isContract(String packageName) {
        return CONTRACTS.stream().anyMatch(it -> packageName.equals(it) || packageName.startsWith(it + "."))
                || PackageOwners.belongsToJava(packageName);
    }

    /**
     * Takes away the copies that a framework would prefer to the platform's only because they are newer. Older ones come
     * after the platform's anyway, and stay for bundles that meet them through others.
     *
     * @param candidates exports of one package, all of which would do
     * @param forPlatform whether it is the platform that asks: it never gets the copy of a bundle that goes some day
     */
    static <C extends Capability> void preferred(Collection<C> candidates, Predicate<C> platform, boolean forPlatform) {
        Version newest = candidates.stream()
                .filter(platform)
                .map(it -> Need.version(it).orElse(Version.emptyVersion))
                .max(Comparator.naturalOrder())
                .orElse(null);
        if (newest != null) {
            candidates.removeIf(it -> !platform.test(it) && (forPlatform || !isOlder(it, newest)));
        }
    }

    private static boolean isOlder(Capability capability, Version than) {
        return Need.version(capability).orElse(Version.emptyVersion).compareTo(than) < 0;
    }

    /** Says whether some of the bundles declare exports that platform bundles have, too. */
    static boolean haveCopies(Collection<Bundle> bundles, Collection<Bundle> platform) {
        Set<Object> names = new HashSet<>();
        bundles.forEach(bundle -> exports(bundle).forEach(export -> names.add(name(export))));
        return !names.isEmpty()
                && platform.stream()
                        .flatMap(bundle -> exports(bundle).stream())
                        .anyMatch(export -> names.contains(name(export)));
    }

    private static @Nullable Object name(Capability export) {
        return export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
    }

    private static Collection<? extends Capability> exports(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null ? List.of() : revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE);
    }
}
