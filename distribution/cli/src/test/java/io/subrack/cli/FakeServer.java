/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Answers what it was told to, and remembers what it was asked. */
final class FakeServer implements AutoCloseable {
    final List<String> asked = new ArrayList<>();
    final List<String> authorizations = new ArrayList<>();
    private final Map<String, Queue<Reply>> replies = new HashMap<>();
    private final HttpServer server;

    private record Reply(int status, String type, String body) {}

    FakeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The last answer of several stays. */
    FakeServer answer(String request, int status, String json) {
        String type = status >= 400 ? "application/problem+json" : "application/json";
        replies.computeIfAbsent(request, key -> new ArrayDeque<>()).add(new Reply(status, type, json));
        return this;
    }

    FakeServer stream(String request, String events) {
        replies.computeIfAbsent(request, key -> new ArrayDeque<>()).add(new Reply(200, "text/event-stream", events));
        return this;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(body.isEmpty() ? request : request + " " + body);
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        Queue<Reply> queue = replies.get(request);
        Reply reply = queue == null
                ? new Reply(404, "application/problem+json", "{\"detail\": \"nothing is at " + request + "\"}")
                : queue.size() > 1 ? queue.remove() : queue.element();
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
