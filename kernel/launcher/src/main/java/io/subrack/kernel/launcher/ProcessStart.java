/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When this process started, as the operating system says. */
final class ProcessStart {
    private static final Duration PLAUSIBLE = Duration.ofMinutes(5);

    private ProcessStart() {}

    /** Returns the time since then; since {@code main} was called, if the clock was set in between. */
    static Duration elapsed(Instant main) {
        Instant now = Instant.now();
        Optional<Instant> reported = ProcessHandle.current().info().startInstant();
        Duration sinceMain = Duration.between(main, now);
        if (reported.isPresent()) {
            Duration elapsed = Duration.between(reported.get(), now);
            Duration before = elapsed.minus(sinceMain);
            if (!before.isNegative() && before.compareTo(PLAUSIBLE) < 0) {
                return elapsed;
            }
        }
        return sinceMain;
    }
}
