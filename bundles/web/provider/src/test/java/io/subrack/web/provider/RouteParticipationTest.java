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
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import io.subrack.kernel.spi.Transition.Move;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor.Publication;
import io.subrack.web.spi.FrontDoor.RouteStatus;
import io.subrack.web.spi.FrontDoor.State;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

@Timeout(60)
class RouteParticipationTest {
    private static final String NAME = "com.acme.a";
    private static final Duration DRAIN = Duration.ofSeconds(5);

    @TempDir
    Path data;

    private Door door;
    private FrontDoorService service;
    private final Bundle one = bundle(NAME, "1.0.0");
    private final Bundle two = bundle(NAME, "2.0.0");

    @BeforeEach
    void open() {
        door = new Door(data, "hold.seconds", 5);
        service = new FrontDoorService(
                door.routes, URI.create("http://127.0.0.1"), new RouteParticipation.Limits(20, 50));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Publication mount(Bundle owner, Mount... mounts) {
        return mount(owner, "rest", mounts);
    }

    private Publication mount(Bundle owner, String publisher, Mount... mounts) {
        Publication publication = service.publish(owner, publisher);
        publication.set(List.of(mounts));
        return publication;
    }

    private static Mount at(String prefix, String text) {
        return new Mount(prefix, Access.OPEN, text(text));
    }

    private static SetEntry entry(String name, String route) {
        return new SetEntry(
                name,
                new Version("1.0.0"),
                new Sha256("0".repeat(64)),
                StartState.STARTED,
                List.of(new Contribution(Contribution.ROUTE, route)));
    }

    private static Move move(@Nullable Bundle old, @Nullable Bundle fresh, boolean exclusive, String... expected) {
        List<Contribution> routes = new ArrayList<>();
        for (String route : expected) {
            routes.add(new Contribution(Contribution.ROUTE, route));
        }
        return new Move(NAME, old, fresh, false, routes, exclusive);
    }

    private Participation join(Move... moves) {
        return service.join(new Transition("d1", List.of(moves), DRAIN));
    }

    private int status(String path) throws Exception {
        return door.get(path).statusCode();
    }

    private State state(String prefix) {
        return door.routes.routes().stream()
                .filter(route -> route.prefix().equals(prefix))
                .map(RouteStatus::state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keepsStagedMountsApartUntilTheSwitch() throws Exception {
        Publication old = mount(one, at("/a", "one"), at("/old", "old"));
        Participation update = join(move(one, two, false, "/a", "/new"));
        mount(two, at("/a", "two"), at("/new", "new"));

        assertThat(update.awaiting()).isEmpty();
        assertThat(door.get("/a").body()).isEqualTo("one");
        assertThat(status("/new")).isEqualTo(404);

        update.switchOver();
        assertThat(door.get("/a").body()).isEqualTo("two");
        assertThat(door.get("/new").body()).isEqualTo("new");
        assertThat(door.get("/old").body()).isEqualTo("old");
        assertThat(update.contributions(two))
                .containsExactly(
                        new Contribution(Contribution.ROUTE, "/a"), new Contribution(Contribution.ROUTE, "/new"));

        update.committed();
        assertThat(status("/old")).isEqualTo(404);
        assertThat(update.drain(one, DRAIN)).isZero();
        old.close();
        update.close();
        assertThat(door.get("/a").body()).isEqualTo("two");
        assertThat(door.routes.routes()).hasSize(2);
    }

    @Test
    void refusesWhatLiesInsideOrAroundWhatAnotherBundleHas() throws Exception {
        mount(bundle("com.acme.orders", "1.0.0"), at("/orders", "orders"), at("/orders/bulk", "bulk"));
        Publication late = service.publish(one, "rest");
        Participation update = join(move(null, two, false));
        Publication staged = service.publish(two, "rest");
        String why =
                " belongs to com.acme.orders, and who answers inside of another's path sees the tokens that are sent"
                        + " there; give it a path that lies neither inside of ";

        assertThatThrownBy(() -> staged.set(List.of(at("/orders/admin", "spy"))))
                .hasMessage("com.acme.a 2.0.0 cannot mount /orders/admin: /orders" + why + "/orders nor around it");
        mount(two, "servlet", at("/harmless", "harmless"));
        assertThat(update.awaiting())
                .singleElement()
                .asString()
                .contains("com.acme.a 2.0.0 cannot mount /orders/admin");
        assertThatThrownBy(() -> late.set(List.of(at("/orders/bulk/all", "spy"))))
                .hasMessageContaining("/orders/bulk/all: ");
        assertThat(door.get("/orders/admin").body()).isEqualTo("orders");

        late.set(List.of(at("/orders2", "mine"), at("/", "rest")));
        assertThat(door.get("/orders2").body()).isEqualTo("mine");
        assertThatThrownBy(() -> mount(bundle("com.acme.b", "1.0.0"), at("/orders2/x", "inside")))
                .hasMessageContaining("/orders2 belongs to com.acme.a");
    }

    @Test
    void refusesAPathAroundThatOfAnotherBundle() {
        mount(bundle("com.acme.inner", "1.0.0"), at("/shop/orders", "inner"));

        assertThatThrownBy(() -> mount(one, at("/shop", "outer")))
                .hasMessageContaining("com.acme.a 1.0.0 cannot mount /shop: /shop/orders belongs to com.acme.inner");
    }

    @Test
    void letsASuccessorHaveWhatLiesInsideOfWhatItsPredecessorHas() throws Exception {
        mount(one, at("/a", "one"));
        Participation update = join(move(one, two, false, "/a/b"));
        mount(two, at("/a/b", "two"));

        assertThat(update.awaiting()).isEmpty();
        update.switchOver();
        assertThat(door.get("/a/b").body()).isEqualTo("two");
    }

    @Test
    void leavesOutAtTheStartWhatLiesInsideOfWhatAnotherBundleHas() throws Exception {
        mount(bundle("com.acme.early", "1.0.0"), at("/early", "early"));

        service.expect(List.of(entry("com.acme.spy", "/orders/admin"), entry("com.acme.orders", "/orders")));

        mount(bundle("com.acme.orders", "1.0.0"), at("/orders", "orders"));

        assertThat(door.get("/orders/admin").body()).isEqualTo("orders");
        assertThatThrownBy(() -> mount(bundle("com.acme.spy", "1.0.0"), at("/orders/admin", "spy")))
                .hasMessageContaining("/orders belongs to com.acme.orders");
    }

    @Test
    void saysWhatIsMissingAndWhatCannotWork() {
        mount(one, at("/a", "one"));
        mount(bundle("com.acme.b", "1.0.0"), at("/b", "b"));
        Participation update = join(move(one, two, false, "/a", "/c"));
        Publication publication = service.publish(two, "rest");

        assertThat(update.awaiting())
                .containsExactly(
                        "com.acme.a has not opened its route /a yet", "com.acme.a has not opened its route /c yet");
        assertThatThrownBy(() -> publication.set(List.of(at("/a", "two"), at("/b", "stolen"), at("/c", "c"))))
                .hasMessageContaining("com.acme.a 2.0.0 cannot mount /b: it belongs to com.acme.b");
        assertThat(update.awaiting()).contains("com.acme.a 2.0.0 cannot mount /b: it belongs to com.acme.b");

        AtomicInteger warmUps = new AtomicInteger();
        publication.set(List.of(at("/a", "two"), new Mount("/c", Access.OPEN, new Cold(warmUps))));
        assertThat(update.awaiting()).containsExactly("com.acme.a 2.0.0 cannot serve its routes: no model");
        assertThat(update.awaiting()).hasSize(1);
        assertThat(warmUps).hasValue(1);
    }

    /** A handler that cannot be warmed up. */
    private record Cold(AtomicInteger warmUps) implements MountHandler {
        @Override
        public void handle(HttpServletRequest request, HttpServletResponse response) {}

        @Override
        public void warmUp() {
            warmUps.incrementAndGet();
            throw new IllegalStateException("no model");
        }
    }

    @Test
    void putsTheOldGenerationBackAfterTheSwitch() throws Exception {
        mount(one, at("/a", "one"));
        Participation update = join(move(one, two, false));
        Publication fresh = mount(two, at("/a", "two"), at("/new", "new"));
        update.switchOver();

        update.undo();
        update.close();

        assertThat(door.get("/a").body()).isEqualTo("one");
        assertThat(status("/new")).isEqualTo(404);
        fresh.set(List.of(at("/a", "late")));
        assertThat(door.get("/a").body()).isEqualTo("one");
        fresh.close();
        service.publish(two, "rest").set(List.of(at("/a", "zombie")));
        assertThat(door.get("/a").body()).isEqualTo("one");
    }

    @Test
    void saysThatAReservedPathIsNotToBeHad() {
        mount(one, at("/a", "one"));
        Participation update = join(move(one, two, false, "/api/platform/v1"));

        assertThat(update.awaiting())
                .containsExactly("com.acme.a cannot mount /api/platform/v1: it belongs to the platform");
    }

    @Test
    void holdsRequestsForAsLongAsTheDrainMayTake() throws Exception {
        door.close();
        door = new Door(data, "hold.seconds", 1);
        service = new FrontDoorService(
                door.routes, URI.create("http://127.0.0.1"), new RouteParticipation.Limits(20, 50));
        CountDownLatch end = new CountDownLatch(1);
        Publication old = mount(one, new Mount("/a", Access.OPEN, (request, response) -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            response.getWriter().print("late");
        }));
        CompletableFuture<HttpResponse<String>> running = send("/a");
        Door.await(() -> door.routes.routes().get(0).inFlight() == 1);
        Participation update = join(move(one, two, true, "/a"));
        update.hold(one);
        CompletableFuture<HttpResponse<String>> held = send("/a");
        CompletableFuture<Integer> drained = CompletableFuture.supplyAsync(() -> {
            try {
                return update.drain(one, DRAIN);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Thread.sleep(2_500);
        assertThat(held).isNotDone();
        end.countDown();
        assertThat(drained.get()).isZero();
        old.close();
        mount(two, at("/a", "two"));
        update.switchOver();

        assertThat(running.get().body()).isEqualTo("late");
        assertThat(held.get().body()).isEqualTo("two");
        update.committed();
        update.close();
    }

    private CompletableFuture<HttpResponse<String>> send(String path) {
        return door.client.sendAsync(door.request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void undoesWhatWasNotSwitchedYet() throws Exception {
        mount(one, at("/a", "one"));
        Participation update = join(move(one, two, false));
        Publication fresh = mount(two, at("/a", "two"));

        update.undo();
        fresh.close();
        update.close();

        assertThat(door.get("/a").body()).isEqualTo("one");
    }

    @Test
    void holdsAnExclusiveBundleBetweenStopAndStart() throws Exception {
        Publication old = mount(one, at("/a", "one"));
        Participation update = join(move(one, two, true, "/a"));
        update.hold(one);
        assertThat(update.drain(one, DRAIN)).isZero();
        old.close();
        CompletableFuture<HttpResponse<String>> held =
                door.client.sendAsync(door.request("/a").build(), HttpResponse.BodyHandlers.ofString());
        Door.await(() -> door.server.door().holding() == 1);
        mount(two, at("/a", "two"));
        assertThat(update.awaiting()).isEmpty();
        assertThat(held).isNotDone();

        update.switchOver();

        assertThat(held.get().body()).isEqualTo("two");
        update.committed();
        update.close();
        assertThat(door.get("/a").body()).isEqualTo("two");
    }

    @Test
    void reopensAnExclusiveBundleThatNeverStopped() throws Exception {
        mount(one, at("/a", "one"));
        Participation update = join(move(one, two, true, "/a"));
        update.hold(one);
        update.drain(one, DRAIN);

        update.undo();
        update.close();

        assertThat(door.get("/a").body()).isEqualTo("one");
    }

    @Test
    void takesAnExclusiveBundleBackThatWasRestarted() throws Exception {
        Publication old = mount(one, at("/a", "one"));
        Participation update = join(move(one, two, true, "/a"));
        update.hold(one);
        update.drain(one, DRAIN);
        old.close();
        mount(one, at("/a", "one again"));
        assertThat(state("/a")).isEqualTo(State.HELD);

        update.undo();
        update.close();

        assertThat(door.get("/a").body()).isEqualTo("one again");
    }

    @Test
    void answers404ForARemovedBundleAnd503ForAStoppedOne() throws Exception {
        Bundle stopped = bundle("com.acme.stopped", "1.0.0");
        Publication removedRoutes = mount(one, at("/a", "one"));
        Publication stoppedRoutes = mount(stopped, at("/s", "s"));
        Participation change =
                join(move(one, null, false), new Move("com.acme.stopped", stopped, null, true, List.of(), false));

        change.switchOver();
        assertThat(door.get("/a").body()).isEqualTo("one");
        change.committed();
        change.drain(one, DRAIN);
        change.drain(stopped, DRAIN);
        removedRoutes.close();
        stoppedRoutes.close();
        change.close();

        assertThat(status("/a")).isEqualTo(404);
        assertThat(status("/s")).isEqualTo(503);
        assertThat(state("/s")).isEqualTo(State.DOWN);

        Bundle again = bundle("com.acme.stopped", "1.0.0");
        Participation start = join(new Move("com.acme.stopped", null, again, false, List.of(), false));
        mount(again, at("/s", "s again"));
        assertThat(status("/s")).isEqualTo(503);
        start.switchOver();
        assertThat(door.get("/s").body()).isEqualTo("s again");
        start.committed();
        start.close();
        assertThat(door.get("/s").body()).isEqualTo("s again");
    }

    @Test
    void handsARouteFromOneBundleToAnotherInOneDeployment() throws Exception {
        Bundle other = bundle("com.acme.b", "1.0.0");
        mount(one, at("/a", "one"), at("/x", "a's"));
        Participation update =
                join(move(one, two, false), new Move("com.acme.b", null, other, false, List.of(), false));
        mount(two, at("/a", "two"));
        mount(other, at("/x", "b's"));

        update.switchOver();

        assertThat(door.get("/x").body()).isEqualTo("b's");
        update.committed();
        update.close();
        assertThat(door.get("/x").body()).isEqualTo("b's");
    }

    @Test
    void noticesANewVersionThatFailsTooOften() throws Exception {
        mount(one, at("/a", "one"));
        for (int i = 0; i < 5; i++) {
            door.get("/a");
        }
        Participation update = join(move(one, two, false));
        AtomicInteger calls = new AtomicInteger();
        mount(two, new Mount("/a", Access.OPEN, (request, response) -> {
            if (calls.incrementAndGet() % 4 != 0) {
                response.sendError(500);
            }
        }));
        update.switchOver();

        for (int i = 0; i < 19; i++) {
            door.get("/a");
        }
        assertThat(update.breach()).isEmpty();
        door.get("/a");

        Door.await(() -> update.breach().isPresent());
        assertThat(update.breach()).contains("com.acme.a 2.0.0 failed 15 of its first 20 requests with a 5xx status");
    }

    @Test
    void doesNotBlameANewVersionThatIsNoWorseThanTheOld() throws Exception {
        MountHandler failing = (request, response) -> response.sendError(503);
        mount(one, new Mount("/a", Access.OPEN, failing));
        for (int i = 0; i < 30; i++) {
            door.get("/a");
        }
        Participation update = join(move(one, two, false));
        mount(two, new Mount("/a", Access.OPEN, (request, response) -> response.sendError(503)));
        update.switchOver();
        for (int i = 0; i < 30; i++) {
            door.get("/a");
        }

        assertThat(update.breach()).isEmpty();
    }

    /** The whole way again and again under load: update, sometimes undo, drain, close. */
    @Test
    void losesNoRequestToUpdates() throws Exception {
        AtomicInteger afterClose = new AtomicInteger();
        Bundle live = bundle(NAME, "1.0.0");
        Publication routes = mount(live, new Mount("/a", Access.OPEN, new Mortal(afterClose)));
        Load load = new Load(door.request("/a/x").build(), 8);

        for (int i = 2; i < 60; i++) {
            Bundle fresh = bundle(NAME, i + ".0.0");
            Participation update = join(move(live, fresh, false, "/a"));
            Publication staged = mount(fresh, new Mount("/a", Access.OPEN, new Mortal(afterClose)));
            assertThat(update.awaiting()).isEmpty();
            update.switchOver();
            if (i % 3 == 0) {
                update.undo();
                staged.close();
            } else {
                update.committed();
                assertThat(update.drain(live, DRAIN)).isZero();
                routes.close();
                live = fresh;
                routes = staged;
            }
            update.close();
            Thread.sleep(20);
        }

        assertThat(load.stop()).containsExactly("200 ok");
        assertThat(afterClose).hasValue(0);
        assertThat(load.count("200 ok")).isGreaterThan(200);
    }
}
