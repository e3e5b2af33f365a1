/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.Changeover.DRAIN;
import static io.subrack.web.provider.Changeover.at;
import static io.subrack.web.provider.Changeover.move;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.spi.Participation;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor.Publication;
import io.subrack.web.spi.FrontDoor.State;
import io.subrack.web.spi.Mount;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Routes of a bundle the versions of which never run side by side. */
@Timeout(120)
class ExclusiveRoutesTest {
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

    @Test
    void holdsRequestsForAsLongAsTheDrainMayTake() throws Exception {
        test.close();
        test = new Changeover(data, 1);
        CountDownLatch end = new CountDownLatch(1);
        Publication old = test.mount(test.one, new Mount("/a", Access.OPEN, (request, response) -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            response.getWriter().print("late");
        }));
        CompletableFuture<HttpResponse<String>> running = send("/a");
        Door.await(() -> test.door.routes.routes().get(0).inFlight() == 1);
        Participation update = test.join(move(test.one, test.two, true, "/a"));
        update.hold(test.one);
        CompletableFuture<HttpResponse<String>> held = send("/a");
        CompletableFuture<Integer> drained = CompletableFuture.supplyAsync(() -> {
            try {
                return update.drain(test.one, DRAIN);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Thread.sleep(2_500);
        assertThat(held).isNotDone();
        end.countDown();
        assertThat(drained.get()).isZero();
        old.close();
        test.mount(test.two, at("/a", "two"));
        update.switchOver();

        assertThat(running.get().body()).isEqualTo("late");
        assertThat(held.get().body()).isEqualTo("two");
        update.committed();
        update.close();
    }

    private CompletableFuture<HttpResponse<String>> send(String path) {
        return test.door.client.sendAsync(test.door.request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void holdsAnExclusiveBundleBetweenStopAndStart() throws Exception {
        Publication old = test.mount(test.one, at("/a", "one"));
        Participation update = test.join(move(test.one, test.two, true, "/a"));
        update.hold(test.one);
        assertThat(update.drain(test.one, DRAIN)).isZero();
        old.close();
        CompletableFuture<HttpResponse<String>> held = send("/a");
        Door.await(() -> test.door.server.door().holding() == 1);
        test.mount(test.two, at("/a", "two"));
        assertThat(update.awaiting()).isEmpty();
        assertThat(held).isNotDone();

        update.switchOver();

        assertThat(held.get().body()).isEqualTo("two");
        update.committed();
        update.close();
        assertThat(test.door.get("/a").body()).isEqualTo("two");
    }

    @Test
    void reopensAnExclusiveBundleThatNeverStopped() throws Exception {
        test.mount(test.one, at("/a", "one"));
        Participation update = test.join(move(test.one, test.two, true, "/a"));
        update.hold(test.one);
        update.drain(test.one, DRAIN);

        update.undo();
        update.close();

        assertThat(test.door.get("/a").body()).isEqualTo("one");
    }

    @Test
    void takesAnExclusiveBundleBackThatWasRestarted() throws Exception {
        Publication old = test.mount(test.one, at("/a", "one"));
        Participation update = test.join(move(test.one, test.two, true, "/a"));
        update.hold(test.one);
        update.drain(test.one, DRAIN);
        old.close();
        test.mount(test.one, at("/a", "one again"));
        assertThat(test.state("/a")).isEqualTo(State.HELD);

        update.undo();
        update.close();

        assertThat(test.door.get("/a").body()).isEqualTo("one again");
    }
}
