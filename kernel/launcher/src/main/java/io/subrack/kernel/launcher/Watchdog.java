/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends a process that does not start or stop in time. It must not need anything that may hang: no log, no lock. */
final class Watchdog {
    private Watchdog() {}

    /** Acts after a while unless it is done by then. */
    static void afterwards(Duration deadline, AtomicBoolean done, Runnable action) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(deadline.toMillis());
                    } catch (InterruptedException e) {
                        return;
                    }
                    if (!done.get()) {
                        action.run();
                    }
                },
                "subrack-watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    static void stopWithin(Duration patience) {
        afterwards(
                patience,
                new AtomicBoolean(),
                () -> halt(ExitCode.FORCED, "did not stop within " + patience.toSeconds() + " s: ended as it was"));
    }

    @SuppressWarnings("SystemExitOutsideMain")
    static void halt(ExitCode code, String sentence) {
        System.err.println("subrack: " + sentence);
        System.err.flush();
        Runtime.getRuntime().halt(code.code());
    }
}
