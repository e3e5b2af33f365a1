/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.FakeBundles.bundle;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HostedTest {
    private static Hosted hosted() {
        Generation generation = new Generation(bundle("com.acme.a", "1.0.0"), Generation.Role.SERVING, new Crowd());
        return new Hosted((request, response) -> {}, generation);
    }

    private static int awaitIdle(Hosted hosted, int own, long deadline) throws InterruptedException {
        return hosted.awaitIdle(own, deadline, deadline);
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void turnsAwayWhoComesAfterItWasShut() {
        Hosted hosted = hosted();
        assertThat(hosted.enter()).isTrue();

        hosted.shut();

        assertThat(hosted.enter()).isFalse();
        assertThat(hosted.inFlight()).isOne();
    }

    @Test
    void letsInAgainWhenItIsReopened() {
        Hosted hosted = hosted();
        hosted.shut();

        hosted.reopen();

        assertThat(hosted.enter()).isTrue();
    }

    @Test
    void saysHowManyAreLeftAtTheDeadline() throws InterruptedException {
        Hosted hosted = hosted();
        assertThat(hosted.enter()).isTrue();
        assertThat(hosted.enter()).isTrue();
        hosted.shut();

        assertThat(awaitIdle(hosted, 0, in(Duration.ofMillis(20)))).isEqualTo(2);
    }

    @Test
    void doesNotWaitForTheCallersOwnRequest() throws InterruptedException {
        Hosted hosted = hosted();
        assertThat(hosted.enter()).isTrue();
        hosted.shut();

        assertThat(awaitIdle(hosted, 1, in(Duration.ofMinutes(1)))).isZero();
    }

    @Test
    void waitsOnlyOnce() throws InterruptedException {
        Hosted hosted = hosted();
        assertThat(hosted.enter()).isTrue();
        hosted.shut();
        awaitIdle(hosted, 0, in(Duration.ofMillis(1)));

        assertThat(awaitIdle(hosted, 0, in(Duration.ofMinutes(1)))).isOne();
    }

    /** A handler is never entered after its drain has ended, and no drain misses its end. */
    @Test
    void neverRunsAHandlerThatWasDrained() throws InterruptedException {
        AtomicReference<Hosted> current = new AtomicReference<>(hosted());
        List<Hosted> drained = new ArrayList<>();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger served = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread client = new Thread(() -> {
                while (!stop.get()) {
                    Hosted hosted = current.get();
                    if (hosted.enter()) {
                        served.incrementAndGet();
                        Thread.onSpinWait();
                        hosted.leave();
                    }
                }
            });
            client.start();
            clients.add(client);
        }

        for (int i = 0; i < 2_000; i++) {
            Hosted old = current.getAndSet(hosted());
            old.shut();
            assertThat(awaitIdle(old, 0, in(Duration.ofSeconds(10)))).isZero();
            drained.add(old);
        }
        stop.set(true);
        for (Thread client : clients) {
            client.join();
        }

        assertThat(served.get()).isPositive();
        assertThat(drained).allMatch(hosted -> hosted.inFlight() == 0 && !hosted.enter());
    }
}
