/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.Door.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.spi.MountHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@Timeout(120)
class TimeLimitsTest {
    @TempDir
    Path data;

    private Door door;

    @AfterEach
    void close() {
        door.close();
    }

    /** Blocks whatever interrupts it, until the test lets it go. */
    private static final class Stuck implements MountHandler {
        final CountDownLatch end = new CountDownLatch(1);
        final AtomicBoolean interrupted = new AtomicBoolean();
        final AtomicInteger inside = new AtomicInteger();
        final AtomicBoolean writeFailed = new AtomicBoolean();

        @Override
        public void handle(
                jakarta.servlet.http.HttpServletRequest request, jakarta.servlet.http.HttpServletResponse response)
                throws IOException {
            request.setAttribute(RequestAttributes.ROUTE_TEMPLATE, "/a/{stuck}");
            inside.incrementAndGet();
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                }
            }
            try {
                response.getOutputStream().write(new byte[100_000]);
            } catch (IOException e) {
                writeFailed.set(true);
                throw e;
            } finally {
                inside.decrementAndGet();
            }
        }
    }

    private static ListAppender<ILoggingEvent> logged() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        ((Logger) LoggerFactory.getLogger(RequestReports.class)).addAppender(appender);
        return appender;
    }

    private HttpResponse<String> get(HttpClient.Version version, String path) throws Exception {
        return door.send(door.request(path).version(version).build());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void answersForAHandlerThatIsStuck(HttpClient.Version version) throws Exception {
        door = new Door(data, "request.timeout.seconds", 1, "owner.requests", 1);
        Stuck stuck = new Stuck();
        door.mount("/a", stuck);
        door.mount("/b", text("b"));
        ListAppender<ILoggingEvent> log = logged();
        get(version, "/b");
        Door.await(() -> door.observed.size() == 1);
        door.observed.clear();

        HttpResponse<String> response = get(version, "/a/1");

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(response.version()).isEqualTo(version);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        String id = response.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(response.body()).contains("http:handler-timeout", "urn:subrack:request:" + id);
        Door.await(stuck.interrupted::get);
        assertThat(log.list)
                .anySatisfy(event ->
                        assertThat(event.getFormattedMessage()).contains("com.acme.a 1.0.0", "/a/{stuck}", id, " 1 s"));
        assertThat(door.observed).singleElement().satisfies(told -> {
            assertThat(told.status()).isEqualTo(504);
            assertThat(told.route()).isEqualTo("/a/{stuck}");
            assertThat(told.failed()).isTrue();
        });
        // Its thread is still in the bundle, and so is its place.
        assertThat(door.routes.routes().get(0).inFlight()).isEqualTo(1);
        assertThat(get(version, "/a/2").statusCode()).isEqualTo(503);
        assertThat(get(version, "/b").body()).isEqualTo("b");
        stuck.end.countDown();
        Door.await(() -> door.routes.routes().get(0).inFlight() == 0);
        assertThat(stuck.writeFailed).isTrue();
        Door.await(() -> {
            try {
                return get(version, "/a/3").statusCode() == 200;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(door.observed.stream().filter(told -> told.status() == 504)).hasSize(1);
    }

    @Test
    void freesAThreadThatCanBeInterrupted() throws Exception {
        door = new Door(data, "request.timeout.seconds", 1);
        AtomicBoolean leftOver = new AtomicBoolean();
        CountDownLatch never = new CountDownLatch(1);
        door.mount("/a", (request, response) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        });
        door.mount(
                "/b",
                (request, response) ->
                        leftOver.compareAndSet(false, Thread.currentThread().isInterrupted()));

        assertThat(door.get("/a").statusCode()).isEqualTo(504);

        Door.await(() -> door.routes.routes().get(0).inFlight() == 0);
        for (int i = 0; i < 20; i++) {
            assertThat(door.get("/b").statusCode()).isEqualTo(200);
        }
        assertThat(leftOver).isFalse();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void breaksOffAnAnswerThatDoesNotGoOn(HttpClient.Version version) throws Exception {
        door = new Door(data, "request.timeout.seconds", 1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        door.mount("/a", (request, response) -> {
            response.getOutputStream().write(new byte[10]);
            response.flushBuffer();
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                }
            }
        });
        door.mount("/b", text("b"));
        get(version, "/b");

        assertThatThrownBy(() -> get(version, "/a")).isInstanceOf(IOException.class);

        Door.await(interrupted::get);
        assertThat(door.routes.routes().get(0).inFlight()).isEqualTo(1);
        assertThat(get(version, "/b").body()).isEqualTo("b");
        end.countDown();
        Door.await(() -> door.routes.routes().get(0).inFlight() == 0);
        assertThat(door.observed.stream().filter(told -> told.failed())).hasSize(1);
    }

    @Test
    void letsAnAnswerGoOnThatFlows() throws Exception {
        door = new Door(data, "request.timeout.seconds", 1);
        door.mount("/a", (request, response) -> {
            try {
                for (int i = 0; i < 30; i++) {
                    response.getOutputStream().write(new byte[5_000]);
                    response.flushBuffer();
                    Thread.sleep(100);
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });

        assertThat(door.get("/a").body()).hasSize(150_000);
    }

    @Test
    void doesNotCountTheWaitForTheBodyAsTheHandlersTime() throws Exception {
        door = new Door(data, "request.timeout.seconds", 1);
        door.mount(
                "/a",
                (request, response) -> response.getOutputStream()
                        .print(request.getInputStream().readAllBytes().length));

        try (Socket socket = new Socket("127.0.0.1", door.server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 15; i++) {
                out.write('x');
                Thread.sleep(200);
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("15");
        }
    }

    @Test
    void endsABodyThatComesForTooLong() throws Exception {
        door = new Door(data, "body.timeout.seconds", 1, "body.bytes.per.second", 0);
        door.mount("/a", (request, response) -> request.getInputStream().readAllBytes());

        try (Socket socket = new Socket("127.0.0.1", door.server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
                } catch (IOException e) {
                    return e.toString();
                }
            });
            long begin = System.nanoTime();
            while (!answer.isDone()
                    && System.nanoTime() - begin < Duration.ofSeconds(20).toNanos()) {
                out.write(new byte[50]);
                Thread.sleep(20);
            }
            assertThat(answer.get()).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void leavesTheLargestBodiesTheTimeThatTheyNeedAtTheSlowestSpeed() {
        WebConfig shipped = WebSettings.read(Map.of());
        RequestLimits limits = new RequestLimits(shipped);
        door = new Door(data);

        for (long bytes : new long[] {shipped.body_bytes(), 256L << 20, 1L << 30}) {
            Duration slowest = Duration.ofSeconds(bytes / shipped.body_bytes_per_second());
            assertThat(Duration.ofNanos(limits.bodyNanos(bytes))).isGreaterThan(slowest.plusSeconds(5));
        }
    }

    @Test
    void takesAnyTimeWhereNoneIsSet() throws Exception {
        door = new Door(data, "body.timeout.seconds", 0, "request.timeout.seconds", 0);
        door.mount("/a", (request, response) -> request.getInputStream().transferTo(response.getOutputStream()));

        HttpResponse<String> response = door.send(
                door.request("/a").POST(BodyPublishers.ofString("body")).build());

        assertThat(response.body()).isEqualTo("body");
    }
}
