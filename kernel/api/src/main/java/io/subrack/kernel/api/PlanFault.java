/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.Optional;

/**
 * Why a plan cannot be applied, as a sentence.
 *
 * @param kind the class of fault
 * @param bundle symbolic name of the bundle that has the fault itself: the leaf, not the bundle that drags it in
 * @param sentence cause first, then who drags it in, then the fix
 * @param cause the same for programs, where there is a requirement that nobody satisfies
 */
public record PlanFault(Kind kind, String bundle, String sentence, Optional<Cause> cause) {
    /** A fault that is about no requirement. */
    public PlanFault(Kind kind, String bundle, String sentence) {
        this(kind, bundle, sentence, Optional.empty());
    }

    /** The classes of fault. */
    public enum Kind {
        /** Nobody exports or provides it. */
        MISSING,
        /** It is there, but only in a version outside the range. */
        WRONG_VERSION,
        /** Two versions of one API would meet in one bundle. */
        CLASH,
        /** The bundle would replace or split a package of the platform. */
        PLATFORM_PACKAGE,
        /** A package is imported that its owner does not share. */
        INTERNAL_PACKAGE,
        /** A route or another unique name is owned by somebody else. */
        TAKEN,
        /** It is not what was signed, or the platform takes signed bundles alone. */
        UNTRUSTED,
        /** Something that the bundle brings is not as it must be. */
        INVALID
    }
}
