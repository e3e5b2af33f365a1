/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Deployment.Failure;

/**
 * Where a deployment that could not even begin is put on record. Not a service: a service with a private type among its
 * types is hidden from some bundles altogether.
 */
interface Refusals {
    /** Says whether plans are made and applied now: not before the boot, and not at the end. */
    boolean accepting();

    /**
     * Writes a deployment into the history that failed before it had a plan to apply.
     *
     * @return its id in the history
     */
    String refused(String author, String reason, Failure failure);
}
