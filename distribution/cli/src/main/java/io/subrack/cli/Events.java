/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Reads server-sent events (WHATWG HTML, 9.2). */
final class Events {
    /** One event; its data is JSON at Subrack. */
    record Event(String name, String id, JsonNode data) {}

    private Events() {}

    /**
     * Reads events until the stream ends or the reader has enough.
     *
     * @param reader returns whether it wants more
     * @return whether the reader had enough; false if the stream ended before
     * @throws IOException if the stream breaks off
     */
    static boolean read(InputStream stream, Predicate<Event> reader) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        String name = "message";
        String id = "";
        var data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (!data.isEmpty() && !reader.test(new Event(name, id, Remote.MAPPER.readTree(data.toString())))) {
                    return true;
                }
                name = "message";
                data.setLength(0);
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (field) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                default -> {} // comments, retry
            }
        }
        return false;
    }
}
