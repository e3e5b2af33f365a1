/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads a stream of server-sent events, one by one. */
final class SseReader implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedReader reader;

    private SseReader(InputStream stream) {
        reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /** Opens a stream after the event of this id; from the beginning if that is empty. */
    static SseReader open(HttpClient client, URI address, String lastEventId) throws Exception {
        var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20));
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return open(client, request.build());
    }

    static SseReader open(HttpClient client, HttpRequest request) throws Exception {
        var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new SseReader(response.body());
    }

    /** Returns the next event of this name; others are passed over. */
    Event next(String name) throws IOException {
        while (true) {
            var event = next();
            if (event.name().equals(name)) {
                return event;
            }
        }
    }

    Event next() throws IOException {
        var lines = block();
        while (!lines.isEmpty() && field(lines, "event").isEmpty()) {
            lines = block();
        }
        assertThat(lines).as("the stream ended").isNotEmpty();
        return new Event(field(lines, "id"), field(lines, "event"), JSON.readTree(field(lines, "data")));
    }

    boolean nextComment(String text) throws IOException {
        var lines = block();
        while (!lines.isEmpty() && !lines.contains(": " + text)) {
            lines = block();
        }
        return !lines.isEmpty();
    }

    boolean atEnd() throws IOException {
        while (!block().isEmpty()) {
            // whatever comes before the end
        }
        return true;
    }

    private List<String> block() throws IOException {
        var lines = new ArrayList<String>();
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.isEmpty() && !lines.isEmpty()) {
                return lines;
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static String field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** One event. */
    record Event(String id, String name, JsonNode data) {}
}
