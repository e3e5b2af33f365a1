/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.Accounts.Reason;
import io.subrack.auth.spi.Accounts.RejectedException;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** What users, roles, groups and tokens may be called. */
final class Names {
    private static final int MAX_CHARS = 64;
    private static final int MAX_TEXT_CHARS = 200;
    private static final Pattern USER = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._@+-]*");
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private Names() {}

    /** Returns a user's name in its one form. */
    static String user(String text) {
        var name = typed(text);
        if (name.length() > MAX_CHARS || !USER.matcher(name).matches()) {
            throw bad("a user name has 1 to " + MAX_CHARS
                    + " letters, digits and '.', '_', '-', '@', '+', and begins with a letter or digit");
        }
        return name;
    }

    /** Returns a name as somebody typed it, in the form in which names are compared. */
    static String typed(String text) {
        return Normalizer.normalize(text.length() > 256 ? text.substring(0, 256) : text, Normalizer.Form.NFKC)
                .strip();
    }

    /** Checks the name of a role or group. */
    static String word(String kind, String name) {
        if (!WORD.matcher(name).matches()) {
            throw bad("the name of a " + kind
                    + " has 1 to 64 lower-case letters, digits and '.', '_', '-', and begins with a letter or digit");
        }
        return name;
    }

    /** Checks a text for people. */
    static String text(String what, String text) {
        if (text.codePointCount(0, text.length()) > MAX_TEXT_CHARS) {
            throw bad(what + " has at most " + MAX_TEXT_CHARS + " characters");
        }
        if (!isPrintable(text)) {
            throw bad(what + " has no control characters");
        }
        return text.strip();
    }

    static String email(String text) {
        var email = text("an e-mail address", text);
        if (!email.isEmpty() && !email.matches("[^@\\s]+@[^@\\s]+")) {
            throw bad("an e-mail address has one '@' with something before and behind it");
        }
        return email;
    }

    /** Says whether a store and a log can hold a text as it is. */
    static boolean isPrintable(String text) {
        return text.codePoints().noneMatch(Names::isUnprintable);
    }

    private static boolean isUnprintable(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isISOControl(codePoint)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    private static RejectedException bad(String message) {
        return new RejectedException(Reason.BAD_VALUE, message);
    }
}
