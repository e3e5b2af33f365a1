/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OTLP collector that keeps what it gets, and takes no more than what is asked of it: JSON, with a key. */
final class Collector implements AutoCloseable {
    static final String KEY = "collector-key";

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();

    /**
     * A span.
     *
     * @param resource what is said of who sends it
     * @param scope what has made it
     * @param attributes what it says, as texts
     */
    record Received(Map<String, String> resource, String scope, JsonNode json, Map<String, String> attributes) {
        String trace() {
            return json.path("traceId").asText();
        }

        String id() {
            return json.path("spanId").asText();
        }

        String parent() {
            return json.path("parentSpanId").asText();
        }

        String name() {
            return json.path("name").asText();
        }

        int kind() {
            return json.path("kind").asInt();
        }

        boolean failed() {
            return json.path("status").path("code").asInt() == 2;
        }
    }

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!KEY.equals(exchange.getRequestHeaders().getFirst("x-api-key"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            for (JsonNode resource : json.readTree(body).path("resourceSpans")) {
                Map<String, String> sender = attributes(resource.path("resource"));
                for (JsonNode scope : resource.path("scopeSpans")) {
                    String name = scope.path("scope").path("name").asText();
                    scope.path("spans").forEach(span -> spans.add(new Received(sender, name, span, attributes(span))));
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Map<String, String> attributes(JsonNode of) {
        Map<String, String> attributes = new TreeMap<>();
        of.path("attributes")
                .forEach(each -> attributes.put(
                        each.path("key").asText(),
                        each.path("value").elements().next().asText()));
        return attributes;
    }

    /** Returns the spans of one trace so far. */
    List<Received> trace(String id) {
        return spans.stream().filter(span -> span.trace().equals(id)).toList();
    }

    /** Returns the spans of one trace by name as soon as these are among them; a name that comes twice has the first. */
    Map<String, Received> await(String trace, String... names) throws InterruptedException {
        Map<String, Received> byName = new TreeMap<>();
        Waiting.until("spans " + List.of(names) + " of " + trace, DEADLINE, () -> {
            trace(trace).forEach(span -> byName.putIfAbsent(span.name(), span));
            return byName.keySet().containsAll(List.of(names));
        });
        return byName;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
