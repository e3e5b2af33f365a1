/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The secrets that tests of a class have used, and the search for them where they must not be. Thread-safe. */
final class SecretLedger {
    /** Shorter ones would be found by chance. */
    private static final int LEAST_CHARS = 12;

    /** What looks like a credential of this platform, whoever made it. */
    private static final Pattern CREDENTIAL = Pattern.compile(
            "sr[krcsdux]_[A-Za-z0-9_-]{43}|eyJ[A-Za-z0-9_-]{16,}\\.eyJ[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]+"
                    + "|-----BEGIN [A-Z ]*PRIVATE KEY-----|\"d\" ?: ?\"[A-Za-z0-9_-]{40,}\"");

    /** The database, bundles, and files that hold one secret each for their owner alone. */
    private static final Set<String> KEEPERS =
            Set.of("db", "setup-token", "keys", "cache", "cache.old", "artifacts", "restore");

    /** How the copies of all of these are called that a restore leaves. */
    private static final String BEFORE_RESTORE = "before-restore-";

    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    /** Notes secrets; empty ones are left out. */
    void note(String... values) {
        for (String value : values) {
            if (value != null && value.length() >= LEAST_CHARS) {
                secrets.add(value);
            }
        }
    }

    int size() {
        return secrets.size();
    }

    /** Returns where secrets are that should not be there, in a text. */
    List<String> foundIn(String where, String text) {
        List<String> found = used(where, text);
        Matcher matcher = CREDENTIAL.matcher(text);
        while (matcher.find()) {
            found.add(where + " shows a credential: " + excerpt(text, matcher.start(), matcher.end()));
        }
        return found;
    }

    private List<String> used(String where, String text) {
        List<String> found = new ArrayList<>();
        for (String secret : secrets) {
            int at = text.indexOf(secret);
            if (at >= 0) {
                found.add(where + " shows a secret that was used: " + excerpt(text, at, at + secret.length()));
            }
        }
        return found;
    }

    /** Returns where secrets are in what a platform has written down and printed, and in the list of processes. */
    List<String> leaks(Subrack platform) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> top = Files.list(platform.data())) {
            for (Path each : top.filter(path -> !isKeeper(path)).toList()) {
                try (Stream<Path> all = Files.walk(each)) {
                    for (Path file : all.filter(Files::isRegularFile).toList()) {
                        found.addAll(foundIn(platform.data().relativize(file).toString(), text(file)));
                    }
                }
            }
        }
        found.addAll(foundIn("the output", text(platform.log())));
        String processes = processes();
        found.addAll(used("the list of processes", processes));
        // Others may show credentials of theirs: only this platform's processes name its directory.
        String directory = platform.data().getParent().toString();
        found.addAll(foundIn(
                "its process",
                processes.lines().filter(line -> line.contains(directory)).collect(Collectors.joining("\n"))));
        return found;
    }

    private static boolean isKeeper(Path top) {
        String name = top.getFileName().toString();
        return KEEPERS.contains(name) || name.startsWith(BEFORE_RESTORE);
    }

    private static String text(Path file) throws IOException {
        // Byte for byte, so that nothing is lost in binary files either.
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static String processes() throws IOException, InterruptedException {
        Process ps = new ProcessBuilder("ps", "-eww", "-o", "args").start();
        String text = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ps.waitFor();
        return text;
    }

    /** The beginning of the secret is enough to find it again. */
    private static String excerpt(String text, int start, int end) {
        String before = text.substring(Math.max(0, start - 120), start);
        return (before + text.substring(start, Math.min(end, start + 8)) + "…").replaceAll("[\\r\\n]+", " ");
    }
}
