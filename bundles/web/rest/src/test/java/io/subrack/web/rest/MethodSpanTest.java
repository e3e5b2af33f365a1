/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.api.PublicAccess;
import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.TraceContext;
import io.subrack.web.spi.InRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.StreamingOutput;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is recorded of resource methods, and that threads of others are in the request when they answer it. */
class MethodSpanTest {
    /** What the calling thread is in, innermost last. */
    private static final ThreadLocal<String> INSIDE = ThreadLocal.withInitial(() -> "");

    private static final ExecutorService OTHERS = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "others");
        thread.setDaemon(true);
        return thread;
    });

    private final List<String> spans = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private TestDoor door;
    private RestApplication application;
    private final List<String> left = new CopyOnWriteArrayList<>();
    private boolean recording = true;
    private volatile boolean telling = true;

    @BeforeEach
    void open() throws Exception {
        JerseyApplication.prepareRuntime();
        door = new TestDoor();
        application = new RestApplication(
                TestApplication.model("/", List.of(), List.of(new InstanceSource.Constant(new Parts())), List.of()),
                () -> {});
        door.mount("/", (request, response) -> {
            InRequest in = inRequest();
            request.setAttribute(InRequest.ATTRIBUTE, in);
            SpanRecorder.Entered entered = in.enter();
            try {
                application.handle(request, response);
            } finally {
                left.add(INSIDE.get());
                entered.close();
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        door.close();
        application.close();
    }

    private static SpanRecorder.Entered enter(String name) {
        String before = INSIDE.get();
        INSIDE.set(before + "/" + name);
        return () -> INSIDE.set(before);
    }

    private InRequest inRequest() {
        return new InRequest() {
            @Override
            public SpanRecorder.Entered enter() {
                return MethodSpanTest.enter("request");
            }

            @Override
            public boolean isHere() {
                return !INSIDE.get().isEmpty();
            }

            @Override
            public @Nullable SpanRecorder recorder() {
                return recording ? new Recorder() : null;
            }
        };
    }

    private final class Recorder implements SpanRecorder {
        @Override
        public @Nullable Span request(TraceContext caller, String path, String name, long startNanos) {
            return null;
        }

        @Override
        public Span child(Kind kind, String name) {
            StringBuilder said = new StringBuilder(name);
            begun.incrementAndGet();
            return (Span) Proxy.newProxyInstance(
                    Span.class.getClassLoader(),
                    new Class<?>[] {Span.class},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "set" -> null;
                        case "failed" -> {
                            said.append(" failed ").append(arguments[0]);
                            if (!telling) {
                                throw new IllegalStateException("the exception tells nothing");
                            }
                            yield null;
                        }
                        case "enter" -> enter(name);
                        case "end" -> {
                            assertThat((long) arguments[0]).isPositive();
                            spans.add(said.toString());
                            yield null;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }

        @Override
        public @Nullable TraceContext current() {
            return null;
        }
    }

    @Path("/parts")
    @Produces("text/plain")
    @PublicAccess
    public static class Parts {
        @GET
        public String all() {
            return INSIDE.get();
        }

        @GET
        @Path("bad")
        public String bad() {
            throw new IllegalStateException("bad");
        }

        @GET
        @Path("missing")
        public String missing() {
            throw new NotFoundException();
        }

        @GET
        @Path("at-once")
        public void atOnce(@Suspended AsyncResponse answer) throws Exception {
            OTHERS.submit(() -> answer.resume(INSIDE.get())).get(60, TimeUnit.SECONDS);
        }

        @GET
        @Path("bad-later")
        public void badLater(@Suspended AsyncResponse answer) {
            OTHERS.execute(() -> answer.resume(new IllegalStateException("bad")));
        }

        @GET
        @Path("later")
        public void later(@Suspended AsyncResponse answer) {
            OTHERS.execute(() -> answer.resume((StreamingOutput)
                    out -> out.write(("written in " + INSIDE.get()).getBytes(StandardCharsets.UTF_8))));
        }
    }

    /** A span ends when the answer is out already: waits until all that have begun have ended. */
    private List<String> ended() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (spans.size() < begun.get() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        return spans;
    }

    @Test
    void isNamedAfterItsMethodAndEndsWithIt() throws Exception {
        assertThat(door.get("/parts").body()).isEqualTo("/request/Parts.all");

        assertThat(ended()).containsExactly("Parts.all");
    }

    @Test
    void failsWithWhatBecomesAServerError() throws Exception {
        assertThat(door.get("/parts/bad").statusCode()).isEqualTo(500);
        assertThat(door.get("/parts/missing").statusCode()).isEqualTo(404);

        assertThat(ended()).containsExactly("Parts.bad failed java.lang.IllegalStateException", "Parts.missing");
    }

    @Test
    void isNotThereWithoutAMethodOrARecorder() throws Exception {
        assertThat(door.get("/parts/none/such").statusCode()).isEqualTo(404);
        recording = false;
        assertThat(door.get("/parts").body()).isEqualTo("/request");

        assertThat(spans).isEmpty();
    }

    @Test
    void takesTheThreadThatResumesARequestIntoItAndOutAgain() throws Exception {
        recording = false;
        assertThat(door.get("/parts/later").body()).isEqualTo("written in /request");
        recording = true;
        assertThat(door.get("/parts/later").body()).isEqualTo("written in /request");

        assertThat(CompletableFuture.supplyAsync(INSIDE::get, OTHERS).get(60, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(ended()).containsExactly("Parts.later");
    }

    @Test
    void leavesTheMethodInItsOwnThreadThoughAnotherHasAnsweredAlready() throws Exception {
        assertThat(door.get("/parts/at-once").statusCode()).isEqualTo(200);

        assertThat(ended()).containsExactly("Parts.atOnce");
        assertThat(CompletableFuture.supplyAsync(INSIDE::get, OTHERS).get(60, TimeUnit.SECONDS))
                .isEmpty();
        door.close();
        assertThat(left).containsExactly("/request");
    }

    @Test
    void endsThoughWhatFailedCannotBeTold() throws Exception {
        telling = false;
        assertThat(door.get("/parts/bad-later").statusCode()).isEqualTo(500);

        assertThat(ended()).containsExactly("Parts.badLater failed java.lang.IllegalStateException");
        assertThat(CompletableFuture.supplyAsync(INSIDE::get, OTHERS).get(60, TimeUnit.SECONDS))
                .isEmpty();
    }
}
