/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import java.util.Locale;

/** Patterns for {@code LIKE … ESCAPE '!'}. */
final class Patterns {
    private Patterns() {}

    /** Returns a pattern for lower-case texts that have this in them. */
    static String containing(String part) {
        String literal = part.toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        return "%" + literal + "%";
    }
}
