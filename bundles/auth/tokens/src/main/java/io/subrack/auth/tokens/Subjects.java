/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import org.jspecify.annotations.Nullable;

/** How the accounts of bundles are called. */
final class Subjects {
    private static final String BUNDLE = "bundle:";

    private Subjects() {}

    static String ofBundle(String symbolicName) {
        return BUNDLE + symbolicName;
    }

    /** Returns the bundle whose account this is, or null if it is not one. */
    static @Nullable String bundle(String subject) {
        return subject.startsWith(BUNDLE) && subject.length() > BUNDLE.length()
                ? subject.substring(BUNDLE.length())
                : null;
    }
}
