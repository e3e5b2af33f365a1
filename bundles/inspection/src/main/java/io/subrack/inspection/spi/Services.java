/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Makes views of services. Never calls a service, nor the {@code toString} of a class it does not know; hides secrets. */
final class Services {
    private static final Set<String> SHOWN_ELSEWHERE = Set.of(
            Constants.OBJECTCLASS,
            Constants.SERVICE_ID,
            Constants.SERVICE_BUNDLEID,
            Constants.SERVICE_SCOPE,
            Constants.SERVICE_RANKING);

    private final Roster roster;

    Services(Roster roster) {
        this.roster = roster;
    }

    /** Views services in the order of their ids; leaves out those that went away meanwhile. */
    List<ServiceItem> of(ServiceReference<?> @Nullable [] references) {
        return references == null ? List.of() : of(List.of(references));
    }

    List<ServiceItem> of(List<ServiceReference<?>> references) {
        return references.stream()
                .sorted(Comparator.comparingLong(Services::id))
                .flatMap(reference -> of(reference).stream())
                .toList();
    }

    /** Returns how many services each bundle has registered, by bundle id: one pass over all. */
    Map<Long, Integer> counts() {
        var counts = new HashMap<Long, Integer>();
        for (var reference : roster.services(null)) {
            if (reference.getProperty(Constants.SERVICE_BUNDLEID) instanceof Long owner) {
                counts.merge(owner, 1, Integer::sum);
            }
        }
        return counts;
    }

    static long id(ServiceReference<?> reference) {
        return reference.getProperty(Constants.SERVICE_ID) instanceof Long id ? id : 0;
    }

    private Optional<ServiceItem> of(ServiceReference<?> reference) {
        var provider = reference.getBundle();
        if (provider == null) {
            return Optional.empty();
        }
        var status = roster.status(provider);
        return Optional.of(new ServiceItem(
                id(reference),
                interfaces(reference),
                Roster.name(provider),
                provider.getVersion().toString(),
                provider.getBundleId(),
                reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
                String.valueOf(reference.getProperty(Constants.SERVICE_SCOPE)),
                consumers(reference),
                properties(reference),
                status == null ? null : status.health().name()));
    }

    static List<String> interfaces(ServiceReference<?> reference) {
        return reference.getProperty(Constants.OBJECTCLASS) instanceof String[] names ? List.of(names) : List.of();
    }

    /** Returns the bundles that use a service, without the one that registered it. */
    static List<Bundle> users(ServiceReference<?> reference) {
        var using = reference.getUsingBundles();
        if (using == null) {
            return List.of();
        }
        var users = new ArrayList<>(List.of(using));
        users.remove(reference.getBundle());
        return users;
    }

    private static List<String> consumers(ServiceReference<?> reference) {
        var using = reference.getUsingBundles();
        return using == null
                ? List.of()
                : Stream.of(using).map(Roster::name).sorted().distinct().toList();
    }

    private static Map<String, Object> properties(ServiceReference<?> reference) {
        var properties = new TreeMap<String, Object>();
        for (var key : reference.getPropertyKeys()) {
            var value = SHOWN_ELSEWHERE.contains(key) ? null : reference.getProperty(key);
            if (value != null) {
                properties.put(Shown.text(key, Shown.MAX_CHARS), Shown.property(key, value));
            }
        }
        return properties;
    }
}
