/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

/** Rewrites an {@code Export-Package} header for the system bundle, which may not state what its packages use. */
final class SystemPackages {
    private static final String USES = "uses:=";

    private SystemPackages() {}

    static String withoutUses(String exports) {
        StringBuilder result = new StringBuilder();
        boolean quoted = false;
        int start = 0;
        for (int index = 0; index <= exports.length(); index++) {
            char c = index == exports.length() ? ',' : exports.charAt(index);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == ';')) {
                String part = exports.substring(start, index).strip();
                if (!part.startsWith(USES)) {
                    result.append(start == 0 ? "" : String.valueOf(exports.charAt(start - 1)))
                            .append(part);
                }
                start = index + 1;
            }
        }
        return result.toString();
    }
}
