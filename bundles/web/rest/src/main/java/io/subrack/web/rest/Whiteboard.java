/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.web.rest.Claims.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** What is on the whiteboard, what follows for each bundle, and whom a change concerns. Thread-safe. */
final class Whiteboard {
    private final BundleContext context;
    private final Staging staging;
    private final SharedExtensions shared;
    private final Map<Long, WhiteboardService> services = new ConcurrentSkipListMap<>();
    private final Map<Long, List<Class<?>>> plain = new ConcurrentHashMap<>();
    private final Map<Long, Boolean> declaringApis = new ConcurrentHashMap<>();
    /** Bundles that have, or had since they were started, an API of their own: what they once meant does not change. */
    private final Set<Long> havingApis = ConcurrentHashMap.newKeySet();

    Whiteboard(BundleContext context, Staging staging, SharedExtensions shared) {
        this.context = context;
        this.staging = staging;
        this.shared = shared;
    }

    static boolean isUp(Bundle bundle) {
        return (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0;
    }

    private static Long id(ServiceReference<?> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }

    /** Looks at a service. Returns null if it is known already, or its bundle is not up. */
    @Nullable
    WhiteboardService add(ServiceReference<?> reference) {
        Bundle owner = reference.getBundle();
        if (owner == null || !isUp(owner) || services.containsKey(id(reference))) {
            return null;
        }
        var service = new WhiteboardService(context, reference, owner);
        if (services.putIfAbsent(service.id(), service) != null) {
            service.forget();
            return null;
        }
        noteApi(service);
        return service;
    }

    private void noteApi(WhiteboardService service) {
        if (service.is(Kind.RESOURCE) || service.is(Kind.APPLICATION)) {
            havingApis.add(service.owner().getBundleId());
        }
    }

    @Nullable
    WhiteboardService get(ServiceReference<?> reference) {
        return services.get(id(reference));
    }

    void modified(WhiteboardService service) {
        service.modified();
        noteApi(service);
    }

    @Nullable
    WhiteboardService remove(ServiceReference<?> reference) {
        return services.remove(id(reference));
    }

    /** Looks for the resource classes of a bundle that asks for it. Returns whether there are any. */
    boolean scan(Bundle bundle) {
        List<Class<?>> classes = PlainResources.of(bundle);
        if (classes.isEmpty()) {
            return false;
        }
        plain.put(bundle.getBundleId(), classes);
        havingApis.add(bundle.getBundleId());
        return true;
    }

    void stopping(Bundle bundle) {
        plain.remove(bundle.getBundleId());
    }

    /** Nothing of the bundle is on the whiteboard any more. */
    void forget(Bundle bundle) {
        plain.remove(bundle.getBundleId());
        havingApis.remove(bundle.getBundleId());
        declaringApis.remove(bundle.getBundleId());
    }

    void clear() {
        services.values().forEach(WhiteboardService::forget);
        services.clear();
    }

    Collection<WhiteboardService> services() {
        return services.values();
    }

    /** What belongs to a stopping bundle goes at once, not one service after another. */
    HostPlan plan(Bundle owner, Map<String, ?> runtime, boolean rejectUnknown) {
        if (!isUp(owner)) {
            return HostPlan.empty();
        }
        List<WhiteboardService> staying = services.values().stream()
                .filter(service -> isUp(service.owner()))
                .toList();
        return new Planner(owner, staying, runtime, staging, this::isShared)
                .plan(plain.getOrDefault(owner.getBundleId(), List.of()), rejectUnknown);
    }

    /** Says whether an extension applies to other bundles' default applications now. */
    private boolean isShared(WhiteboardService extension) {
        return isMeantForOthers(extension)
                // until a bundle has started, nobody knows whether it has an API of its own
                && (shared == SharedExtensions.ALL || extension.owner().getState() == Bundle.ACTIVE);
    }

    private boolean isMeantForOthers(WhiteboardService extension) {
        Claims claims = extension.claims();
        if (claims == null || claims.kind() != Kind.EXTENSION || claims.application() != null) {
            return false;
        }
        return switch (shared) {
            case NONE -> false;
            case ALL -> !Reach.isPlatform(extension.owner());
            case PURE -> !Reach.isPlatform(extension.owner()) && !hasApi(extension.owner());
        };
    }

    private boolean hasApi(Bundle bundle) {
        return havingApis.contains(bundle.getBundleId())
                || declaringApis.computeIfAbsent(
                        bundle.getBundleId(),
                        id -> BundleEntries.components(bundle).stream().anyMatch(ComponentXml::isApi));
    }

    /** Says whether the bundle has an extension for other bundles' default applications. */
    boolean shares(Bundle bundle) {
        return services.values().stream()
                .anyMatch(service -> service.owner().equals(bundle) && isMeantForOthers(service));
    }

    /** Says whether something of one of these bundles can be part of another bundle's application. */
    boolean reachOut(Set<Bundle> bundles) {
        return services.values().stream()
                .anyMatch(service -> bundles.contains(service.owner())
                        && (service.is(Kind.EXTENSION) || service.is(Kind.APPLICATION)));
    }

    /** Says whether a bundle may have to change when this service does. */
    boolean concerns(WhiteboardService service, Bundle bundle) {
        Claims claims = service.claims();
        if (service.owner().equals(bundle)) {
            return true;
        }
        if (claims == null || claims.kind() == Kind.RESOURCE) {
            return false;
        }
        return claims.kind() == Kind.APPLICATION
                || claims.application() != null
                || (isMeantForOthers(service) && !Reach.isPlatform(bundle))
                || isChoosy(bundle);
    }

    /** Says whether some service of the bundle asks for extensions. */
    private boolean isChoosy(Bundle bundle) {
        for (WhiteboardService service : services.values()) {
            Claims claims = service.claims();
            if (claims != null
                    && !claims.extensions().isEmpty()
                    && service.owner().equals(bundle)) {
                return true;
            }
        }
        return false;
    }
}
