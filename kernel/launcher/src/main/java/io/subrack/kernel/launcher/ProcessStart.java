/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * When this JVM started. {@link ProcessHandle} knows that to the second at best, and the management beans cost more than
 * they tell; Linux knows it to 10 ms. The main thread is asked, not the process: a script may have been the process
 * before the JVM was.
 */
final class ProcessStart {
    private static final Path THREAD = Path.of("/proc/thread-self/stat");
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final int START_TIME_FIELD = 22;
    private static final int TICKS_PER_SECOND = 100;
    private static final Duration LONGEST_JVM_START = Duration.ofSeconds(10);

    private ProcessStart() {}

    /**
     * Returns the time since the JVM started. To be called in the main thread.
     *
     * @param sinceMain what to add the JVM's own start to, and what to return where that is not known
     */
    static Duration elapsed(Duration sinceMain) {
        try {
            String thread = Files.readString(THREAD, StandardCharsets.ISO_8859_1);
            String uptime = Files.readString(UPTIME, StandardCharsets.ISO_8859_1);
            Duration elapsed = elapsed(thread, uptime);
            Duration beforeMain = elapsed.minus(sinceMain);
            boolean plausible = !beforeMain.isNegative() && beforeMain.compareTo(LONGEST_JVM_START) < 0;
            return plausible ? elapsed : sinceMain;
        } catch (IOException | RuntimeException e) {
            // another system, or a container that hides this
            return sinceMain;
        }
    }

    /** @param thread the fields of {@code stat}; the second is a name in parentheses that may have blanks */
    static Duration elapsed(String thread, String uptime) {
        int position = thread.lastIndexOf(')') + 2;
        for (int field = 3; field < START_TIME_FIELD; field++) {
            position = thread.indexOf(' ', position) + 1;
        }
        long ticks = Long.parseLong(thread.substring(position, thread.indexOf(' ', position)));
        double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        return Duration.ofMillis(Math.round(seconds * 1000) - ticks * 1000 / TICKS_PER_SECOND);
    }
}
