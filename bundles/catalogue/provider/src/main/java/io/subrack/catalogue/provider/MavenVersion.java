/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;

/** Versions as Maven repositories have them. */
final class MavenVersion {
    /** The oldest first, as Maven orders them, in all that occurs. */
    static final Comparator<String> ORDER = MavenVersion::compare;

    private static final Pattern PARTS =
            Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?(?:[.-]?(.*))?");
    private static final Pattern TOKEN = Pattern.compile("\\d+|[A-Za-z]+");
    private static final Pattern UNFINISHED = Pattern.compile(
            "(?i)(?:^|[.\\-_\\d])(snapshot|alpha|beta|rc|cr|m|milestone|pre|preview|ea|dev|incubating|b)(?:[.\\-_\\d]|$)");
    private static final List<String> EARLY = List.of("alpha", "beta", "milestone", "rc", "snapshot");
    private static final Pattern FLAVOUR = Pattern.compile("[.-]([A-Za-z]+)$");

    private MavenVersion() {}

    /** Says whether this is meant for use: no alpha, beta, milestone, candidate or snapshot. */
    static boolean isRelease(String version) {
        return !UNFINISHED.matcher(version).find();
    }

    /** Returns the word at the end that tells variants of one release apart, as {@code jre}; mostly empty. */
    static String flavour(String version) {
        Matcher matcher = FLAVOUR.matcher(version);
        return matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
    }

    /** Returns the version that the bundle has if it was built in the usual way. */
    static Version osgi(String version) {
        Matcher matcher = PARTS.matcher(version);
        if (!matcher.matches()) {
            return Version.emptyVersion;
        }
        String qualifier = matcher.group(4) == null ? "" : matcher.group(4).replaceAll("[^A-Za-z0-9_-]", "_");
        return new Version(number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)), qualifier);
    }

    @SuppressWarnings("NullAway") // a group that did not match is null
    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int compare(String left, String right) {
        List<String> a = tokens(left);
        List<String> b = tokens(right);
        if (isDate(a) != isDate(b)) {
            return isDate(a) ? -1 : 1;
        }
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            int order = compareTokens(i < a.size() ? a.get(i) : "", i < b.size() ? b.get(i) : "");
            if (order != 0) {
                return order;
            }
        }
        return left.compareTo(right);
    }

    /** In the first years of Maven, dates stood where versions stand now: 20030203.000550. */
    private static boolean isDate(List<String> tokens) {
        return !tokens.isEmpty() && tokens.get(0).matches("(19|20)\\d{6}");
    }

    private static int compareTokens(String a, String b) {
        int byRank = Integer.compare(rank(a), rank(b));
        if (byRank != 0) {
            return byRank;
        }
        return isNumber(a) && isNumber(b) ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
    }

    /** Unfinished ones come before the end of the text, words after it, numbers last. */
    private static int rank(String token) {
        int early = EARLY.indexOf(token);
        if (early >= 0) {
            return early - EARLY.size();
        }
        if (token.isEmpty() || token.equals("0")) {
            return 0;
        }
        return isNumber(token) ? 2 : 1;
    }

    private static boolean isNumber(String token) {
        return !token.isEmpty() && Character.isDigit(token.charAt(0));
    }

    private static List<String> tokens(String version) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(version.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            tokens.add(
                    switch (matcher.group()) {
                        case "a" -> "alpha";
                        case "b" -> "beta";
                        case "m" -> "milestone";
                        case "cr" -> "rc";
                        case "final", "ga", "release" -> "";
                        default -> matcher.group();
                    });
        }
        return tokens;
    }
}
