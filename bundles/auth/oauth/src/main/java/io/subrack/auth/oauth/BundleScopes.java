/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.Scopes;
import io.subrack.kernel.api.AccessHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows the scopes of the platform, of OpenID Connect, and those that the manifests of live bundles define. */
@Component(service = Scopes.class)
public final class BundleScopes implements Scopes {
    private static final Logger log = LoggerFactory.getLogger(BundleScopes.class);

    private static final List<Known> BUILT_IN = List.of(
            platform("openid", "Know who you are"),
            platform("profile", "See your name"),
            platform("email", "See your e-mail address"),
            platform("offline_access", "Keep access while you are away"),
            platform(ScopeRules.ACCOUNT, "Manage your account: password, second factor, tokens"),
            platform("platform.read", "See what is installed and how it runs"),
            platform("platform.deploy", "Install, update and remove bundles"),
            platform("platform.config", "Change the configuration"),
            platform("platform.users", "Manage users, groups, roles and sessions"),
            platform("platform.clients", "Manage applications"),
            platform("platform.keys", "See and replace the signing keys"),
            platform("platform.audit", "Read the audit log"),
            platform("platform.data", "Manage databases and backups"));

    private final Tracker tracker;

    @Activate
    public BundleScopes(BundleContext context) {
        tracker = new Tracker(context);
        tracker.open();
    }

    @Deactivate
    public void close() {
        tracker.close();
    }

    @Override
    public List<Known> known() {
        Map<String, Known> known = new TreeMap<>();
        BUILT_IN.forEach(scope -> known.put(scope.name(), scope));
        Map<Bundle, Map<String, String>> tracked = new TreeMap<>(tracker.getTracked());
        tracked.forEach((bundle, scopes) -> scopes.forEach((name, description) ->
                known.putIfAbsent(name, new Known(name, description, String.valueOf(bundle.getSymbolicName())))));
        return new ArrayList<>(known.values());
    }

    private static Known platform(String name, String description) {
        return new Known(name, description, "");
    }

    /** Reads the manifests of bundles that run. */
    private static final class Tracker extends BundleTracker<Map<String, String>> {
        Tracker(BundleContext context) {
            super(context, Bundle.STARTING | Bundle.ACTIVE, null);
        }

        @Override
        @SuppressWarnings("JdkObsolete") // headers are a Dictionary
        public @Nullable Map<String, String> addingBundle(Bundle bundle, BundleEvent event) {
            try {
                Map<String, String> scopes =
                        AccessHeaders.read(bundle.getHeaders("")::get).scopes();
                return scopes.isEmpty() ? null : scopes;
            } catch (IllegalArgumentException e) {
                log.warn("{} defines no scopes: {}", bundle, e.getMessage());
                return null;
            }
        }
    }
}
