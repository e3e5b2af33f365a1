/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One migration, named as Flyway names them.
 *
 * @param name {@code V1__accounts.sql}, or {@code R__views.sql} for one that is repeated whenever it changes
 * @param text its SQL
 */
record Script(String name, String text) {
    private static final Pattern NAME =
            Pattern.compile("(?:V(?<version>\\d+(?:[._]\\d+)*)|R)__(?<description>[\\w .-]+)\\.sql");

    Script {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + SchemaName.printable(name)
                    + "' is not the name of a migration: V<version>__<words>.sql or R__<words>.sql");
        }
    }

    /** Returns the version, or empty if the script is a repeatable one. */
    Optional<Version> version() {
        return Optional.ofNullable(group("version")).map(Version::of);
    }

    /** Returns the words of the name as Flyway writes them into its history. */
    String description() {
        String words = group("description");
        return words == null ? "" : words.replace('_', ' ');
    }

    private @Nullable String group(String name) {
        Matcher matcher = NAME.matcher(this.name);
        return matcher.matches() ? matcher.group(name) : null;
    }

    /** Returns the same checksum as Flyway: of the lines, whatever ends them, without a byte order mark. */
    int checksum() {
        var crc = new CRC32();
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        plain.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) crc.getValue();
    }

    /**
     * A migration's version.
     *
     * @param parts its numbers, without zeros at the end
     */
    record Version(List<BigInteger> parts) implements Comparable<Version> {
        static Version of(String text) {
            var parts = new ArrayList<>(
                    Stream.of(text.split("[._]")).map(BigInteger::new).toList());
            while (parts.size() > 1 && parts.get(parts.size() - 1).signum() == 0) {
                parts.remove(parts.size() - 1);
            }
            return new Version(List.copyOf(parts));
        }

        @Override
        public int compareTo(Version other) {
            for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
                int order = part(i).compareTo(other.part(i));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }

        private BigInteger part(int index) {
            return index < parts.size() ? parts.get(index) : BigInteger.ZERO;
        }

        @Override
        public String toString() {
            return String.join(".", parts.stream().map(BigInteger::toString).toList());
        }
    }
}
