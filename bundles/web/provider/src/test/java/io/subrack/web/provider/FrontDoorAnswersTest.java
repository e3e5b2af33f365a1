/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.Door.text;
import static io.subrack.web.provider.FakeBundles.bundle;
import static io.subrack.web.provider.FakeBundles.platformBundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
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

/** What handlers are told of a request, and what the front door adds to their answers. */
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

    @Test
    void matchesAPrefixThatWasNeedlesslyEncoded() throws Exception {
        door.mount("/", text("root"));
        door.mount("/greeter", text("hello"));

        assertThat(door.get("/%67reeter/ada").body()).isEqualTo("hello");
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
    void tellsNoLengthOfWhatTheClientHas() throws Exception {
        door.mount("/a", (request, response) -> response.setStatus(304));

        assertThat(door.raw("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 304")
                .doesNotContainIgnoringCase("Content-Length")
                .endsWith("\r\n\r\n");
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
