/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.Accounts.Reason;
import io.subrack.auth.spi.Accounts.RejectedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * Which passwords do: long enough and not easily guessed (NIST SP 800-63B); nothing is asked of their composition. The
 * list of common ones is read through each time, which is seldom and takes milliseconds, rather than kept in memory.
 */
final class PasswordRules {
    static final int MAX_CHARS = 256;

    private static final String COMMON = "common-passwords.txt";
    private static final String PRODUCT = "subrack";
    private static final int MIN_CHARS_BESIDE_NAME = 8;

    private final int minChars;

    PasswordRules(int minChars) {
        this.minChars = minChars;
    }

    /** Returns the one form of what can be typed in several ways (NFKC). */
    static String normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    /** Says whether a text can be a password at all, before it costs a hash. */
    static boolean isTooLong(String normalized) {
        return normalized.codePointCount(0, normalized.length()) > MAX_CHARS;
    }

    /** @throws RejectedException with what to do better */
    void check(String normalized, String userName, String email) {
        int chars = normalized.codePointCount(0, normalized.length());
        if (chars < minChars) {
            throw bad("a password has at least " + minChars + " characters; a few words in a row do well");
        }
        if (chars > MAX_CHARS) {
            throw bad("a password has at most " + MAX_CHARS + " characters");
        }
        if (normalized.codePoints().anyMatch(Character::isISOControl)) {
            throw bad("a password has no control characters");
        }
        var lower = normalized.toLowerCase(Locale.ROOT);
        if (isMonotonous(lower)) {
            throw bad("a password is not the same character, or the row of the alphabet, again and again");
        }
        checkNames(lower, List.of(PRODUCT, userName, email, localPart(email)));
        if (isCommon(lower)) {
            throw bad("this password is among the first that attackers try; choose another");
        }
    }

    private static void checkNames(String lower, List<String> names) {
        for (var name : names) {
            var lowerName = normalized(name).toLowerCase(Locale.ROOT);
            if (lowerName.length() < 3 || !lower.contains(lowerName)) {
                continue;
            }
            var rest = lower.replace(lowerName, "");
            if (rest.codePointCount(0, rest.length()) < MIN_CHARS_BESIDE_NAME) {
                throw bad("a password is not built around the name of the user or of the product");
            }
        }
    }

    private static String localPart(String email) {
        int at = email.indexOf('@');
        return at < 0 ? "" : email.substring(0, at);
    }

    /** Says whether there are fewer than three different characters, or each follows the one before. */
    private static boolean isMonotonous(String text) {
        int[] points = text.codePoints().toArray();
        if (text.codePoints().distinct().count() < 3) {
            return true;
        }
        int step = points[1] - points[0];
        for (int i = 2; i < points.length; i++) {
            if (points[i] - points[i - 1] != step) {
                return false;
            }
        }
        return Math.abs(step) <= 1;
    }

    private static boolean isCommon(String lower) {
        try (InputStream file = PasswordRules.class.getResourceAsStream(COMMON)) {
            if (file == null) {
                throw new IllegalStateException(COMMON + " is missing from the bundle");
            }
            var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            return lines.lines().anyMatch(lower::equals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RejectedException bad(String message) {
        return new RejectedException(Reason.BAD_VALUE, message);
    }
}
