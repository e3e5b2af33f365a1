/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.data.api.DataSources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle's manifest asks for.
 *
 * @param bundle symbolic name of the bundle
 * @param schema the schema it wants
 * @param migrations where in the bundle its migrations are, without slashes at the ends
 */
record DataRequest(String bundle, SchemaName schema, String migrations) {
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");

    /**
     * Reads the header.
     *
     * @throws IllegalArgumentException with a sentence, if it cannot be understood
     */
    static Optional<DataRequest> of(String bundle, @Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(bundle, header.strip()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the header " + DataSources.HEADER + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static DataRequest parse(String bundle, String header) {
        List<String> parts = split(header);
        String name = parts.get(0);
        Map<String, String> attributes = new HashMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals).strip();
            if (equals < 0 || !key.equals(DataSources.MIGRATIONS) || attributes.containsKey(key)) {
                throw new IllegalArgumentException("it has one attribute, " + DataSources.MIGRATIONS
                        + "=\"<folder>\"; not '" + SchemaName.printable(part) + "'");
            }
            attributes.put(key, unquoted(part.substring(equals + 1).strip()));
        }
        SchemaName schema = name.equals(DataSources.DERIVED) ? SchemaName.derived(bundle) : new SchemaName(name);
        return new DataRequest(
                bundle,
                schema,
                folder(attributes.getOrDefault(DataSources.MIGRATIONS, DataSources.DEFAULT_MIGRATIONS)));
    }

    private static List<String> split(String header) {
        List<String> parts = new ArrayList<>();
        var part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            }
            if (c == ',' && !quoted) {
                throw new IllegalArgumentException("a bundle has one schema, not several");
            }
            if (c == ';' && !quoted) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quote is not closed");
        }
        parts.add(part.toString().strip());
        return parts;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static String folder(String text) {
        String path = text.replaceAll("^/+|/+$", "");
        boolean plain =
                PATH.matcher(path).matches() && !List.of(path.split("/")).contains("..");
        if (!plain) {
            throw new IllegalArgumentException("the folder of the migrations is a plain path inside the bundle, not '"
                    + SchemaName.printable(text) + "'");
        }
        return path;
    }
}
