/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.auth.spi.Guard;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * Chooses the guard among the services that say they are one: only a platform bundle's, or that of who runs the framework,
 * so that no capability can let itself in.
 */
final class PlatformGuards {
    private final BundleContext context;
    private volatile Choice last = new Choice(List.of(), null);

    PlatformGuards(BundleContext context) {
        this.context = context;
    }

    /** The guard that was chosen from a list. */
    private record Choice(List<?> from, @Nullable Guard guard) {}

    /** @param services all there are, each with its properties; the same object as long as nothing changes */
    @Nullable
    Guard among(List<Map.Entry<Map<String, Object>, Guard>> services) {
        Choice choice = last;
        if (choice.from() != services) {
            choice = new Choice(services, choose(services));
            last = choice;
        }
        return choice.guard();
    }

    private @Nullable Guard choose(List<Map.Entry<Map<String, Object>, Guard>> services) {
        for (Map.Entry<Map<String, Object>, Guard> service : services) {
            if (service.getKey().get(Constants.SERVICE_BUNDLEID) instanceof Long id && isPlatform(id)) {
                return service.getValue();
            }
        }
        return null;
    }

    private boolean isPlatform(long id) {
        Bundle bundle = context.getBundle(id);
        return id == Constants.SYSTEM_BUNDLE_ID
                || (bundle != null && String.valueOf(bundle.getLocation()).startsWith("platform:"));
    }
}
