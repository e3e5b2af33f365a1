/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills in framework properties: <code>${subrack.home}/deploy</code>. */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");

    private Placeholders() {}

    /**
     * Replaces each placeholder by the property it names.
     *
     * @param properties returns null for a property that is not set
     * @throws IllegalArgumentException naming the property that is not set
     */
    static String fill(String text, Lookup properties) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String value = properties.get(match.group(1));
            if (value == null) {
                throw new IllegalArgumentException("property " + match.group(1) + " in '" + text + "' is not set");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /** Where properties come from. */
    interface Lookup {
        @Nullable
        String get(String name);
    }
}
