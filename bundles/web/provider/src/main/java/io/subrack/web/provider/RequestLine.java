/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One line of the request log. What comes from outside cannot pass for another field or line, nor move the cursor of who
 * reads it.
 *
 * @param path the decoded path without the query, which may hold secrets
 * @param subject who called; empty for nobody
 */
record RequestLine(
        Instant at,
        String client,
        String method,
        String route,
        String path,
        int status,
        long bytes,
        long nanos,
        String bundle,
        String version,
        String request,
        String trace,
        String subject) {
    private static final int MOST_CHARS = 2_048;

    /** Returns {@code name=value} pairs, or a JSON object; with the end of the line. */
    String text(boolean json) {
        StringBuilder line = new StringBuilder(384);
        line.append(json ? "{\"time\":\"" : "time=").append(at.truncatedTo(ChronoUnit.MILLIS));
        line.append(json ? "\"" : "");
        quoted(line, json, "client", client);
        quoted(line, json, "method", method);
        quoted(line, json, "route", route);
        quoted(line, json, "path", path);
        number(line, json, "status").append(status);
        number(line, json, "bytes").append(bytes);
        long micros = nanos / 1_000;
        number(line, json, "millis").append(micros / 1_000).append('.');
        line.append(Long.toString(1_000 + micros % 1_000), 1, 4);
        quoted(line, json, "bundle", bundle);
        quoted(line, json, "version", version);
        quoted(line, json, "request", request);
        quoted(line, json, "trace", trace);
        quoted(line, json, "subject", subject);
        return line.append(json ? "}\n" : "\n").toString();
    }

    private static StringBuilder number(StringBuilder line, boolean json, String name) {
        return json
                ? line.append(",\"").append(name).append("\":")
                : line.append(' ').append(name).append('=');
    }

    private static void quoted(StringBuilder line, boolean json, String name, String value) {
        number(line, json, name);
        if (!json && plain(value)) {
            line.append(value);
            return;
        }
        line.append('"');
        int end = Math.min(value.length(), MOST_CHARS);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (dangerous(c)) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        line.append(end < value.length() ? "…\"" : "\"");
    }

    private static boolean plain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '=') {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= MOST_CHARS;
    }

    /** Ends of lines, whatever steers a terminal, changes the direction of writing or is not seen, and half characters. */
    private static boolean dangerous(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
