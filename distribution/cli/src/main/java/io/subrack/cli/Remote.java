/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The management API of one server, as JSON. */
final class Remote {
    static final String API = "/api/platform/v1";
    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration UPLOAD = Duration.ofMinutes(10);

    private final Http http;
    private final Credentials credentials;

    Remote(Http http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    /**
     * An answer.
     *
     * @param body missing if there is none
     */
    record Answer(
            int status,
            JsonNode body,
            @Nullable String location,
            @Nullable String etag) {}

    String base() {
        return http.base().toString();
    }

    JsonNode get(String path) {
        return call("GET", path, null, Map.of()).body();
    }

    JsonNode post(String path, @Nullable JsonNode body) {
        return call("POST", path, body, Map.of()).body();
    }

    void delete(String path) {
        call("DELETE", path, null, Map.of());
    }

    /** Returns all items of a list, page by page. */
    ArrayNode all(String path, int atMost) {
        var items = MAPPER.createArrayNode();
        String next = path;
        while (next != null && items.size() < atMost) {
            JsonNode page = get(next);
            for (JsonNode item : page.path("items")) {
                if (items.size() < atMost) {
                    items.add(item);
                }
            }
            String after = page.path("next").asText();
            next = after.startsWith(API) ? after.substring(API.length()) : null;
        }
        return items;
    }

    /**
     * Sends a request below the management API.
     *
     * @throws ProblemAnswer if the answer is no success
     */
    Answer call(String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
        var request = http.request(API + path).timeout(ANSWER).header("Accept", "application/json");
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
        }
        return answer(send(request, BodyHandlers.ofInputStream()));
    }

    /** Sends a file. */
    Answer upload(String path, Path file, String type) {
        try {
            return answer(send(
                    http.request(API + path)
                            .timeout(UPLOAD)
                            .header("Accept", "application/json")
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofFile(file)),
                    BodyHandlers.ofInputStream()));
        } catch (FileNotFoundException e) {
            throw new CliException(ExitCode.USAGE, "there is no file " + file, e);
        }
    }

    /** Fetches a file; what was there before stays until all of the new one is. */
    void download(String path, Path target) {
        var response = send(http.request(API + path).timeout(UPLOAD), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            answer(response);
        }
        Path partial = target.resolveSibling("." + target.getFileName() + ".partial");
        try (InputStream body = response.body()) {
            Files.copy(body, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CliException(ExitCode.UNEXPECTED, "cannot write " + target + ": " + e.getMessage(), e);
        }
    }

    /** Opens a stream of text: server-sent events, or lines. The caller closes it. */
    InputStream stream(String path, String type) {
        var response = send(http.request(API + path).header("Accept", type), BodyHandlers.ofInputStream());
        if (response.statusCode() == 204) {
            return InputStream.nullInputStream();
        }
        if (response.statusCode() != 200) {
            answer(response);
        }
        return response.body();
    }

    /** Asks something that needs no login, and takes any status. */
    int status(String path) {
        return http.send(http.request(path).timeout(ANSWER).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request, HttpResponse.BodyHandler<InputStream> body) {
        String token = credentials.token(http);
        if (token != null) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        var response = http.send(request.build(), body);
        if (response.statusCode() == 401 && token != null && credentials.renew(http, token)) {
            close(response.body());
            request.setHeader("Authorization", "Bearer " + credentials.token(http));
            return http.send(request.build(), body);
        }
        return response;
    }

    private Answer answer(HttpResponse<InputStream> response) {
        JsonNode body = MissingNode.getInstance();
        try (InputStream stream = response.body()) {
            byte[] bytes = stream.readAllBytes();
            String type = response.headers().firstValue("Content-Type").orElse("");
            if (bytes.length > 0 && type.contains("json")) {
                body = MAPPER.readTree(bytes);
            }
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.SERVER_GONE, "the answer of " + base() + " broke off: " + e.getMessage(), e);
        }
        int status = response.statusCode();
        if (status >= 400) {
            throw new ProblemAnswer(status, body);
        }
        if (status >= 300) {
            throw new CliException(
                    ExitCode.SERVER_GONE,
                    base() + " answers with a redirect (" + status + "): use the address it leads to, "
                            + response.headers().firstValue("Location").orElse("which it does not name"));
        }
        return new Answer(
                status,
                body,
                response.headers().firstValue("Location").orElse(null),
                response.headers().firstValue("ETag").orElse(null));
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException unread) {
            // nobody needs it any more
        }
    }

    /** Returns a segment or a value as it stands in an address. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Returns {@code ?a=1&b=2} of pairs of names and values; what is null is left out. */
    static String query(@Nullable Object... pairs) {
        var query = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] != null) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(pairs[i])
                        .append('=')
                        .append(encode(String.valueOf(pairs[i + 1])));
            }
        }
        return query.toString();
    }
}
