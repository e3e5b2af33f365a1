/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;

/** What the platform's own bundles offer. They hardly ever change, so plans share it. Immutable. */
final class PlatformPart {
    private final List<Stand> stands;
    private final CapabilityIndex index = new CapabilityIndex();
    private final Map<Resource, Wiring> wirings = new HashMap<>();
    private final Map<String, Resource> byText = new HashMap<>();
    private final Set<Resource> revisions = new HashSet<>();

    /** What a bundle is and is wired to; other objects after each change of either. */
    private record Stand(
            Bundle bundle,
            @Nullable BundleRevision revision,
            @Nullable BundleWiring wiring) {
        static Stand of(Bundle bundle) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            return new Stand(bundle, revision, revision == null ? null : revision.getWiring());
        }

        boolean isStill(Bundle other) {
            Stand now = of(other);
            return bundle == now.bundle && revision == now.revision && wiring == now.wiring;
        }
    }

    PlatformPart(List<Bundle> platform) {
        List<Stand> seen = new ArrayList<>();
        for (Bundle bundle : platform) {
            Stand stand = Stand.of(bundle);
            seen.add(stand);
            if (stand.revision != null) {
                revisions.add(stand.revision);
                byText.put(stand.revision.toString(), stand.revision);
                index.add(stand.revision, wirings);
            }
        }
        stands = List.copyOf(seen);
    }

    /** Says whether these bundles offer what they did when this was made. */
    boolean isStill(List<Bundle> platform) {
        if (platform.size() != stands.size()) {
            return false;
        }
        for (int i = 0; i < stands.size(); i++) {
            if (!stands.get(i).isStill(platform.get(i))) {
                return false;
            }
        }
        return true;
    }

    Map<Resource, Wiring> wirings() {
        return Collections.unmodifiableMap(wirings);
    }

    boolean contains(Resource resource) {
        return revisions.contains(resource);
    }

    Optional<Resource> named(String text) {
        return Optional.ofNullable(byText.get(text));
    }

    /** As {@link CapabilityIndex#called}. */
    List<Capability> called(String namespace, String name) {
        return index.called(namespace, name);
    }
}
