/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.Door.text;
import static io.subrack.web.provider.FakeBundles.bundle;
import static io.subrack.web.provider.FakeBundles.platformBundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import io.subrack.web.spi.RequestObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontDoorAnswersTest {
    @TempDir
    Path data;

    private Door door;

    @BeforeEach
    void open() {
        door = new Door(data);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        String id = response.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(response.body())
                .contains("\"type\":\"" + code + "\"", "\"status\":" + status)
                .contains("\"instance\":\"urn:subrack:request:" + id + "\"");
    }

    @Test
    void servesAMountedHandlerOverBothVersionsOfHttp() throws Exception {
        door.mount("/greeter", text("hello"));

        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<String> response =
                    door.send(door.request("/greeter/ada").version(version).build());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.version()).isEqualTo(version);
            assertThat(response.body()).isEqualTo("hello");
            assertThat(response.headers().firstValue("Server")).isEmpty();
            assertThat(response.headers().firstValue("Server-Timing")).isEmpty();
            assertThat(response.headers().firstValue("X-Request-Id").orElseThrow())
                    .hasSize(16);
        }
    }

    @Test
    void givesHandlersThePathAndTheRequestId() throws Exception {
        door.mount("/a", (request, response) -> {
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter()
                    .print(request.getServletPath() + "|" + request.getPathInfo() + "|" + request.getRequestURI() + "|"
                            + request.getAttribute(RequestAttributes.REQUEST_ID));
        });

        String body = door.send(door.request("/a/J%C3%BCrgen%25?x=1")
                        .header("X-Request-Id", "abc-1")
                        .build())
                .body();

        assertThat(body).isEqualTo("|/a/Jürgen%|/a/J%C3%BCrgen%25|abc-1");
    }

    @Test
    void saysThatNobodyOwnsAPath() throws Exception {
        assertProblem(door.get("/nope?x=\"1\"".replace("\"", "%22")), 404, "urn:subrack:problem:http:not-found");
    }

    @ParameterizedTest
    @CsvSource({"abc-1._Z,true", "bad id,false", "x\\y,false"})
    void takesOnlyAWellFormedRequestId(String given, boolean taken) throws Exception {
        HttpResponse<String> response =
                door.send(door.request("/nope").header("X-Request-Id", given).build());

        String id = response.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(id.equals(given)).isEqualTo(taken);
    }

    @Test
    void doesNotTakeAnEndlessRequestId() throws Exception {
        HttpResponse<String> response = door.send(
                door.request("/nope").header("X-Request-Id", "a".repeat(65)).build());

        assertThat(response.headers().firstValue("X-Request-Id").orElseThrow()).hasSize(16);
    }

    @Test
    void answersHeadLikeGetWithoutTheBody() throws Exception {
        door.mount("/a", (request, response) -> {
            response.setContentLength(5);
            response.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
        });

        HttpResponse<String> there = door.send(door.request("/a")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        HttpResponse<String> missing = door.send(door.request("/b")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(there.statusCode()).isEqualTo(200);
        assertThat(there.headers().firstValue("Content-Length")).contains("5");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEmpty();
    }

    @Test
    void leavesOptionsToTheHandlerButForTheStar() throws Exception {
        door.mount("/a", (request, response) -> response.setHeader("Allow", request.getMethod()));

        HttpResponse<String> response = door.send(door.request("/a")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());
        String star = door.raw("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(response.headers().firstValue("Allow")).contains("OPTIONS");
        assertThat(star).startsWith("HTTP/1.1 204 ").contains("Allow: GET, HEAD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TRACE /a HTTP/1.1                | 405 | http:method-not-allowed",
                "CONNECT x:80 HTTP/1.1            | 40  | http:",
                "GET //a HTTP/1.1                 | 400 | http:ambiguous-path",
                "GET /a//b HTTP/1.1               | 400 | http:ambiguous-path",
                "GET /./a HTTP/1.1                | 400 | http:ambiguous-path",
                "GET /a/../b HTTP/1.1             | 400 | http:ambiguous-path",
                "GET /../../etc/passwd HTTP/1.1   | 400 | http:",
                "GET /a%2fb HTTP/1.1              | 400 | http:ambiguous-path",
                "GET /%2e%2e/a HTTP/1.1           | 400 | http:bad-request",
                "GET /a;x=1 HTTP/1.1              | 400 | http:ambiguous-path",
                "GET /a/..;/b HTTP/1.1            | 400 | http:ambiguous-path",
                "GET /a%5cb HTTP/1.1              | 400 | http:ambiguous-path",
                "GET /a\\b HTTP/1.1               | 400 | http:ambiguous-path",
                "GET /a%00 HTTP/1.1               | 400 | http:bad-request",
                "GET /a%zz HTTP/1.1               | 400 | http:bad-request",
                "GET /a%c0%af HTTP/1.1            | 400 | http:bad-request",
                "GET /a%e4 HTTP/1.1               | 400 | http:bad-request",
                "GET /a?q=100% HTTP/1.1           | 400 | http:bad-request",
                "GET a HTTP/1.1                   | 400 | http:bad-request",
                "GET http://x/a%2fb HTTP/1.1      | 400 | http:ambiguous-path",
                "GET  HTTP/1.1                    | 505 | about:blank",
                "NONSENSE                         | 400 | http:bad-request",
                "GET /a HTTP/9.9                  | 505 | about:blank",
            })
    void refusesMalformedRequestsBeforeRouting(String line, int status, String code) throws Exception {
        door.mount("/", text("must not be reached"));

        String answer = door.raw(line + "\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain("must not be reached");
        assertThat(answer).contains("Content-Type: application/problem+json", code, "urn:subrack:request:");
        assertThat(answer).doesNotContain("<html", "Exception", "at org.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.1\r\nBroken header\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /a HTTP/1.1\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost : x\r\n\r\n",
            })
    void answersBrokenMessagesWithAProblem(String message) throws Exception {
        door.mount("/", text("must not be reached"));

        String answer = door.raw(message);

        assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
        assertThat(answer).doesNotContain("<html", "Exception");
    }

    @Test
    void matchesAPrefixThatWasNeedlesslyEncoded() throws Exception {
        door.mount("/", text("root"));
        door.mount("/greeter", text("hello"));

        assertThat(door.get("/%67reeter/ada").body()).isEqualTo("hello");
    }

    @Test
    void turnsAFailingHandlerIntoABareProblem() throws Exception {
        door.mount("/a", (request, response) -> {
            throw new IllegalStateException("secret reason");
        });

        HttpResponse<String> response = door.get("/a");

        assertProblem(response, 500, "urn:subrack:problem:http:internal");
        assertThat(response.body()).doesNotContain("secret", "detail");
    }

    @Test
    void turnsAHandlersOwnProblemIntoItsAnswer() throws Exception {
        door.mount("/a", (request, response) -> {
            throw new ProblemException(WebProblem.CONFLICT, "the \"name\" is taken");
        });

        HttpResponse<String> response = door.get("/a");

        assertProblem(response, 409, "urn:subrack:problem:http:conflict");
        assertThat(response.body()).contains("\"detail\":\"the \\\"name\\\" is taken\"");
    }

    @Test
    void turnsSendErrorIntoAProblem() throws Exception {
        door.mount("/a", (request, response) -> response.sendError(403, "not you"));
        door.mount("/b", (request, response) -> response.sendError(418));

        assertProblem(door.get("/a"), 403, "urn:subrack:problem:http:forbidden");
        assertThat(door.get("/a").body()).contains("\"detail\":\"not you\"");
        assertProblem(door.get("/b"), 418, "about:blank");
        Door.await(() -> door.observed.size() == 3);
        assertThat(door.observed).noneMatch(RequestObserver.Exchange::failed);
    }

    @Test
    void keepsTheConnectionAfterAProblem() throws Exception {
        door.mount("/a", (request, response) -> response.sendError(404));
        door.mount("/b", (request, response) -> {
            throw new IllegalStateException("on purpose");
        });
        door.mount("/c", text("still here"));
        String get = " HTTP/1.1\r\nHost: x\r\n\r\n";

        String answers = door.raw("GET /a" + get + "GET /b" + get + "HEAD /a" + get + "GET /d" + get + "GET /c" + get);

        assertThat(answers).contains("HTTP/1.1 500", "still here").doesNotContain("Transfer-Encoding");
        assertThat(answers.split("HTTP/1.1 404", -1)).hasSize(4);
    }

    @Test
    void refusesAPrefixOfAnotherBundle() {
        door.mount(bundle("com.acme.a", "1.0.0"), "/a", text("a"));
        door.mount(platformBundle("io.subrack.p"), "/api/platform", text("p"));

        assertThatThrownBy(() -> door.mount(bundle("com.acme.b", "1.0.0"), "/a", text("b")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("/a: it belongs to com.acme.a");
        assertThatThrownBy(() -> door.mount(bundle("com.acme.c", "1.0.0"), "/api/platform/v1", text("c")))
                .hasMessageContaining("it belongs to io.subrack.p");
    }

    @Test
    void keepsThePlatformsPathsForThePlatform() throws Exception {
        for (String prefix : List.of("/api/platform", "/api/platform/v1/new", "/health/x", "/metrics", "/console")) {
            assertThatThrownBy(() -> door.mount(bundle("com.acme.a", "1.0.0"), prefix, text("a")))
                    .hasMessageContaining("com.acme.a 1.0.0 cannot mount " + prefix + ": it belongs to the platform");
        }
        door.mount("/", text("all"));
        door.mount("/api", text("api"));
        door.mount("/healthy", text("healthy"));
        door.mount(platformBundle("io.subrack.p"), "/health/live", text("live"));

        assertThat(door.get("/healthy").body()).isEqualTo("healthy");
        assertThat(door.get("/health/live").body()).isEqualTo("live");
        assertThat(door.get("/api/other").body()).isEqualTo("api");
        assertThat(door.get("/health").statusCode()).isEqualTo(404);
        assertThat(door.get("/api/platform/v1/sets").statusCode()).isEqualTo(404);
    }

    @Test
    void tellsObserversOfEachRequestOnce() throws Exception {
        door.mount("/a", (request, response) -> {
            request.setAttribute(RequestAttributes.ROUTE_TEMPLATE, "/a/{name}");
            response.setStatus(202);
        });

        door.get("/a/secret-name");
        door.get("/nope/secret-name");
        Door.await(() -> door.observed.size() == 2);

        RequestObserver.Exchange hosted = door.observed.remove();
        assertThat(hosted.bundle()).isEqualTo("com.acme.a");
        assertThat(hosted.version()).isEqualTo("1.0.0");
        assertThat(hosted.method()).isEqualTo("GET");
        assertThat(hosted.route()).isEqualTo("/a/{name}");
        assertThat(hosted.status()).isEqualTo(202);
        assertThat(hosted.failed()).isFalse();
        RequestObserver.Exchange own = door.observed.remove();
        assertThat(own.bundle()).isEqualTo("platform");
        assertThat(own.route()).isEqualTo("unmatched");
        assertThat(own.status()).isEqualTo(404);
    }

    @Test
    void compressesLargeTextsOnly() throws Exception {
        door.mount("/large", text("large ".repeat(2_000)));
        door.mount("/small", text("small"));
        door.mount("/binary", (request, response) -> {
            response.setContentType("application/octet-stream");
            response.getOutputStream().write(new byte[20_000]);
        });

        for (String path : List.of("/large", "/small", "/binary")) {
            HttpResponse<byte[]> response = door.client.send(
                    door.request(path).header("Accept-Encoding", "gzip").build(),
                    HttpResponse.BodyHandlers.ofByteArray());

            assertThat(response.headers().firstValue("Content-Encoding").isPresent())
                    .as(path)
                    .isEqualTo(path.equals("/large"));
        }
        assertThat(door.get("/large").headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void hasNoSessions() throws Exception {
        AtomicReference<Object> session = new AtomicReference<>("unset");
        door.mount("/a", (request, response) -> session.set(request.getSession(false)));

        HttpResponse<String> response = door.get("/a");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(session.get()).isNull();
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void writesWhereItListensAndTakesItAwayAgain() throws IOException {
        Path url = data.resolve("run/http.url");

        assertThat(Files.readString(url)).isEqualTo("http://127.0.0.1:" + door.server.port() + "\n");

        door.close();
        assertThat(url).doesNotExist();
    }

    @Test
    void saysWhichKeyToChangeWhenThePortIsTaken(@TempDir Path other) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> new Door(other, "port", taken.getLocalPort()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1 is taken")
                    .hasMessageContaining("config/io.subrack.web.properties");
        }
        assertThat(other.resolve("run/http.url")).doesNotExist();
    }

    @Test
    void tellsHowLongItTookWhereThatIsWanted(@TempDir Path other) throws Exception {
        try (Door timed = new Door(other, "server.timing", true)) {
            timed.mount("/a", text("a"));

            assertThat(timed.get("/a").headers().firstValue("Server-Timing").orElseThrow())
                    .matches("app;dur=[0-9]+\\.[0-9]");
        }
    }

    @Test
    void closesAStreamThatFailsAfterItsBeginning() {
        door.mount("/a", (request, response) -> {
            response.getOutputStream().write(new byte[100_000]);
            response.flushBuffer();
            throw new IllegalStateException("half-way");
        });

        assertThatThrownBy(() -> door.get("/a")).isInstanceOf(IOException.class);
    }

    @Test
    void readsFormsAndParameters() throws Exception {
        door.mount(
                "/a",
                (request, response) ->
                        response.getWriter().print(request.getParameter("x") + request.getParameter("y")));

        HttpResponse<String> response = door.send(door.request("/a?x=1")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("y=" + "2".repeat(500_000)))
                .build());

        assertThat(response.body()).hasSize(500_001);
    }
}
