/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;

/** Finds bundles that have a package without sharing it. Looks into every bundle, so it is asked only about faults. */
final class PackageOwners {
    private final Collection<Bundle> live;
    private final Collection<StagedBundle> staged;
    private final Function<StagedBundle, Set<String>> names;

    /** @param names reads the names of a staged bundle's entries */
    PackageOwners(Collection<Bundle> live, Collection<StagedBundle> staged, Function<StagedBundle, Set<String>> names) {
        this.live = List.copyOf(live);
        this.staged = List.copyOf(staged);
        this.names = names;
    }

    /** Returns the bundle that has a package's classes, as {@code com.acme.text 1.8.0}, or null if nobody has. */
    @Nullable
    String keeper(String packageName, Object except) {
        String folder = packageName.replace('.', '/') + "/";
        for (StagedBundle bundle : staged) {
            if (!bundle.equals(except) && names.apply(bundle).stream().anyMatch(name -> isClassIn(folder, name))) {
                return bundle.toString();
            }
        }
        for (Bundle bundle : live) {
            if (exports(bundle, packageName)) {
                continue; // it shares the package, only not now
            }
            Enumeration<String> entries = bundle.getEntryPaths(folder);
            if (entries != null && Collections.list(entries).stream().anyMatch(name -> isClassIn(folder, name))) {
                return Sentences.name(bundle);
            }
        }
        return null;
    }

    private static boolean exports(Bundle bundle, String packageName) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null
                && revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                        .anyMatch(it -> packageName.equals(it.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
    }

    private static boolean isClassIn(String folder, String name) {
        return name.startsWith(folder) && name.endsWith(".class") && name.indexOf('/', folder.length()) < 0;
    }

    /** Says whether a package is one of the Java runtime's own. */
    static boolean belongsToJava(String packageName) {
        return packageName.startsWith("java.")
                || packageName.startsWith("sun.")
                || ModuleLayer.boot().modules().stream()
                        .anyMatch(module -> module.getPackages().contains(packageName));
    }
}
