/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Waits on a condition, never on the clock. */
public final class Await {
    /** How long a condition may take unless told otherwise. */
    public static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final long POLL_MILLIS = 5;

    private Await() {}

    /** @throws AssertionError if the condition does not hold within {@link #DEADLINE} */
    public static void until(String what, Callable<Boolean> condition) {
        until(what, DEADLINE, condition);
    }

    /** @throws AssertionError if the condition does not hold within the deadline, or throws */
    public static void until(String what, Duration deadline, Callable<Boolean> condition) {
        value(what, deadline, () -> condition.call() ? Optional.of(Boolean.TRUE) : Optional.empty());
    }

    /**
     * Returns what the supplier has, as soon as it has something.
     *
     * @throws AssertionError if it has nothing within the deadline, or throws
     */
    public static <T> T value(String what, Duration deadline, Callable<Optional<T>> supplier) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            Optional<T> value = supplier.call();
            while (value.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(POLL_MILLIS);
                value = supplier.call();
            }
            return value.orElseThrow(
                    () -> new AssertionError("waited " + deadline.toMillis() + " ms in vain for " + what));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        } catch (Exception e) {
            // whatever a condition throws fails the test
            throw new AssertionError("while waiting for " + what + ": " + e, e);
        }
    }
}
