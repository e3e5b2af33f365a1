/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** What the launcher asks of the deployment engine. Not for bundles. */
@ProviderType
public interface Boot {
    /**
     * Id of the OSGi condition that holds once all platform bundles are started. Those that the deployment set needs to
     * serve come before it is booted, the others after it.
     */
    String COMPLETE = "io.subrack.platform.complete";

    /**
     * Id of the OSGi condition that a platform bundle registers at its start if nothing can be served without it and it
     * cannot do its work: the platform ends instead of running for nobody. Its property {@link #REASON} says why.
     */
    String FAILED = "io.subrack.platform.failed";

    /** A sentence: the cause, and what helps. */
    String REASON = "reason";

    /**
     * Installs and starts the bundles of the current set. Called once, when the platform bundles that it needs are started; returns
     * when each bundle of the set was given its start, not when all serve.
     */
    void bootCurrentSet();

    /**
     * Ends what runs: refuses new deployments, waits for the running one up to the deadline, then stops all capability
     * bundles in the reverse order of their start.
     */
    void shutDown(Duration deadline);
}
