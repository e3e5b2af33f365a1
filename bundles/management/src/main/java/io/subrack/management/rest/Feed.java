/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Deployment;
import org.jspecify.annotations.Nullable;

/** What one stream of events tells its caller. Written by one thread at a time. */
interface Feed {
    /**
     * Writes everything that is new. May be called without there being anything.
     *
     * @return whether more can come; false ends the stream
     */
    boolean write(Outlet outlet);

    /** Writes the last words to a caller whose platform is stopping. */
    default void bye(Outlet outlet) {}

    /** Takes a change of any deployment; quick, because it is called on the engine's thread. Returns whether to write. */
    default boolean offer(Deployment changed) {
        return false;
    }

    /** Looks now and then whether something was told to nobody. Returns whether to write. */
    default boolean refresh() {
        return false;
    }

    /** Lets go of what it follows: nobody listens any more. May be called again. */
    default void ended() {}

    /** Where events go. */
    interface Outlet {
        /**
         * Sends an event.
         *
         * @param id what the caller comes back with; null if it cannot come back to this event
         */
        void send(String name, @Nullable String id, String json);
    }
}
