/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser without a window and without scripts: cookies, redirects, forms. For one thread. */
final class Browser {
    private static final int MAX_STEPS = 20;
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final HttpClient http;
    private final URI server;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Browser(HttpClient http, URI server) {
        this.http = http;
        this.server = server;
    }

    /** What came for a request; redirects are not followed. */
    record Page(URI uri, ApiAnswer answer) {
        int status() {
            return answer.status();
        }

        /** Returns where the browser is sent, by a header or by the page itself; empty for nowhere. */
        String location() {
            String location = answer.header("location");
            return location.isEmpty() ? HtmlForm.refresh(answer.text()) : location;
        }

        /** Returns the form that a person would use: the first that changes something. */
        HtmlForm form() {
            List<HtmlForm> forms = HtmlForm.of(answer.text());
            return forms.stream()
                    .filter(form -> form.method().equals("post"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no form at " + uri + ": " + answer));
        }
    }

    Map<String, String> cookies() {
        return cookies;
    }

    Page get(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.resolve(path)).GET(), headers);
    }

    /** Sends a form as a browser sends it from a page of this server. */
    Page submit(Page page, Map<String, String> values) throws IOException, InterruptedException {
        return post(
                page.uri().resolve(page.form().action()).toString(),
                encoded(values),
                "Origin",
                origin(),
                "Sec-Fetch-Site",
                "same-origin");
    }

    /** Posts a form with exactly these headers, as a page of anybody might. */
    Page post(String path, String form, String... headers) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)),
                headers);
    }

    /** Goes on as a person does who logs in and allows everything, until sent to an address that begins so. */
    URI goTo(String begin, String until, String user, String password) throws IOException, InterruptedException {
        Page page = get(begin);
        for (int step = 0; step < MAX_STEPS; step++) {
            if (page.location().startsWith(until)) {
                return URI.create(page.location());
            }
            if (!page.location().isEmpty()) {
                page = get(page.uri().resolve(page.location()).toString());
            } else if (page.status() == 200) {
                page = submit(page, page.form().filled(user, password));
            } else {
                throw new AssertionError(page.uri() + " answered " + page.answer());
            }
        }
        throw new AssertionError("never came to " + until + ", but to " + page.uri());
    }

    String origin() {
        return server.getScheme() + "://" + server.getHost() + ":" + server.getPort();
    }

    private Page send(HttpRequest.Builder builder, String... headers) throws IOException, InterruptedException {
        builder.timeout(DEADLINE).header("Accept", "text/html");
        if (!cookies.isEmpty()) {
            builder.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        if (headers.length > 0) {
            builder.headers(headers);
        }
        HttpRequest request = builder.build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        response.headers().allValues("set-cookie").forEach(this::keep);
        return new Page(request.uri(), new ApiAnswer(response.statusCode(), response.headers(), response.body()));
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        if (cookie.toLowerCase(java.util.Locale.ROOT).contains("max-age=0")) {
            cookies.remove(pair.substring(0, equals));
        } else {
            cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
    }

    /** Returns names and values by turns as a form or query has them. */
    static String encoded(String... namesAndValues) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(encoded(namesAndValues[i], namesAndValues[i + 1]));
        }
        return String.join("&", pairs);
    }

    private static String encoded(Map<String, String> values) {
        return values.entrySet().stream()
                .map(value -> encoded(value.getKey(), value.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
