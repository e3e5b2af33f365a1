/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says whether headers can be sent. Whoever is told gets neither names nor values: both may be secret, a name where somebody
 * wrote a colon instead of the equals sign.
 */
final class HeaderCheck {
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private HeaderCheck() {}

    /** Returns what is wrong, to stand behind where the headers are from; null if nothing is. */
    static @Nullable String fault(Map<String, String> headers) {
        int number = 0;
        for (Map.Entry<String, String> each : headers.entrySet()) {
            number++;
            if (!each.getKey().chars().allMatch(HeaderCheck::isOfName)) {
                return ": the name of header " + number + " has a colon, a space or what else no name may have; write"
                        + " name=value, several of them separated by commas, with %20 for a space in a value";
            }
            if (!each.getValue().chars().allMatch(HeaderCheck::isOfValue)) {
                return ": the value of header " + number + " has a line break or another character that cannot be sent;"
                        + " write it in one line, in ASCII, and end it without %0A";
            }
        }
        return null;
    }

    /** A character of a token, as RFC 9110 has it. */
    private static boolean isOfName(int c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0);
    }

    private static boolean isOfValue(int c) {
        return c <= 0xFF && !Character.isISOControl(c);
    }
}
