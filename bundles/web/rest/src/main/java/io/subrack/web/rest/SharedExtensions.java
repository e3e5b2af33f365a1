/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.util.Locale;

/** Which extensions without a selection of applications apply to other bundles' default applications, too. */
enum SharedExtensions {
    /** Those of bundles that have no resource or application of their own: they can only mean others. */
    PURE,
    /** Those of all capability bundles, as the whiteboard specification has it. */
    ALL,
    NONE;

    /** @throws IllegalArgumentException if it is none of the values, in small letters */
    static SharedExtensions of(String value) {
        for (SharedExtensions each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "io.subrack.web.rest: shared.extensions must be pure, all or none, not " + value);
    }
}
