/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.Door.text;
import static io.subrack.web.provider.FakeBundles.bundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor.Publication;
import io.subrack.web.spi.FrontDoor.State;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

@Timeout(60)
class HoldAndDrainTest {
    @TempDir
    Path data;

    private Door door;

    private Door open(Object... settings) {
        door = new Door(data, settings);
        return door;
    }

    @AfterEach
    void close() {
        door.close();
    }

    private CompletableFuture<HttpResponse<String>> send(String path) {
        return door.client.sendAsync(door.request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Mount mount(String prefix, MountHandler handler) {
        return new Mount(prefix, Access.OPEN, handler);
    }

    private static SetEntry entry(String name, StartState state, String... routes) {
        List<Contribution> contributions = new ArrayList<>();
        for (String route : routes) {
            contributions.add(new Contribution(Contribution.ROUTE, route));
        }
        return new SetEntry(name, new Version("1.0.0"), new Sha256("0".repeat(64)), state, contributions);
    }

    /** A handler whose requests end when the test says so. */
    private static final class Gate implements MountHandler {
        final CountDownLatch open = new CountDownLatch(1);
        final AtomicInteger inside = new AtomicInteger();
        final AtomicBoolean closed = new AtomicBoolean();
        final AtomicBoolean ranAfterClose = new AtomicBoolean();

        @Override
        public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
            inside.incrementAndGet();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            ranAfterClose.compareAndSet(false, closed.get());
            response.getWriter().print("late");
            inside.decrementAndGet();
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @Test
    void holdsARequestAcrossAGapWithoutAThread() throws Exception {
        open("threads.max", 8, "threads.min", 4);
        Bundle owner = bundle("com.acme.a", "1.0.0");
        Publication publication = door.mount(owner, "/a", text("one"));
        publication.set(List.of());
        door.mount("/other", text("other"));

        List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            held.add(send("/a"));
        }
        Door.await(() -> door.server.door().holding() == 40);
        assertThat(door.get("/other").body()).isEqualTo("other");
        assertThat(door.routes.routes()).anyMatch(route -> route.prefix().equals("/a") && route.state() == State.HELD);
        publication.set(List.of(mount("/a", text("two"))));

        for (CompletableFuture<HttpResponse<String>> response : held) {
            assertThat(response.get().body()).isEqualTo("two");
        }
        assertThat(door.server.door().holding()).isZero();
    }

    @Test
    void answersARequestThatWaitedAlsoIfItsGuardFails() throws Exception {
        open();
        Bundle owner = bundle("com.acme.a", "1.0.0");
        Publication publication = door.mount(owner, "/a", text("one"));
        publication.set(List.of());
        CompletableFuture<HttpResponse<String>> held = send("/a");
        Door.await(() -> door.server.door().holding() == 1);

        door.guardBroken = true;
        publication.set(List.of(new Mount("/a", Access.GUARDED, text("two"))));

        HttpResponse<String> answer = held.get(10, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).doesNotContain("broken");
        assertThat(door.get("/a").statusCode()).as("one that did not wait").isEqualTo(500);
        door.guardBroken = false;
        assertThat(door.get("/a").body()).isEqualTo("two");
    }

    @Test
    void answers503WhenTheWaitIsOver() throws Exception {
        open("hold.seconds", 1);
        Publication publication = door.mount("/a", text("one"));
        publication.set(List.of());

        HttpResponse<String> response = door.get("/a");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("http:not-serving").doesNotContain("detail");
        assertThat(door.get("/b").statusCode()).isEqualTo(404);
    }

    @Test
    void holdsNoMoreThanItMay() throws Exception {
        open("hold.requests", 3, "hold.seconds", 60);
        Publication publication = door.mount("/a", text("one"));
        publication.set(List.of());
        Publication other = door.mount("/b", text("one"));
        other.set(List.of());
        List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>(List.of(send("/a"), send("/a")));
        Door.await(() -> door.server.door().holding() == 2);

        // Half of the room is for others ...
        assertThat(door.get("/a").statusCode()).isEqualTo(503);
        held.add(send("/b"));
        Door.await(() -> door.server.door().holding() == 3);
        // ... and then there is no room.
        assertThat(door.get("/b").statusCode()).isEqualTo(503);

        other.set(List.of(mount("/b", text("two"))));

        publication.set(List.of(mount("/a", text("two"))));
        for (CompletableFuture<HttpResponse<String>> response : held) {
            assertThat(response.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void doesNotHoldRequestsForARouteThatHasBeenGoneForLong() throws Exception {
        open("hold.seconds", 2);
        door.mount("/a", text("one")).set(List.of());
        assertThat(door.get("/a").statusCode()).isEqualTo(503);
        Thread.sleep(100);

        long before = System.nanoTime();
        HttpResponse<String> again = door.get("/a");

        assertThat(again.statusCode()).isEqualTo(503);
        assertThat(again.headers().firstValue("Retry-After")).contains("5");
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void holdsRequestsWhileAHandlerIsDrainedAndForItsSuccessor() throws Exception {
        open("hold.seconds", 1, "drain.seconds", 20);
        Gate gate = new Gate();
        Publication publication = door.mount("/a", gate);
        CompletableFuture<HttpResponse<String>> running = send("/a");
        Door.await(() -> gate.inside.get() == 1);
        CompletableFuture<Void> reactivation = CompletableFuture.runAsync(() -> {
            publication.set(List.of());
            publication.set(List.of(mount("/a", text("two"))));
        });
        Door.await(() -> door.routes.routes().get(0).state() == State.HELD);
        CompletableFuture<HttpResponse<String>> held = send("/a");
        Thread.sleep(2_500);
        CompletableFuture<HttpResponse<String>> later = send("/a");
        Door.await(() -> door.server.door().holding() == 2);
        gate.open.countDown();

        assertThat(running.get().body()).isEqualTo("late");
        assertThat(held.get().body()).isEqualTo("two");
        assertThat(later.get().body()).isEqualTo("two");
        reactivation.get();
    }

    @Test
    void breaksAStreamOffThatOthersWaitFor() throws Exception {
        open("hold.seconds", 1, "drain.seconds", 30);
        Publication publication =
                door.mount("/a", (request, response) -> request.startAsync().setTimeout(0));
        CompletableFuture<HttpResponse<String>> endless = send("/a");
        Door.await(() -> door.routes.routes().get(0).inFlight() == 1);
        CompletableFuture<Void> reactivation = CompletableFuture.runAsync(() -> {
            publication.set(List.of());
            publication.set(List.of(mount("/a", text("two"))));
        });
        Door.await(() -> door.routes.routes().get(0).state() == State.HELD);

        assertThat(door.get("/a").body()).isEqualTo("two");
        assertThat(endless.get().statusCode()).isEqualTo(503);
        reactivation.get(10, TimeUnit.SECONDS);
    }

    @Test
    void outlivesTheIdleTimeoutWhileItHolds() throws Exception {
        open("idle.timeout.seconds", 1);
        Publication publication = door.mount("/a", text("one"));
        publication.set(List.of());
        CompletableFuture<HttpResponse<String>> held = send("/a");
        Thread.sleep(2_500);

        publication.set(List.of(mount("/a", text("two"))));

        assertThat(held.get().body()).isEqualTo("two");
    }

    @Test
    void keepsTheBodyOfAHeldRequest() throws Exception {
        open();
        Publication publication = door.mount("/a", text("one"));
        publication.set(List.of());
        String body = "x".repeat(300_000);
        CompletableFuture<HttpResponse<String>> held = door.client.sendAsync(
                door.request("/a")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Door.await(() -> door.server.door().holding() == 1);

        publication.set(List.of(
                mount("/a", (request, response) -> request.getInputStream().transferTo(response.getOutputStream()))));

        assertThat(held.get().body()).isEqualTo(body);
    }

    @Test
    void ownsTheRoutesOfTheSetBeforeItsBundlesAreThere() throws Exception {
        open("hold.seconds", 1);
        door.routes.expect(
                List.of(entry("com.acme.a", StartState.STARTED, "/a"), entry("com.acme.b", StartState.STOPPED, "/b")));
        CompletableFuture<HttpResponse<String>> held = send("/a");
        Door.await(() -> door.server.door().holding() == 1);

        long before = System.nanoTime();
        assertThat(door.get("/b").statusCode()).isEqualTo(503);
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofMillis(900).toNanos());
        assertThatThrownBy(() -> door.mount(bundle("com.acme.c", "1.0.0"), "/b", text("c")))
                .hasMessageContaining("belongs to com.acme.b");
        door.mount(bundle("com.acme.a", "1.0.0"), "/a", text("a"));
        assertThat(held.get().body()).isEqualTo("a");
    }

    @Test
    void holdsNothingOnceTheSetIsKnownBesideWhatThePlatformHasMounted() throws Exception {
        open(Door.AWAITS_SET, true);
        door.mount(FakeBundles.platformBundle("io.subrack.a"), "/api/platform/v1", text("managed"));

        door.routes.expect(List.of(entry("com.acme.a", StartState.STARTED, "/a")));
        door.server.platformIsComplete();

        assertThat(door.get("/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void holdsRequestsForThePlatformUntilItsLastBundleIsThere() throws Exception {
        open(Door.AWAITS_SET, true);
        door.routes.expect(List.of());
        CompletableFuture<HttpResponse<String>> held = send("/api/platform/v1/bundles");
        CompletableFuture<HttpResponse<String>> unknown = send("/health/nothing");
        Door.await(() -> door.server.door().holding() == 2);
        assertThat(door.get("/nobody").statusCode()).isEqualTo(404);

        door.mount(FakeBundles.platformBundle("io.subrack.a"), "/api/platform/v1", text("managed"));
        assertThat(held.get().body()).isEqualTo("managed");
        assertThat(unknown).isNotDone();
        door.server.platformIsComplete();

        assertThat(unknown.get().statusCode()).isEqualTo(404);
    }

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
        Publication publication = door.mount(owner, "/a", new Lived(afterClose));
        Load load = new Load(door.request("/a").build(), 8);

        Instant end = Instant.now().plusSeconds(3);
        int rounds = 0;
        while (Instant.now().isBefore(end)) {
            publication.set(List.of());
            publication.set(List.of(mount("/a", new Lived(afterClose))));
            publication.set(List.of(mount("/a", new Lived(afterClose))));
            rounds++;
        }

        assertThat(load.stop()).containsExactly("200 ok");
        assertThat(afterClose).hasValue(0);
        assertThat(rounds).isGreaterThan(20);
        assertThat(load.count("200 ok")).isGreaterThan(100);
    }

    /** A handler that notices when it runs after its end. */
    private static final class Lived implements MountHandler {
        private final AtomicInteger afterClose;
        private volatile boolean closed;

        Lived(AtomicInteger afterClose) {
            this.afterClose = afterClose;
        }

        @Override
        public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Thread.onSpinWait();
            if (closed) {
                afterClose.incrementAndGet();
            }
            response.getWriter().print("ok");
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
