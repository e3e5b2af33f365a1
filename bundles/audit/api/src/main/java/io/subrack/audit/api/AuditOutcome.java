/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

/** How it ended. */
public enum AuditOutcome {
    SUCCESS,
    /** It was tried and did not work: a wrong password, a deployment that was undone. */
    FAILURE,
    /** The platform did not allow it. */
    DENIED
}
