/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

/** The phases of a deployment, in their order. */
public enum Phase {
    /** Waiting for the deployment before it. */
    QUEUED,
    /** New bundles are installed and resolved beside the old. */
    STAGE,
    /** New bundles start; their components and health checks are awaited. */
    PROBE,
    /** The front door and the other participants change over. */
    SWITCH,
    /** The new bundles serve; their errors are watched. */
    WATCH,
    /** The set is on disk; the old bundles finish their requests and go. */
    RETIRE,
    /** Something failed; the old state is put back. */
    UNDO,
    /** Nothing more will happen. */
    DONE
}
