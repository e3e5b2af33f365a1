/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.kernel.api.PlatformProperties;
import java.io.IOException;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadInfo;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;

/** What is to be said of the process, its machine and its directories. Of the environment the names alone. */
final class ProcessFacts {
    private static final List<String> PROPERTIES = List.of(
            "java.version",
            "java.vendor",
            "java.vm.name",
            "java.vm.version",
            "os.name",
            "os.version",
            "os.arch",
            "file.encoding",
            "user.timezone",
            "user.language");

    private final BundleContext context;

    ProcessFacts(BundleContext context) {
        this.context = context;
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (String property : PROPERTIES) {
            facts.put(property, System.getProperty(property, ""));
        }
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        facts.put("jvmOptions", runtime.getInputArguments());
        facts.put("uptimeMillis", runtime.getUptime());
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put(
                "heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().toString());
        facts.put(
                "nonHeap",
                ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().toString());
        facts.put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
        facts.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        facts.put(
                "environment",
                new TreeSet<>(System.getenv().keySet())
                        .stream()
                                .filter(name -> name.startsWith("SUBRACK_") || name.equals("JAVA_HOME"))
                                .toList());
        facts.put("home", String.valueOf(context.getProperty(PlatformProperties.HOME)));
        facts.put("data", String.valueOf(context.getProperty(PlatformProperties.DATA)));
        facts.put("config", String.valueOf(context.getProperty(PlatformProperties.CONFIG)));
        return facts;
    }

    String threads() {
        StringBuilder text = new StringBuilder();
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(false, false)) {
            text.append('"').append(thread.getThreadName()).append("\" ").append(thread.getThreadState());
            LockInfo lock = thread.getLockInfo();
            if (lock != null) {
                text.append(" on ").append(lock);
            }
            if (thread.getLockOwnerName() != null) {
                text.append(" held by \"").append(thread.getLockOwnerName()).append('"');
            }
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append("\n    at ").append(frame);
            }
            text.append("\n\n");
        }
        return text.toString();
    }

    /** How much room is taken by what, and is left. */
    String files() throws IOException {
        StringBuilder text = new StringBuilder();
        Path data = Path.of(Objects.requireNonNullElse(context.getProperty(PlatformProperties.DATA), "data"));
        FileStore disk = Files.getFileStore(data);
        text.append("disk ")
                .append(disk.type())
                .append(' ')
                .append(disk.getTotalSpace())
                .append(" bytes, ")
                .append(disk.getUsableSpace())
                .append(" free\n");
        try (Stream<Path> entries = Files.list(data)) {
            for (Path entry : entries.sorted().toList()) {
                text.append(Disk.size(entry))
                        .append(' ')
                        .append(entry.getFileName())
                        .append('\n');
            }
        }
        return text.toString();
    }
}
