/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.util.ArrayList;
import java.util.List;

/** Takes manifest headers apart, as far as an index needs it. */
final class HeaderClauses {
    private static final String USES = "uses:=";

    private HeaderClauses() {}

    /** Splits a header at its commas, but not inside quotes. */
    static List<String> split(String header) {
        return split(header, ',');
    }

    /** Returns what stands before the first semicolon. */
    static String name(String clause) {
        int end = clause.indexOf(';');
        return (end < 0 ? clause : clause.substring(0, end)).strip();
    }

    /** Returns an {@code Export-Package} header as the system bundle may have it: without what its packages use. */
    static String withoutUses(String exports) {
        if (!exports.contains(USES)) {
            return exports;
        }
        List<String> clauses = new ArrayList<>();
        for (String clause : split(exports, ',')) {
            List<String> parts = split(clause, ';');
            parts.removeIf(part -> part.startsWith(USES));
            clauses.add(String.join(";", parts));
        }
        return String.join(",", clauses);
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int index = 0; index <= text.length(); index++) {
            char c = index == text.length() ? separator : text.charAt(index);
            if (c == '"') {
                quoted = !quoted;
            }
            if (index == text.length() || (c == separator && !quoted)) {
                String part = text.substring(start, index).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = index + 1;
            }
        }
        return parts;
    }
}
