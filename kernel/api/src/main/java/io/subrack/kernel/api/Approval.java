/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

/**
 * What an admin says to a plan.
 *
 * @param yes the yes to a plan that {@link Plan#leavesRequest() leaves the request}
 * @param grants which of the scopes asked for are granted
 */
public record Approval(boolean yes, GrantDecision grants) {
    /** Grants nothing new. */
    public static Approval of(boolean yes) {
        return new Approval(yes, GrantDecision.none());
    }
}
