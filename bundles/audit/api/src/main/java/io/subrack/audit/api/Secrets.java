/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Knows what a secret looks like: the last line of defence, behind callers who do not pass any. */
final class Secrets {
    /** Words that make a name one of a secret wherever they stand in it. */
    private static final Set<String> SECRET_WORDS = Set.of(
            "password",
            "passwords",
            "passwd",
            "pwd",
            "passphrase",
            "secret",
            "secrets",
            "authorization",
            "cookie",
            "credential",
            "credentials",
            "assertion",
            "verifier");

    /** Words that do so at the end: {@code access_token}, not {@code token.id}. */
    private static final Set<String> SECRET_ENDS = Set.of("token", "tokens", "otp", "totp", "pin");

    private static final Pattern WORD_END = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[._-]+");

    private static final Pattern SECRET = Pattern.compile(
            "\\bsr[a-z]_[A-Za-z0-9_-]{16,}" // the platform's opaque tokens
                    + "|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*)*" // JWS and JWE
                    + "|(?i:\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,})"
                    + "|-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*)");

    private Secrets() {}

    static boolean isSecretName(String name) {
        if (name.equalsIgnoreCase("code")) {
            return true;
        }
        var words = WORD_END.split(name);
        for (var word : words) {
            if (SECRET_WORDS.contains(word.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return words.length > 0 && SECRET_ENDS.contains(words[words.length - 1].toLowerCase(Locale.ROOT));
    }

    static String mask(String text) {
        // Each of them has one of these, and most texts have none.
        if (text.indexOf('_') < 0 && text.indexOf(' ') < 0 && text.indexOf('.') < 0 && text.indexOf('\t') < 0) {
            return text;
        }
        var matcher = SECRET.matcher(text);
        return matcher.find() ? matcher.replaceAll(AuditEvent.MASK) : text;
    }
}
