/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for conditions, with a deadline. */
public final class Waiting {
    /** Short enough not to count in what is measured, long enough to leave the processor alone. */
    private static final long PAUSE_MILLIS = 5;

    private Waiting() {}

    /**
     * Returns when the condition holds; a condition that throws does not hold yet.
     *
     * @throws AssertionError at the deadline, with what was awaited and the last exception
     */
    public static void until(String what, Duration deadline, Callable<Boolean> condition) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        Exception last = null;
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) { // whatever the condition throws, it may hold later
                last = e;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + deadline.toMillis() + " ms: " + what, last);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
