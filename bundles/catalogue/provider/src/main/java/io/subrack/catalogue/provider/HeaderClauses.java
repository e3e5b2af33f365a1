/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads manifest headers of the form {@code path;path;attribute=value;directive:=value,…}. */
final class HeaderClauses {
    private HeaderClauses() {}

    /**
     * One clause.
     *
     * @param paths what comes before the parameters
     * @param attributes by name, a type included: {@code version:Version}
     * @param directives by name
     */
    record Clause(List<String> paths, Map<String, String> attributes, Map<String, String> directives) {}

    /** Returns the clauses; what has no form at all is left out. */
    static List<Clause> parse(String header) {
        List<Clause> clauses = new ArrayList<>();
        for (String text : split(header, ',')) {
            List<String> paths = new ArrayList<>();
            Map<String, String> attributes = new LinkedHashMap<>();
            Map<String, String> directives = new LinkedHashMap<>();
            for (String part : split(text, ';')) {
                int equals = part.indexOf('=');
                if (equals < 0) {
                    paths.add(part.strip());
                } else if (equals > 0 && part.charAt(equals - 1) == ':') {
                    directives.put(part.substring(0, equals - 1).strip(), unquoted(part.substring(equals + 1)));
                } else {
                    attributes.put(part.substring(0, equals).strip(), unquoted(part.substring(equals + 1)));
                }
            }
            paths.removeIf(String::isEmpty);
            if (!paths.isEmpty()) {
                clauses.add(new Clause(paths, attributes, directives));
            }
        }
        return clauses;
    }

    /** Splits at a character that does not stand between quotes. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(Math.min(start, text.length())));
        return parts;
    }

    private static String unquoted(String text) {
        String value = text.strip();
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
    }
}
