/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.kernel.testing.TestPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A caller of a running platform who holds the operator token, or not. */
final class Operator {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String token;
    private final OpenApi openApi;

    Operator(TestPlatform platform) throws IOException {
        this.base = platform.baseUrl();
        this.token = platform.operatorToken();
        this.openApi = OpenApi.read();
    }

    Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), authorized(headers));
    }

    Answer postJar(String path, byte[] jar) {
        return send(
                "POST", path, BodyPublishers.ofByteArray(jar), authorized("Content-Type", "application/java-archive"));
    }

    Answer sendJson(String method, String path, String json) {
        return send(method, path, BodyPublishers.ofString(json), authorized("Content-Type", "application/json"));
    }

    Answer send(String method, String path) {
        return send(method, path, BodyPublishers.noBody(), authorized());
    }

    Answer asStranger(String method, String path) {
        return send(method, path, BodyPublishers.noBody(), List.of());
    }

    /** Starts a long answer; lines come as they are sent. */
    Stream<String> lines(String path, String... headers) throws IOException, InterruptedException {
        var response = client.send(
                request("GET", path, BodyPublishers.noBody(), authorized(headers)),
                HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode());
        }
        return response.body();
    }

    private List<String> authorized(String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", "Bearer " + token));
        return all;
    }

    private Answer send(String method, String path, HttpRequest.BodyPublisher body, List<String> headers) {
        try {
            var response = client.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
            if (path.startsWith(Api.BASE)) {
                openApi.check(method, path.replaceAll("\\?.*", ""), response.statusCode());
            }
            return new Answer(response);
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String method, String path, HttpRequest.BodyPublisher body, List<String> headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body)
                .timeout(Duration.ofSeconds(60));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        return request.build();
    }

    /** An answer. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(response.body());
            } catch (IOException e) {
                throw new IllegalStateException(response.body(), e);
            }
        }

        String problem() {
            return json().path("type").asText().replace("urn:subrack:problem:", "");
        }
    }
}
