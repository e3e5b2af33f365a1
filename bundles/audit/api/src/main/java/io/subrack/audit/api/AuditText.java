/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import java.util.Locale;

/** Makes texts of strangers harmless: for people who read the log on a terminal, and for programs that split it. */
public final class AuditText {
    private static final char CUT = '…';

    private AuditText() {}

    /**
     * Returns a text that prints in one line: control and format characters, line ends and halves of surrogate pairs are
     * written out as {@code \u001b}. What looks like a secret is masked.
     *
     * @param mostChars how long it may be; a longer text is cut and ends with {@code …}
     */
    public static String clean(String text, int mostChars) {
        boolean cut = text.length() > mostChars;
        // More than is kept, so that the mask sees a secret whole.
        var masked = Secrets.mask(cut ? text.substring(0, Math.min(text.length(), 4 * mostChars + 64)) : text);
        if (!cut && isPlain(masked)) {
            return masked;
        }
        var clean = new StringBuilder(masked.length() + 16);
        masked.codePoints().forEach(codePoint -> append(clean, codePoint));
        if (clean.length() <= mostChars && !cut) {
            return clean.toString();
        }
        int end = Math.min(clean.length(), Math.max(0, mostChars - 1));
        if (end > 0 && Character.isHighSurrogate(clean.charAt(end - 1))) {
            end--;
        }
        clean.setLength(end);
        return clean.append(CUT).toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < 0x20 || character > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder clean, int codePoint) {
        if (!isUnprintable(codePoint)) {
            clean.appendCodePoint(codePoint);
        } else if (codePoint <= 0xffff) {
            clean.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
        } else {
            clean.append(String.format(Locale.ROOT, "\\u{%x}", codePoint));
        }
    }

    private static boolean isUnprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
