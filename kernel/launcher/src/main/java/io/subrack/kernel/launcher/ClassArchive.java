/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the JVM uses the class archive (AppCDS or AOT cache) that the launcher script gave it: the JVM
 * ignores an archive that does not fit, and says so nowhere but in its own log.
 */
final class ClassArchive {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private final @Nullable String archive;
    private final @Nullable String reason;
    private final Path maps;

    ClassArchive(@Nullable String archive, @Nullable String reason) {
        this(archive, reason, MAPS);
    }

    ClassArchive(@Nullable String archive, @Nullable String reason, Path maps) {
        this.archive = archive;
        this.reason = reason;
        this.maps = maps;
    }

    static ClassArchive ofThisProcess() {
        return new ClassArchive(
                System.getProperty(ConfigurationKey.ARCHIVE.key()),
                System.getProperty(ConfigurationKey.ARCHIVE_REASON.key()));
    }

    /** Returns {@code used}, or {@code not used because …}. */
    String describe() {
        if (archive == null) {
            return "not used because " + (reason == null ? "bin/subrack did not start this JVM" : reason);
        }
        Path file = Path.of(archive);
        if (!Files.exists(file)) {
            return "not used because " + file + " is not there";
        }
        if (!Files.exists(maps)) {
            return "given, but this system does not say whether it is used";
        }
        return mapped(file) ? "used" : "not used because " + complaint(file);
    }

    private boolean mapped(Path file) {
        try {
            String text = new String(Files.readAllBytes(maps), StandardCharsets.ISO_8859_1);
            return text.contains("/" + file.getFileName() + "\n");
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns what the JVM wrote beside the archive, shortened to its first complaint. */
    private static String complaint(Path file) {
        Path log = file.resolveSibling(file.getFileName() + ".log");
        try {
            for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
                String lower = line.toLowerCase(Locale.ROOT);
                if (lower.contains("mismatch")
                        || lower.contains("error")
                        || lower.contains("invalid")
                        || lower.contains("unable")
                        || lower.contains("fail")) {
                    return "the JVM refused it: "
                            + line.substring(line.lastIndexOf(']') + 1).strip();
                }
            }
        } catch (IOException e) {
            // said below
        }
        return "the JVM refused " + file + " (start it with -Xlog:cds to see why)";
    }
}
