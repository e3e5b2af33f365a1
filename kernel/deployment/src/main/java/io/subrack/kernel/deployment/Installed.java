/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * The instance that a bundle of the current set has in the framework.
 *
 * @param bundle the instance; null if it could not be installed
 * @param sinceNanos {@link System#nanoTime()} of its start
 * @param fault why it could not be installed or started, as a sentence; empty if it could
 */
record Installed(@Nullable Bundle bundle, long sinceNanos, String fault) {
    static Installed now(@Nullable Bundle bundle) {
        return new Installed(bundle, System.nanoTime(), "");
    }

    Installed withFault(String sentence) {
        return new Installed(bundle, sinceNanos, sentence);
    }
}
