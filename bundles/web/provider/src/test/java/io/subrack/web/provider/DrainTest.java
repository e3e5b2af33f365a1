/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.Door.text;
import static io.subrack.web.provider.FakeBundles.bundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.web.spi.FrontDoor.Publication;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;

/** What runs in a handler ends before the handler does. */
@Timeout(120)
class DrainTest extends DoorTests {
    private static final int LEAST_ROUNDS = 20;
    private static final int LEAST_REQUESTS = 100;

    @Test
    void drainsARunningRequestBeforeItsHandlerIsClosed() throws Exception {
        open();
        Gate gate = new Gate();
        Publication publication = door.mount("/a", gate);
        CompletableFuture<HttpResponse<String>> running = send("/a");
        Door.await(() -> gate.inside.get() == 1);

        CompletableFuture<Void> set =
                CompletableFuture.runAsync(() -> publication.set(List.of(mount("/a", text("new")))));
        Door.await(() -> door.routes.routes().get(0).inFlight() == 0);
        assertThat(door.get("/a").body()).isEqualTo("new");
        Thread.sleep(50);
        assertThat(set).isNotDone();
        assertThat(gate.closed).isFalse();
        gate.open.countDown();

        assertThat(running.get().body()).isEqualTo("late");
        set.get();
        assertThat(gate.closed).isTrue();
        assertThat(gate.ranAfterClose).isFalse();
    }

    @Test
    void givesUpDrainingAtTheDeadline() throws Exception {
        open("drain.seconds", 1);
        Gate gate = new Gate();
        Publication publication = door.mount("/a", gate);
        CompletableFuture<HttpResponse<String>> running = send("/a");
        Door.await(() -> gate.inside.get() == 1);

        publication.close();

        assertThat(gate.closed).isTrue();
        assertThat(running).isNotDone();
        gate.open.countDown();
        assertThat(running.get().body()).isEqualTo("late");
    }

