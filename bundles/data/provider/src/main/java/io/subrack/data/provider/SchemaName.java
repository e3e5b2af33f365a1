/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.data.api.DataSources;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A schema's name that is safe in any SQL text, quoted or not.
 *
 * @param value lower-case letters, digits and underscores, the first one a letter
 */
record SchemaName(String value) implements Comparable<SchemaName> {
    private static final Pattern RULE = Pattern.compile("[a-z][a-z0-9_]{0," + (DataSources.MAX_NAME_CHARS - 1) + "}");
    private static final Set<String> RESERVED =
            Set.of("public", "information_schema", "definition_schema", "system_lobs", "sa", "dba", "subrack");
    private static final int HASH_CHARS = 8;

    SchemaName {
        if (!RULE.matcher(value).matches()) {
            throw new IllegalArgumentException("a schema's name is 1 to " + DataSources.MAX_NAME_CHARS
                    + " lower-case letters, digits and underscores, the first one a letter; not '"
                    + printable(value) + "'");
        }
        if (RESERVED.contains(value) || value.startsWith("pg_")) {
            throw new IllegalArgumentException("the schema name '" + value + "' is the database's own; take another");
        }
    }

    /** Derives the name from a symbolic name; different symbolic names may give the same one. */
    static SchemaName derived(String symbolicName) {
        String name = symbolicName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        if (name.isEmpty()
                || !Character.isLetter(name.charAt(0))
                || RESERVED.contains(name)
                || name.startsWith("pg_")) {
            name = "s_" + name;
        }
        if (name.length() > DataSources.MAX_NAME_CHARS) {
            name = name.substring(0, DataSources.MAX_NAME_CHARS - HASH_CHARS - 1) + "_" + hash(symbolicName);
        }
        return new SchemaName(name);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_CHARS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JVM has SHA-256", e);
        }
    }

    /** What somebody wrote, fit for a message. */
    static String printable(String text) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return shown.replaceAll("\\p{C}", "?");
    }

    @Override
    public int compareTo(SchemaName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
