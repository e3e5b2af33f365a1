/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.api;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One bundle's schema.
 *
 * @param name how it is called
 * @param bundle symbolic name of the bundle that owns it
 * @param state whether that bundle is there
 * @param created when it was made
 * @param bytes how much room it takes, roughly; -1 where nobody knows
 * @param activeConnections connections that are in use right now
 * @param idleConnections connections that wait in the pool
 */
@ProviderType
public record SchemaInfo(
        String name,
        String bundle,
        State state,
        Instant created,
        long bytes,
        int activeConnections,
        int idleConnections) {

    /** Whether the owner of a schema is there. */
    public enum State {
        /** The bundle that owns it has its data source. */
        IN_USE,
        /** The bundle is installed, but does not use it right now. */
        IDLE,
        /** No installed bundle owns it: it was kept when its bundle was removed. */
        ORPHANED
    }
}