    @Test
    void doesNotWaitForTheRequestThatTakesItsOwnHandlerAway() throws Exception {
        open("drain.seconds", 30);
        AtomicReference<Publication> publication = new AtomicReference<>();
        publication.set(door.mount("/a", (request, response) -> {
            publication.get().set(List.of(mount("/a", text("new"))));
            response.getWriter().print("gone");
        }));

        long before = System.nanoTime();
        assertThat(door.get("/a").body()).isEqualTo("gone");

        assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(10));
        assertThat(door.get("/a").body()).isEqualTo("new");
    }

    @Test
    void waitsForAnAsynchronousAnswer() throws Exception {
        open();
        AtomicReference<AsyncContext> async = new AtomicReference<>();
        Publication publication = door.mount("/a", (request, response) -> async.set(request.startAsync()));
        CompletableFuture<HttpResponse<String>> running = send("/a");
        Door.await(() -> async.get() != null);
        CompletableFuture<Void> set =
                CompletableFuture.runAsync(() -> publication.set(List.of(mount("/a", text("new")))));
        assertThatThrownBy(() -> set.get(100, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);

        async.get().getResponse().getWriter().print("later");
        async.get().complete();

        assertThat(running.get().body()).isEqualTo("later");
        set.get();
    }

    @Test
    void waitsForAStreamToEnd() throws Exception {
        open();
        CountDownLatch goOn = new CountDownLatch(1);
        Publication publication = door.mount("/a", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.setTimeout(0);
            async.start(() -> {
                try {
                    response.getOutputStream().write(new byte[50_000]);
                    response.flushBuffer();
                    goOn.await();
                    response.getOutputStream().write(new byte[50_000]);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                async.complete();
            });
        });
        CompletableFuture<HttpResponse<String>> running = send("/a");
        Door.await(() -> door.routes.routes().get(0).inFlight() == 1);

        CompletableFuture<Void> closed = CompletableFuture.runAsync(publication::close);
        Thread.sleep(100);
        assertThat(closed).isNotDone();
        goOn.countDown();

        assertThat(running.get().body()).hasSize(100_000);
        closed.get();
    }

    @Test
    void breaksOffWhatIsStillSuspendedWhenItsHandlerIsGone() throws Exception {
        open("drain.seconds", 1);
        Publication silent =
                door.mount("/a", (request, response) -> request.startAsync().setTimeout(0));
        Publication stream = door.mount("/b", (request, response) -> {
            request.startAsync().setTimeout(0);
            response.getOutputStream().write(new byte[50_000]);
            response.flushBuffer();
        });
        CompletableFuture<HttpResponse<String>> uncommitted = send("/a");
        CompletableFuture<HttpResponse<String>> committed = send("/b");
        Door.await(() -> door.routes.routes().stream().allMatch(route -> route.inFlight() == 1));

        silent.close();
        stream.close();

        assertThat(uncommitted.get().statusCode()).isEqualTo(503);
        assertThat(uncommitted.get().body()).contains("urn:subrack:request:");
        assertThat(uncommitted.get().headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThatThrownBy(committed::get).hasCauseInstanceOf(IOException.class);
        Door.await(() -> door.observed.size() == 2);
    }

    @Test
    void answersForAHandlerThatNeverDoes() throws Exception {
        open("request.timeout.seconds", 1);
        door.mount("/a", (request, response) -> request.startAsync().setTimeout(0));

        HttpResponse<String> response = door.get("/a");

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        Door.await(() -> door.routes.routes().get(0).inFlight() == 0);
    }

    @Test
    void countsARequestOutWhenItsClientHasGone() throws Exception {
        open();
        CountDownLatch goOn = new CountDownLatch(1);
        door.mount("/a", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    goOn.await();
                    for (int i = 0; i < 200; i++) {
                        response.getOutputStream().write(new byte[50_000]);
                    }
                } catch (IOException | InterruptedException e) {
                    // The client has gone: that is what this is about.
                }
                async.complete();
            });
        });
        Socket socket = new Socket("127.0.0.1", door.server.port());
        socket.getOutputStream().write("GET /a HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Door.await(() -> door.routes.routes().get(0).inFlight() == 1);

        socket.setSoLinger(true, 0);
        socket.close();
        goOn.countDown();

        Door.await(() -> door.routes.routes().get(0).inFlight() == 0);
        Door.await(() -> door.observed.size() == 1);
        assertThat(door.observed.remove().failed()).isTrue();
    }

    @Test
    void answersWhenTheHandlersOwnTimeoutHasPassed() throws Exception {
        open();
        door.mount("/a", (request, response) -> request.startAsync().setTimeout(200));

        HttpResponse<String> response = door.get("/a");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        Door.await(() -> door.routes.routes().get(0).inFlight() == 0);
    }

    @Test
    void countsARequestOutWhenItsHttp2StreamIsReset() throws Exception {
        open();
        Publication gone = door.mount("/b", text("b"));
        gone.set(List.of());
        door.mount("/a", (request, response) -> request.startAsync().setTimeout(0));
        door.mount("/warm", text("warm"));
        door.send(door.request("/warm").version(HttpClient.Version.HTTP_2).build());

        CompletableFuture<HttpResponse<String>> suspended = sendHttp2("/a");
        CompletableFuture<HttpResponse<String>> held = sendHttp2("/b");
        Door.await(() ->
                door.server.door().holding() == 1 && door.routes.routes().get(0).inFlight() == 1);
        suspended.cancel(true);
        held.cancel(true);

        Door.await(() ->
                door.server.door().holding() == 0 && door.routes.routes().get(0).inFlight() == 0);
        Door.await(() -> door.observed.size() == 3);
    }

    private CompletableFuture<HttpResponse<String>> sendHttp2(String path) {
        return door.client.sendAsync(
                door.request(path).version(HttpClient.Version.HTTP_2).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void letsRunningRequestsEndWhenItIsStopped() throws Exception {
        open();
        Gate gate = new Gate();
        Publication held = door.mount("/b", text("b"));
        held.set(List.of());
        door.mount("/a", gate);
        CompletableFuture<HttpResponse<String>> running = send("/a");
        CompletableFuture<HttpResponse<String>> waiting = send("/b");
        Door.await(() -> gate.inside.get() == 1 && door.server.door().holding() == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(door.server::stop);

        assertThat(waiting.get().statusCode()).isEqualTo(503);
        assertThat(stopped).isNotDone();
        gate.open.countDown();
        assertThat(running.get().body()).isEqualTo("late");
        stopped.get();
    }

    /** Component reactivation again and again, under load: held, drained, served, never failed. */
    @Test
    void losesNoRequestWhileHandlersComeAndGo() throws Exception {
        open();
        Bundle owner = bundle("com.acme.a", "1.0.0");
        AtomicInteger afterClose = new AtomicInteger();
        Publication publication = door.mount(owner, "/a", new Mortal(afterClose));
        Load load = new Load(door.request("/a").build(), 8);

        Instant end = Instant.now().plusSeconds(3);
        int rounds = 0;
        while (Instant.now().isBefore(end) || rounds <= LEAST_ROUNDS || load.count("200 ok") <= LEAST_REQUESTS) {
            publication.set(List.of());
            publication.set(List.of(mount("/a", new Mortal(afterClose))));
            publication.set(List.of(mount("/a", new Mortal(afterClose))));
            rounds++;
        }

        assertThat(load.stop()).containsExactly("200 ok");
        assertThat(afterClose).hasValue(0);
        assertThat(rounds).isGreaterThan(LEAST_ROUNDS);
        assertThat(load.count("200 ok")).isGreaterThan(LEAST_REQUESTS);
    }
}
