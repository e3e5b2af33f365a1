/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.spi;

import io.subrack.auth.spi.AccessRequirement;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;

/**
 * The dispatcher that owns all routes. Handlers are mounted for the bundle they belong to, not for the bundle that calls
 * this. Mounts of a bundle instance that a deployment has staged go live with the deployment's switch; all others at
 * once. Thread-safe.
 */
@ProviderType
public interface FrontDoor {
    /**
     * Opens the list of mounts that the calling publisher keeps for one bundle instance.
     *
     * @param owner the bundle instance whose routes these are
     * @param publisher who keeps the list, for messages: {@code rest}, {@code servlet}
     */
    Publication publish(Bundle owner, String publisher);

    /** Returns what is routed where right now, sorted by prefix. */
    List<RouteStatus> routes();

    /**
     * Returns every operation that can be reached right now with what it demands, sorted by template and method. What a
     * handler does not list itself stands as one line for all that is below its mount.
     */
    default List<OperationStatus> operations() {
        return List.of();
    }

    /** Returns where this machine reaches the front door, without a slash at the end: {@code http://127.0.0.1:8080}. */
    URI localUrl();

    /**
     * One line of the route table.
     *
     * @param prefix the path prefix
     * @param bundle symbolic name of the owner
     * @param version the owner's version; empty while nothing is live
     * @param state whether requests are served, held, or refused with 503
     * @param inFlight requests running right now
     */
    record RouteStatus(String prefix, String bundle, String version, State state, int inFlight) {}

    /**
     * One operation that can be reached.
     *
     * @param bundle symbolic name of the owner
     * @param version the owner's version
     * @param method the HTTP method; {@code *} for all
     * @param template the route template, as {@code /greeter/{name}}; ends with <code>/&#42;</code> where it stands for all
     *     that is below
     * @param access when the handler is reached
     * @param requirement what callers must have; null unless the access is {@link Access#GUARDED}
     */
    record OperationStatus(
            String bundle,
            String version,
            String method,
            String template,
            Access access,
            @Nullable AccessRequirement requirement) {}

    /** What happens to a request for a route. */
    enum State {
        LIVE,
        HELD,
        DOWN
    }

    /** The mounts of one bundle instance, as one publisher sees them. */
    interface Publication extends AutoCloseable {
        /**
         * Replaces the whole list in one step. Returns when the requests that run in handlers no longer listed have
         * ended, or the drain deadline has passed, after closing those handlers. Requests that come for a route that is
         * gone while its bundle is meant to run are held.
         *
         * @throws io.subrack.kernel.api.ProblemException if another bundle owns one of the prefixes; nothing is changed
         *     then
         */
        void set(List<Mount> mounts);

        /** Takes all mounts away, as {@code set(List.of())} does, and ends the publication. */
        @Override
        void close();
    }
}
