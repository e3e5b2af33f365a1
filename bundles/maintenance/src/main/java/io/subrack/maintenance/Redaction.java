/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes secrets out of texts: those that this installation keeps, wherever they stand, and what looks like one. What is
 * collected should have none to begin with; this is for what a bundle wrote into the log.
 */
final class Redaction {
    static final String MASK = "***";

    private static final int LEAST_CHARS = 6;
    private static final int MOST_BYTES = 65_536;

    private static final Pattern CREDENTIAL = Pattern.compile("sr[krcsdux]_[A-Za-z0-9_-]{20,}"
            + "|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*"
            + "|(?s:-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$))");

    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:password|passwd|passphrase|secret|token|credentials?|api[._-]?key|authorization)[\"']?\\s*[=:]\\s*"
                    + "[\"']?(?:Bearer |Basic )?)(?!\\$\\[|\\{|\\[|null|true|false)[^\\s\"',;&]{4,}");

    private static final Pattern IN_URL = Pattern.compile("(://[^\\s/:@]*:)[^\\s/@]+@");

    private final List<String> secrets;

    Redaction(Set<String> secrets) {
        Set<String> forms = new HashSet<>();
        for (String secret : secrets) {
            if (secret.strip().length() >= LEAST_CHARS) {
                forms.add(secret.strip());
                forms.add(secret.strip().replace("\\", "\\\\").replace("\"", "\\\""));
            }
        }
        List<String> longestFirst = new ArrayList<>(forms);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        this.secrets = List.copyOf(longestFirst);
    }

    /** Knows the secrets that an installation keeps in files. */
    static Redaction of(Path data, Path config) throws IOException {
        Set<String> secrets = new HashSet<>();
        for (Path place : List.of(
                data.resolve("secrets"),
                config.resolve("secrets"),
                data.resolve("auth").resolve("master.key"),
                data.resolve("db").resolve("subrack.key"),
                data.resolve("setup-token"),
                data.resolve("recovery-token"))) {
            read(place, secrets);
        }
        return new Redaction(secrets);
    }

    private static void read(Path place, Set<String> secrets) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> files = Files.walk(place, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.size(file) <= MOST_BYTES) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    secrets.add(text);
                    secrets.add(new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                }
            }
        }
    }

    String apply(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, MASK);
        }
        clean = CREDENTIAL.matcher(clean).replaceAll(MASK);
        clean = IN_URL.matcher(clean).replaceAll("$1" + MASK + "@");
        return NAMED.matcher(clean).replaceAll("$1" + MASK);
    }

    @Override
    public String toString() {
        return "Redaction of " + secrets.size() + " secrets";
    }
}
