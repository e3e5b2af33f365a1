/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestApplication.assertProblem;
import static io.subrack.web.rest.TestDoor.await;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that are answered later, and instances that live as long as one request. */
class RestLifecyclesTest {
    @RegisterExtension
    final TestApplication test = new TestApplication();

    @Test
    void countsAnAsynchronousRequestUntilItIsAnswered() throws Exception {
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return test.door().get("/things/async");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await(() -> test.door().running() == 1);

        Things.GATE.get().countDown();

        assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo("late opened");
        await(() -> test.door().running() == 0);
    }

    @Test
    void awaitsACompletionStage() throws Exception {
        assertThat(test.door().get("/things/stage").body()).contains("staged");
    }

    @Test
    void endsWaitingRequestsWhenItIsClosed() throws Exception {
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return test.door().get("/things/never");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await(() -> test.door().suspended.get() == 1);

        test.application().close();

        assertProblem(answer.get(60, TimeUnit.SECONDS), 503, "http:not-serving");
        await(() -> test.door().running() == 0);
    }

    @Test
    void sendsEventsAsTheyComeAndCountsTheRequestUntilTheSinkIsClosed() throws Exception {
        try (var socket = new Socket("127.0.0.1", test.door().port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("GET /things/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var seen = new StringBuilder();
            while (!seen.toString().contains("data: one")) {
                seen.append((char) socket.getInputStream().read());
            }
            assertThat(test.door().running()).isEqualTo(1);

            Things.GATE.get().countDown();

            seen.append(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertThat(seen.toString()).contains("text/event-stream").contains("data: {\"n\":2}");
        }
        await(() -> test.door().running() == 0);
    }

    @Path("counted/{id}")
    public static class Counted {
        @Context
        UriInfo uri;

        @GET
        @Produces(MediaType.TEXT_PLAIN)
        public String get(@PathParam("id") String id) {
            return id + " " + uri.getPath() + " " + System.identityHashCode(this);
        }

        @GET
        @Path("later")
        public void later(@Suspended AsyncResponse answer) {
            CompletableFuture.runAsync(() -> answer.resume("late " + Things.awaitGate()));
        }
    }

    /** Makes instances like a prototype scoped service. */
    private static final class Prototype implements InstanceSource {
        final AtomicInteger made = new AtomicInteger();
        final AtomicInteger released = new AtomicInteger();

        @Override
        public Class<?> type() {
            return Counted.class;
        }

        @Override
        public boolean perRequest() {
            return true;
        }

        @Override
        public Object acquire() {
            made.incrementAndGet();
            return new Counted();
        }

        @Override
        public void release(Object instance) {
            released.incrementAndGet();
        }
    }

    @Test
    void takesAnInstanceForEachRequestAndGivesItBack() throws Exception {
        var prototype = new Prototype();
        test.host("/", prototype);

        String first = test.door().get("/counted/1").body();
        String second = test.door().get("/counted/1").body();

        assertThat(first).startsWith("1 counted/1 ").isNotEqualTo(second);
        assertThat(prototype.made).hasValue(2);
        await(() -> prototype.released.get() == 2);
    }

    @Test
    void keepsAnInstanceUntilItsAsynchronousRequestIsOver() throws Exception {
        var prototype = new Prototype();
        test.host("/", prototype);
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return test.door().get("/counted/1/later");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await(() -> prototype.made.get() == 1 && test.door().running() == 1);
        assertThat(prototype.released).hasValue(0);

        Things.GATE.get().countDown();

        assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        await(() -> prototype.released.get() == 1);
    }
}
