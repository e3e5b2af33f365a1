/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.deployment.GuardedCalls.HungException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several strangers, one after the other. */
class TurnsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final GuardedCalls calls = new GuardedCalls("turns-test");
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> called = new CopyOnWriteArrayList<>();
    private final Turns<String> turns = new Turns<>(calls, PATIENCE, List.of("ada", "bob", "eve"));

    @AfterEach
    void end() {
        release.countDown();
        calls.close();
    }

    private void call(String whose) {
        called.add(whose + " on " + Thread.currentThread().getName());
    }

    private void hang() {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.yield();
            }
        }
    }

    @Test
    void callsAllOnOneThread() throws Exception {
        turns.run(0, this::call);

        assertThat(called).containsExactly("ada on turns-test", "bob on turns-test", "eve on turns-test");
    }

    @Test
    void stopsAtTheFirstThatFailsAndSaysWhich() {
        assertThatThrownBy(() -> turns.run(0, whose -> {
                    call(whose);
                    if (whose.equals("bob")) {
                        throw new IllegalStateException("not today");
                    }
                }))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("not today");

        assertThat(turns.stoodAt()).isEqualTo(1);
        assertThat(called).hasSize(2);
    }

    @Test
    void givesEachItsWholePatience() throws Exception {
        turns.run(0, whose -> {
            Thread.sleep(PATIENCE.toMillis() * 2 / 5);
            call(whose);
        });

        assertThat(called).hasSize(3);
    }

    @Test
    void callsNobodyAfterOneThatHangsEvenWhenItComesBack() throws Exception {
        CountDownLatch back = new CountDownLatch(1);

        assertThatThrownBy(() -> turns.run(0, whose -> {
                    call(whose);
                    if (whose.equals("bob")) {
                        hang();
                        back.countDown();
                    }
                }))
                .isInstanceOfSatisfying(HungException.class, hung -> {
                    assertThat(hung.ended()).isFalse();
                    hung.afterwards(() -> call("the end"));
                });

        assertThat(turns.stoodAt()).isEqualTo(1);
        turns.run(turns.stoodAt() + 1, this::call);
        release.countDown();
        back.await();
        EngineFixture.eventually(() -> called.contains("the end on turns-test"));
        assertThat(called)
                .containsExactly(
                        "ada on turns-test", "bob on turns-test", "eve on turns-test-1", "the end on turns-test");
    }

    @Test
    void hasNothingToDoForNobody() throws Exception {
        new Turns<>(calls, PATIENCE, List.<String>of()).run(0, this::call);

        assertThat(called).isEmpty();
    }
}
