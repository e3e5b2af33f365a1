/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

/**
 * What a plan does to one scope of one bundle.
 *
 * @param bundle symbolic name of the bundle
 * @param scope what its service account may do, or asks to be allowed
 * @param effect what happens to it
 */
public record GrantChange(String bundle, String scope, Effect effect) {
    /** What happens to a grant. */
    public enum Effect {
        /**
         * The bundle asks for it and does not have it, though perhaps in a set that is rolled back to. It gets it only if the
         * {@link Approval} says so.
         */
        ASKED_NEW,
        /** Granted before, and still asked for. */
        KEPT,
        /** The request itself gives it: a {@link Change.Grant}; or the {@link Approval} of the plan did. */
        GIVEN,
        /** Granted before, and not any more: not asked for any longer, taken away by the request, or the bundle goes. */
        DROPPED
    }

    /** Says whether the bundle has the scope when the plan is done and nothing more is approved. */
    public boolean holds() {
        return effect == Effect.KEPT || effect == Effect.GIVEN;
    }
}
