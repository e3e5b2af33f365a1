/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.subrack.kernel.deployment.GuardedCalls.HungException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Foreign code on a leash. */
class GuardedCallsTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final GuardedCalls calls = new GuardedCalls("guarded-test");
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void end() {
        release.countDown();
        calls.close();
        EngineFixture.eventually(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("guarded-test")));
    }

    private void ignoreInterrupts() {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.yield();
            }
        }
    }

    @Test
    void givesBackWhatTheWorkGives() throws Exception {
        assertThat(calls.call(LONG, () -> 42)).isEqualTo(42);
    }

    @Test
    void passesOnWhatTheWorkThrowsErrorsIncluded() {
        assertThatThrownBy(() -> calls.call(LONG, () -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void interruptsWhatTakesTooLongAndGoesOnWithTheSameThread() throws Exception {
        String thread = calls.call(LONG, () -> Thread.currentThread().getName());

        HungException hung =
                catchThrowableOfType(HungException.class, () -> calls.run(SHORT, () -> Thread.sleep(60_000)));

        assertThat(hung.ended()).isTrue();
        assertThat(Sentences.where(hung.frames())).contains("Thread.sleep", "GuardedCallsTest");
        assertThat(calls.call(LONG, () -> Thread.currentThread().getName())).isEqualTo(thread);
    }

    @Test
    void givesUpWhatIgnoresInterruptsAndCleansUpWhenItComesBack() throws Exception {
        CountDownLatch cleaned = new CountDownLatch(1);

        HungException hung = catchThrowableOfType(HungException.class, () -> calls.run(SHORT, this::ignoreInterrupts));
        hung.afterwards(cleaned::countDown);

        assertThat(hung.ended()).isFalse();
        assertThat(calls.call(LONG, () -> "another thread goes on")).isNotEmpty();
        assertThat(cleaned.getCount()).isEqualTo(1);
        release.countDown();
        cleaned.await();
    }

    @Test
    void takesNoContextClassLoaderFromOneCallToTheNext() throws Exception {
        ClassLoader before = calls.call(LONG, () -> Thread.currentThread().getContextClassLoader());

        calls.run(LONG, () -> Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader()));

        assertThat(calls.call(LONG, () -> Thread.currentThread().getContextClassLoader()))
                .isEqualTo(before);
    }
}
