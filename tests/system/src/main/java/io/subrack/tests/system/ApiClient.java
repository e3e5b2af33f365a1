/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** Calls the platform over HTTP, as an operator does. */
public final class ApiClient {
    /** Where the management API is. */
    public static final String MANAGEMENT = "/api/platform/v1";

    public static final String JSON = "application/json";
    public static final String JAR = "application/java-archive";

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    static final HttpClient HTTP = builder().build();

    private final HttpClient http;
    private final URI server;
    private final String token;

    /** @param token what is sent as a bearer token; empty to send none */
    public ApiClient(URI server, String token) {
        this(server, token, HTTP);
    }

    /** @param http made by {@link #builder()} */
    ApiClient(URI server, String token, HttpClient http) {
        this.http = http;
        this.server = server;
        this.token = token;
    }

    static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(DEADLINE);
    }

    public ApiAnswer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "", BodyPublishers.noBody());
    }

    public ApiAnswer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, "", BodyPublishers.noBody());
    }

    public ApiAnswer post(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, JSON, BodyPublishers.ofString(json));
    }

    public ApiAnswer put(String path, String json) throws IOException, InterruptedException {
        return send("PUT", path, JSON, BodyPublishers.ofString(json));
    }

    /** Deploys one bundle: stores, plans, applies and waits until it serves or is undone. */
    public ApiAnswer deploy(Path jar) throws IOException, InterruptedException {
        return send("POST", MANAGEMENT + "/bundles", JAR, BodyPublishers.ofFile(jar));
    }

    /** Waits until a deployment serves or is undone, however long that takes, and returns what it says of itself. */
    public ApiAnswer ended(String deployment) throws IOException, InterruptedException {
        ApiAnswer answer;
        do {
            answer = get(MANAGEMENT + "/deployments/" + deployment + "?wait=PT60S");
        } while (answer.status() == 200 && answer.json().path("status").asText().equals("RUNNING"));
        return answer;
    }

    /** Removes a bundle from the set. */
    public ApiAnswer uninstall(String symbolicName) throws IOException, InterruptedException {
        return delete(MANAGEMENT + "/bundles/" + symbolicName);
    }

    /** Deploys one bundle from memory. */
    public ApiAnswer deploy(byte[] jar) throws IOException, InterruptedException {
        return send("POST", MANAGEMENT + "/bundles", JAR, BodyPublishers.ofByteArray(jar));
    }

    /** Returns the versions of all bundles of the current set by their symbolic names. */
    public SortedMap<String, String> bundles() throws IOException, InterruptedException {
        SortedMap<String, String> versions = new TreeMap<>();
        for (JsonNode bundle : get(MANAGEMENT + "/bundles").json().path("items")) {
            versions.put(
                    bundle.path("symbolicName").asText(), bundle.path("version").asText());
        }
        return versions;
    }

    /** Returns the number of the current set. */
    public long currentSet() throws IOException, InterruptedException {
        return get(MANAGEMENT + "/sets/current").json().path("number").asLong();
    }

    /** Rolls the whole set back. */
    public ApiAnswer rollBack(long set) throws IOException, InterruptedException {
        return post(MANAGEMENT + "/sets/" + set + "/rollback", "{}");
    }

    /** @param headers names and values in turn */
    public ApiAnswer send(String method, String path, String contentType, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(DEADLINE).method(method, body);
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        var response = http.send(request.build(), BodyHandlers.ofString());
        return new ApiAnswer(response.statusCode(), response.headers(), response.body());
    }
}
