/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Deployment.Failure;

/**
 * What the deploy folder asks of the engine beyond its public API. Not a service: a service with a private type among its
 * types is hidden from some bundles altogether.
 */
interface FolderHost {
    /** Says whether plans are made and applied now: not before the boot, and not at the end. */
    boolean accepting();

    /**
     * Writes a deployment into the history that failed before it had a plan to apply.
     *
     * @return its id in the history
     */
    String refused(String author, String reason, Failure failure);

    /**
     * Says whether files that were there at the start are still being dealt with. As long as they are, the platform is
     * not ready: what lies in the folder belongs to what is expected of it.
     */
    void readingFolder(boolean reading);
}
