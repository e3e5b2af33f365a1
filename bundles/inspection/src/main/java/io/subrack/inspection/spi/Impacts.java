/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import io.subrack.inspection.spi.Impact.Action;
import io.subrack.inspection.spi.Impact.Endpoint;
import io.subrack.inspection.spi.Impact.ServiceUse;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.spi.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.ServiceReference;

/** What an action on a capability bundle hits, in lists and in words. */
final class Impacts {
    private static final int NAMED = 3;

    private final Roster roster;
    private final Graphs graph;
    private final List<ServiceReference<?>> services;
    private final List<Traffic> traffic;

    Impacts(Roster roster, Graphs graph, List<ServiceReference<?>> services, List<Traffic> traffic) {
        this.roster = roster;
        this.graph = graph;
        this.services = services;
        this.traffic = traffic;
    }

    /** @param livesTwice whether an update runs old and new beside each other */
    Impact of(BundleStatus status, Action action, boolean livesTwice) {
        var name = status.entry().symbolicName();
        var endpoints = endpoints(status);
        var uses = uses(status);
        var dependents = graph.dependents(name);
        long pages = status.entry().contributions().stream()
                .filter(one -> one.kind().equals(BundleSummary.PAGE))
                .count();
        var words = new Words(name, endpoints, uses, dependents, pages);
        return new Impact(
                name,
                action.name().toLowerCase(Locale.ROOT),
                uses,
                endpoints,
                dependents,
                pages,
                action == Action.UPDATE ? words.update(livesTwice) : words.end(action));
    }

    private List<Endpoint> endpoints(BundleStatus status) {
        var rates = traffic.stream()
                .findFirst()
                .map(measured -> measured.routes(status.entry().symbolicName()))
                .orElse(null);
        return status.entry().contributions().stream()
                .filter(one -> one.kind().equals(Contribution.ROUTE))
                .map(route -> new Endpoint(route.id(), rates == null ? null : rate(route.id(), rates)))
                .toList();
    }

    private static double rate(String prefix, Map<String, Double> rates) {
        return rates.entrySet().stream()
                .filter(route -> route.getKey().equals(prefix)
                        || route.getKey().startsWith(prefix.endsWith("/") ? prefix : prefix + "/"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private List<ServiceUse> uses(BundleStatus status) {
        Map<String, TreeSet<String>> users = new TreeMap<>();
        for (var reference : services) {
            var provider = reference.getBundle();
            if (provider != null && status.equals(roster.status(provider))) {
                var consumers = Services.users(reference).stream()
                        .map(roster::status)
                        .filter(user -> user != null)
                        .map(user -> user.entry().symbolicName())
                        .toList();
                Services.interfaces(reference)
                        .forEach(type -> users.computeIfAbsent(type, any -> new TreeSet<>())
                                .addAll(consumers));
            }
        }
        return users.entrySet().stream()
                .map(use -> new ServiceUse(use.getKey(), List.copyOf(use.getValue())))
                .toList();
    }

    /** Returns {@code a, b and 3 more}. */
    static String some(List<String> names) {
        if (names.size() <= NAMED) {
            return names.size() < 2
                    ? String.join("", names)
                    : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1);
        }
        return String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
    }

    private record Words(
            String name, List<Endpoint> endpoints, List<ServiceUse> uses, List<String> dependents, long pages) {
        String end(Action action) {
            boolean stop = action == Action.STOP;
            var doing = (stop ? "Stopping " : "Uninstalling ") + name;
            var sentences = new ArrayList<String>();
            if (!endpoints.isEmpty()) {
                sentences.add(doing + " makes " + prefixes() + " answer " + (stop ? "503" : "404") + rate() + ".");
            }
            var used = uses.stream().filter(use -> !use.consumers().isEmpty()).toList();
            for (var use : used.subList(0, Math.min(NAMED, used.size()))) {
                sentences.add(some(use.consumers()) + (use.consumers().size() == 1 ? " loses" : " lose") + " service "
                        + use.type() + ".");
            }
            if (used.size() > NAMED) {
                sentences.add((used.size() - NAMED) + " more of its services are in use.");
            }
            if (!dependents.isEmpty()) {
                sentences.add(dependents.size() + (dependents.size() == 1 ? " bundle depends" : " bundles depend")
                        + " on it: " + some(dependents) + ".");
            }
            if (pages > 0) {
                sentences.add(pages + (pages == 1 ? " page leaves" : " pages leave") + " the console.");
            }
            return sentences.isEmpty()
                    ? doing + " hits nobody: it serves no path, and no bundle depends on it."
                    : String.join(" ", sentences);
        }

        String update(boolean livesTwice) {
            var doing = "Updating " + name;
            var first = endpoints.isEmpty()
                    ? doing + " interrupts no path."
                    : livesTwice
                            ? doing + " loses no request to " + prefixes()
                                    + ": old and new run beside each other until the switch" + rate() + "."
                            : doing + " lets requests to " + prefixes()
                                    + " wait while the old version stops and the new one starts" + rate() + ".";
            return dependents.isEmpty()
                    ? first
                    : first + " " + dependents.size() + (dependents.size() == 1 ? " bundle depends" : " bundles depend")
                            + " on it and may be wired anew: " + some(dependents) + ".";
        }

        private String prefixes() {
            return some(endpoints.stream().map(Endpoint::prefix).toList());
        }

        private String rate() {
            double sum = 0;
            for (var endpoint : endpoints) {
                var rate = endpoint.requestsPerSecond();
                if (rate == null) {
                    return "";
                }
                sum += rate;
            }
            return String.format(Locale.ROOT, " (%.1f requests a second now)", sum);
        }
    }
}
