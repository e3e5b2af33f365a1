/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.Changeover.DRAIN;
import static io.subrack.web.provider.Changeover.NAME;
import static io.subrack.web.provider.Changeover.at;
import static io.subrack.web.provider.Changeover.move;
import static io.subrack.web.provider.FakeBundles.bundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition.Move;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor.Publication;
import io.subrack.web.spi.FrontDoor.State;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** How routes go from one version of a bundle to the next, and back. */
@Timeout(120)
class RouteParticipationTest {
    @TempDir
    Path data;

    private Changeover test;

    @BeforeEach
    void open() {
        test = new Changeover(data, 5);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private int status(String path) throws Exception {
        return test.door.get(path).statusCode();
    }

    @Test
    void keepsStagedMountsApartUntilTheSwitch() throws Exception {
        Publication old = test.mount(test.one, at("/a", "one"), at("/old", "old"));
        Participation update = test.join(move(test.one, test.two, false, "/a", "/new"));
        test.mount(test.two, at("/a", "two"), at("/new", "new"));

        assertThat(update.awaiting()).isEmpty();
        assertThat(test.door.get("/a").body()).isEqualTo("one");
        assertThat(status("/new")).isEqualTo(404);

        update.switchOver();
        assertThat(test.door.get("/a").body()).isEqualTo("two");
        assertThat(test.door.get("/new").body()).isEqualTo("new");
        assertThat(test.door.get("/old").body()).isEqualTo("old");
        assertThat(update.contributions(test.two))
                .containsExactly(
                        new Contribution(Contribution.ROUTE, "/a"), new Contribution(Contribution.ROUTE, "/new"));

        update.committed();
        assertThat(status("/old")).isEqualTo(404);
        assertThat(update.drain(test.one, DRAIN)).isZero();
        old.close();
        update.close();
        assertThat(test.door.get("/a").body()).isEqualTo("two");
        assertThat(test.door.routes.routes()).hasSize(2);
    }

    @Test
    void saysWhatIsMissingAndWhatCannotWork() {
        test.mount(test.one, at("/a", "one"));
        test.mount(bundle("com.acme.b", "1.0.0"), at("/b", "b"));
        Participation update = test.join(move(test.one, test.two, false, "/a", "/c"));
        Publication publication = test.service.publish(test.two, "rest");

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
        test.mount(test.one, at("/a", "one"));
        Participation update = test.join(move(test.one, test.two, false));
        Publication fresh = test.mount(test.two, at("/a", "two"), at("/new", "new"));
        update.switchOver();

        update.undo();
        update.close();

        assertThat(test.door.get("/a").body()).isEqualTo("one");
        assertThat(status("/new")).isEqualTo(404);
        fresh.set(List.of(at("/a", "late")));
        assertThat(test.door.get("/a").body()).isEqualTo("one");
        fresh.close();
        test.service.publish(test.two, "rest").set(List.of(at("/a", "zombie")));
        assertThat(test.door.get("/a").body()).isEqualTo("one");
    }

    @Test
    void undoesWhatWasNotSwitchedYet() throws Exception {
        test.mount(test.one, at("/a", "one"));
        Participation update = test.join(move(test.one, test.two, false));
        Publication fresh = test.mount(test.two, at("/a", "two"));

        update.undo();
        fresh.close();
        update.close();

        assertThat(test.door.get("/a").body()).isEqualTo("one");
    }

    @Test
    void answers404ForARemovedBundleAnd503ForAStoppedOne() throws Exception {
        Bundle stopped = bundle("com.acme.stopped", "1.0.0");
        Publication removedRoutes = test.mount(test.one, at("/a", "one"));
        Publication stoppedRoutes = test.mount(stopped, at("/s", "s"));
        Participation change = test.join(
                move(test.one, null, false), new Move("com.acme.stopped", stopped, null, true, List.of(), false));

        change.switchOver();
        assertThat(test.door.get("/a").body()).isEqualTo("one");
        change.committed();
        change.drain(test.one, DRAIN);
        change.drain(stopped, DRAIN);
        removedRoutes.close();
        stoppedRoutes.close();
        change.close();

        assertThat(status("/a")).isEqualTo(404);
        assertThat(status("/s")).isEqualTo(503);
        assertThat(test.state("/s")).isEqualTo(State.DOWN);

        Bundle again = bundle("com.acme.stopped", "1.0.0");
        Participation start = test.join(new Move("com.acme.stopped", null, again, false, List.of(), false));
        test.mount(again, at("/s", "s again"));
        assertThat(status("/s")).isEqualTo(503);
        start.switchOver();
        assertThat(test.door.get("/s").body()).isEqualTo("s again");
        start.committed();
        start.close();
        assertThat(test.door.get("/s").body()).isEqualTo("s again");
    }

    @Test
    void noticesANewVersionThatFailsTooOften() throws Exception {
        test.mount(test.one, at("/a", "one"));
        for (int i = 0; i < 5; i++) {
            test.door.get("/a");
        }
        Participation update = test.join(move(test.one, test.two, false));
        AtomicInteger calls = new AtomicInteger();
        test.mount(test.two, new Mount("/a", Access.OPEN, (request, response) -> {
            if (calls.incrementAndGet() % 4 != 0) {
                response.sendError(500);
            }
        }));
        update.switchOver();

        for (int i = 0; i < 19; i++) {
            test.door.get("/a");
        }
        assertThat(update.breach()).isEmpty();
        test.door.get("/a");

        Door.await(() -> update.breach().isPresent());
        assertThat(update.breach()).contains("com.acme.a 2.0.0 failed 15 of its first 20 requests with a 5xx status");
    }

    @Test
    void doesNotBlameANewVersionThatIsNoWorseThanTheOld() throws Exception {
        MountHandler failing = (request, response) -> response.sendError(503);
        test.mount(test.one, new Mount("/a", Access.OPEN, failing));
        for (int i = 0; i < 30; i++) {
            test.door.get("/a");
        }
        Participation update = test.join(move(test.one, test.two, false));
        test.mount(test.two, new Mount("/a", Access.OPEN, (request, response) -> response.sendError(503)));
        update.switchOver();
        for (int i = 0; i < 30; i++) {
            test.door.get("/a");
        }

        assertThat(update.breach()).isEmpty();
    }

    /** The whole way again and again under load: update, sometimes undo, drain, close. */
    @Test
    void losesNoRequestToUpdates() throws Exception {
        AtomicInteger afterClose = new AtomicInteger();
        Bundle live = bundle(NAME, "1.0.0");
        Publication routes = test.mount(live, new Mount("/a", Access.OPEN, new Mortal(afterClose)));
        Load load = new Load(test.door.request("/a/x").build(), 8);

        for (int i = 2; i < 60; i++) {
            Bundle fresh = bundle(NAME, i + ".0.0");
            Participation update = test.join(move(live, fresh, false, "/a"));
            Publication staged = test.mount(fresh, new Mount("/a", Access.OPEN, new Mortal(afterClose)));
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
