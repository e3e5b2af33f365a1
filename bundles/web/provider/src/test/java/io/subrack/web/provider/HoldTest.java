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
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** Requests wait for routes that are gone for a moment. */
@Timeout(120)
class HoldTest extends DoorTests {
    private static SetEntry entry(String name, StartState state, String... routes) {
        List<Contribution> contributions = new ArrayList<>();
        for (String route : routes) {
            contributions.add(new Contribution(Contribution.ROUTE, route));
        }
        return new SetEntry(name, new Version("1.0.0"), new Sha256("0".repeat(64)), state, contributions);
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

        HttpResponse<String> answer = held.get(60, TimeUnit.SECONDS);
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
        open("hold.seconds", 3);
        door.mount("/a", text("one")).set(List.of());
        assertThat(door.get("/a").statusCode()).isEqualTo(503);
        Thread.sleep(100);

        long before = System.nanoTime();
        HttpResponse<String> again = door.get("/a");

        assertThat(again.statusCode()).isEqualTo(503);
        assertThat(again.headers().firstValue("Retry-After")).contains("5");
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(2).toNanos());
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
        reactivation.get(60, TimeUnit.SECONDS);
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
        open("hold.seconds", 20);
        door.routes.expect(
                List.of(entry("com.acme.a", StartState.STARTED, "/a"), entry("com.acme.b", StartState.STOPPED, "/b")));
        CompletableFuture<HttpResponse<String>> held = send("/a");
        Door.await(() -> door.server.door().holding() == 1);

        long before = System.nanoTime();
        assertThat(door.get("/b").statusCode()).isEqualTo(503);
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(10).toNanos());
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
        CompletableFuture<HttpResponse<String>> late = send("/oauth2/jwks");
        door.server.platformIsComplete();
        Thread.sleep(2_000); // what the last bundle has is collected

        door.mount(FakeBundles.platformBundle("io.subrack.b"), "/oauth2", text("keys"));
        assertThat(late.get().body()).isEqualTo("keys");
        assertThat(unknown.get().statusCode()).isEqualTo(404);
    }
}
