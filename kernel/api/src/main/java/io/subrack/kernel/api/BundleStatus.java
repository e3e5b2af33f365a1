/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.List;
import java.util.Optional;

/**
 * How one capability bundle of the current set stands right now.
 *
 * @param entry what the set says of it
 * @param bundleId its id in the framework; empty if it could not be installed
 * @param health how it stands
 * @param faults why it is not serving, as sentences; empty if it is
 */
public record BundleStatus(SetEntry entry, Optional<Long> bundleId, Health health, List<String> faults) {
    public BundleStatus {
        faults = List.copyOf(faults);
    }

    /** How a bundle stands. */
    public enum Health {
        /** Started, and everything it declares is there. */
        SERVING,
        /** On its way. */
        STARTING,
        /** Meant to run, but something is missing or failed. */
        FAILED,
        /** Stopped by an admin. */
        STOPPED
    }
}
