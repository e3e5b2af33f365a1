/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What the Java process takes. Thread-safe. */
final class JavaProcess {
    private static final Path MEMORY = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();

    long heapUsed() {
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Returns how large the heap may get in bytes; negative if there is no limit. */
    long heapMax() {
        return memory.getHeapMemoryUsage().getMax();
    }

    /** Returns the share of all processors that is used, 0 to 1; negative if it is not known. */
    double cpu() {
        return system instanceof com.sun.management.OperatingSystemMXBean known
                ? Math.round(known.getProcessCpuLoad() * 10_000) / 10_000.0
                : -1;
    }

    int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    Duration uptime() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    /** Returns the memory of the process in bytes, where the operating system says it. */
    Optional<Long> residentBytes() {
        try (var lines = Files.lines(MEMORY)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .map(kibibytes -> Long.parseLong(kibibytes) * 1_024)
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
