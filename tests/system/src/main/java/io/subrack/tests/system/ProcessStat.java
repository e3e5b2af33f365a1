/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What Linux says of a process. */
public final class ProcessStat {
    private static final long NANOS_PER_TICK = 10_000_000;

    private ProcessStat() {}

    /** Returns the processor time of a process and of its children that have ended. */
    public static Duration cpu(long pid) {
        String stat = read(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = 11; i < 15; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return Duration.ofNanos(ticks * NANOS_PER_TICK);
    }

    /** Returns the resident memory of a process in bytes. */
    public static long residentBytes(long pid) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is not there", e);
        }
    }
}
