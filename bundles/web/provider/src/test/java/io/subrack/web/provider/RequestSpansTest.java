/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.TraceContext;
import io.subrack.web.spi.InRequest;
import jakarta.servlet.AsyncContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the front door has recorded of requests. */
class RequestSpansTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

    @TempDir
    Path data;

    private final Recorder recorder = new Recorder();
    private Door door;

    @BeforeEach
    void start() {
        door = new Door(data, "threads.min", "4", "threads.max", "8");
        door.server.door().traces().recordWith(recorder);
        door.mount("/a", (request, response) -> {
            InRequest in = (InRequest) Objects.requireNonNull(request.getAttribute(InRequest.ATTRIBUTE));
            response.getOutputStream()
                    .write((Recorder.INSIDE.get() + " " + in.isHere()).getBytes(StandardCharsets.UTF_8));
        });
    }

    @AfterEach
    void stop() {
        door.close();
    }

    /** Keeps what it is told. */
    private static final class Recorder implements SpanRecorder {
        static final ThreadLocal<Integer> INSIDE = ThreadLocal.withInitial(() -> 0);

        final List<Kept> ended = new CopyOnWriteArrayList<>();
        private final Semaphore told = new Semaphore(0);

        @Override
        public @Nullable Span request(TraceContext caller, String path, String name, long startNanos) {
            assertThat(startNanos).isBetween(1L, TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() + 1_000));
            return path.startsWith("/quiet") ? null : new Kept(this, caller, name);
        }

        @Override
        public @Nullable Span child(Kind kind, String name) {
            return null;
        }

        @Override
        public @Nullable TraceContext current() {
            return null;
        }

        Kept await() throws InterruptedException {
            return await(1).get(0);
        }

        List<Kept> await(int count) throws InterruptedException {
            assertThat(told.tryAcquire(count, 20, TimeUnit.SECONDS)).isTrue();
            return ended;
        }
    }

    /** A span. */
    private static final class Kept implements SpanRecorder.Span {
        final Map<String, Object> said = new ConcurrentSkipListMap<>();
        private final Recorder recorder;
        private final TraceContext context;

        Kept(Recorder recorder, TraceContext caller, String name) {
            this.recorder = recorder;
            this.context = TraceContext.of(
                    caller.traceId(), "00f067aa0ba902b7", caller.parentId(), true, caller.state(), caller.baggage());
            said.put("name", name);
        }

        @Override
        public TraceContext context() {
            return context;
        }

        @Override
        public boolean isRecording() {
            return true;
        }

        @Override
        public void name(String name) {
            said.put("name", name);
        }

        @Override
        public void set(String key, String value) {
            said.put(key, value);
        }

        @Override
        public void set(String key, long value) {
            said.put(key, value);
        }

        @Override
        public void failed(String type, @Nullable Throwable cause) {
            said.put("failed", type);
        }

        @Override
        public SpanRecorder.Entered enter() {
            int before = Recorder.INSIDE.get();
            Recorder.INSIDE.set(before + 1);
            return () -> Recorder.INSIDE.set(before);
        }

        @Override
        public void end() {
            recorder.ended.add(this);
            recorder.told.release();
        }

        @Override
        public void end(long nanos) {
            end();
        }
    }

    @Test
    void recordsARequestByTheConventions() throws Exception {
        String body = door.send(door.request("/a/b?token=secret")
                        .headers("traceparent", PARENT, "User-Agent", "test/1")
                        .build())
                .body();

        Kept span = recorder.await();
        assertThat(body).isEqualTo("1 true");
        assertThat(span.context.traceId()).isEqualTo(TRACE);
        assertThat(span.said)
                .containsEntry("name", "GET /a")
                .containsEntry("http.request.method", "GET")
                .containsEntry("http.route", "/a")
                .containsEntry("http.response.status_code", 200L)
                .containsEntry("url.path", "/a/b")
                .containsEntry("url.scheme", "http")
                .containsEntry("server.address", "127.0.0.1")
                .containsEntry("server.port", (long) door.server.port())
                .containsEntry("client.address", "127.0.0.1")
                .containsEntry("network.protocol.version", "1.1")
                .containsEntry("user_agent.original", "test/1")
                .containsEntry("subrack.bundle", "com.acme.a")
                .doesNotContainKey("failed");
        assertThat(span.said.toString()).doesNotContain("secret");
    }

    @Test
    void recordsWhatNobodyServesAndWhatIsRefused() throws Exception {
        assertThat(door.get("/nowhere").statusCode()).isEqualTo(404);
        recorder.await(); // spans end after their answers, the two in any order
        assertThat(door.raw("GET /a/..%2f HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400");

        assertThat(recorder.await(1)).hasSize(2);
        assertThat(recorder.ended.get(0).said)
                .containsEntry("name", "GET")
                .containsEntry("subrack.bundle", "platform")
                .doesNotContainKeys("http.route", "failed");
        assertThat(recorder.ended.get(1).said).containsEntry("http.response.status_code", 400L);
    }

    @Test
    void marksWhatHasFailed() throws Exception {
        door.mount("/bad", (request, response) -> {
            throw new IllegalStateException("bad");
        });

        assertThat(door.get("/bad").statusCode()).isEqualTo(500);

        assertThat(recorder.await().said)
                .containsEntry("failed", "500")
                .containsEntry("http.response.status_code", 500L);
    }

    @Test
    void isInTheSpanWhereverTheContainerTakesARequestUp() throws Exception {
        door.mount("/later", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    response.getOutputStream()
                            .write(String.valueOf(Recorder.INSIDE.get()).getBytes(StandardCharsets.UTF_8));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                async.complete();
            });
        });

        assertThat(door.get("/later").body()).isEqualTo("1");
        recorder.await();
        assertThat(recorder.ended).hasSize(1);
    }

    @Test
    void recordsNothingWhereTheRecorderDoesNotWantTo() throws Exception {
        door.mount("/quiet", Door.text("quiet"));

        assertThat(door.get("/quiet").statusCode()).isEqualTo(200);
        assertThat(door.get("/a").body()).isEqualTo("1 true");

        recorder.await();
        assertThat(recorder.ended).hasSize(1);
    }

    @Test
    void stopsToRecordAtOnce() throws Exception {
        door.server.door().traces().recordWith(null);

        assertThat(door.get("/a").body()).isEqualTo("0 true");
        assertThat(recorder.ended).isEmpty();
    }
}
