/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Tells the platform's bundles from the capability bundles. */
final class PlatformBundles {
    /** How the locations of all capability bundles start, the retiring ones included. */
    static final String CAPABILITY_LOCATION = "subrack:";

    private PlatformBundles() {}

    static boolean isCapability(Bundle bundle) {
        return String.valueOf(bundle.getLocation()).startsWith(CAPABILITY_LOCATION);
    }

    /** Returns all installed bundles whose location is no capability bundle's, the framework itself first. */
    static List<Bundle> of(BundleContext context) {
        return Stream.of(context.getBundles()).filter(it -> !isCapability(it)).toList();
    }

    /** Returns all installed bundles that are no capability bundles, the framework itself first. */
    static List<Bundle> of(Live live) {
        Set<Bundle> capabilities = new HashSet<>(live.bundles().values());
        List<Bundle> platform = new ArrayList<>();
        for (Bundle bundle : live.context().getBundles()) {
            if (!capabilities.contains(bundle) && !isCapability(bundle)) {
                platform.add(bundle);
            }
        }
        return platform;
    }
}
