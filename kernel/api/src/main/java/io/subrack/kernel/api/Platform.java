/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What the running platform says of itself. Thread-safe. */
@ProviderType
public interface Platform {
    String version();

    Instant started();

    State state();

    /** Returns what keeps the platform from being ready, as sentences; empty if it is. */
    List<String> awaiting();

    /** The states of the platform. */
    enum State {
        /** The current set is being started. */
        BOOTING,
        /** The expected set is serving. */
        READY,
        /** It was started whole, but some bundle is not serving. */
        DEGRADED,
        /** Requests are refused; what runs is finished. */
        STOPPING
    }
}
