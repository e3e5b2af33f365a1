/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.web.rest.WhiteboardService.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The applications that one bundle instance is to have.
 *
 * @param applications each with at least one prefix
 * @param refused services of the bundle that are not used, and why
 */
record HostPlan(List<Planned> applications, Map<WhiteboardService, Refusal> refused) {
    HostPlan {
        applications = List.copyOf(applications);
        refused = Map.copyOf(refused);
    }

    static HostPlan empty() {
        return new HostPlan(List.of(), Map.of());
    }

    /**
     * One application.
     *
     * @param signature equal for applications that need not be built anew
     * @param application the application service; null for the default application
     * @param resources services of the bundle
     * @param extensions services of this and other bundles
     * @param prefixes where it is mounted
     * @param model what it is built of
     */
    record Planned(
            Signature signature,
            @Nullable WhiteboardService application,
            List<WhiteboardService> resources,
            List<WhiteboardService> extensions,
            Map<String, Place> prefixes,
            AppModel model) {
        Planned {
            resources = List.copyOf(resources);
            extensions = List.copyOf(extensions);
            prefixes = Map.copyOf(prefixes);
        }
    }

    /**
     * How an application stands at a prefix.
     *
     * @param maxBodyBytes how large a body may be; 0 for what the administrator has set
     */
    record Place(long maxBodyBytes) {
        /** Joins what two resources at one prefix ask for: the larger limit. */
        Place and(Place other) {
            return new Place(Math.max(maxBodyBytes, other.maxBodyBytes));
        }
    }

    /**
     * What tells one application from another.
     *
     * @param application service id, 0 for the default application
     * @param base its path
     * @param services ids of its resources, then of its extensions
     */
    record Signature(long application, String base, List<Long> services) {
        Signature {
            services = List.copyOf(services);
        }

        boolean isAtTheBaseOf(Signature other) {
            return base.equals(other.base);
        }

        /** Says whether this is the other application with more to it. */
        boolean extendsOn(Signature other) {
            return application == other.application && isAtTheBaseOf(other) && services.containsAll(other.services);
        }
    }
}
