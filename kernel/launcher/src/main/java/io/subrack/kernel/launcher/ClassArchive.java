/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the JVM uses the class archive (AppCDS or AOT cache) that the launcher script gave it: the JVM
 * ignores an archive that does not fit, and says so nowhere but in its own log.
 */
final class ClassArchive {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final String COMPLAINT_PREFIX = "UseSharedSpaces: ";
    private static final List<String> COMPLAINTS =
            List.of("mismatch", "nable to", "rror", "different", "not the one", "nvalid");

    private final @Nullable String archive;
    private final @Nullable String reason;
    private final @Nullable String jvmLog;
    private final Path maps;

    ClassArchive(@Nullable String archive, @Nullable String reason, @Nullable String jvmLog, Path maps) {
        this.archive = archive;
        this.reason = reason;
        this.jvmLog = jvmLog;
        this.maps = maps;
    }

    static ClassArchive ofThisProcess() {
        return new ClassArchive(
                System.getProperty(ConfigurationKey.ARCHIVE.key()),
                System.getProperty(ConfigurationKey.ARCHIVE_REASON.key()),
                System.getProperty(ConfigurationKey.ARCHIVE_LOG.key()),
                MAPS);
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
        return mapped(file)
                ? "used"
                : "not used because " + complaint(file) + "; delete " + file + " to have it made again";
    }

    private boolean mapped(Path file) {
        try {
            String text = new String(Files.readAllBytes(maps), StandardCharsets.ISO_8859_1);
            return text.contains("/" + file.getFileName() + "\n");
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the JVM's first complaint. */
    private String complaint(Path file) {
        if (jvmLog != null) {
            for (String line : lines(Path.of(jvmLog))) {
                int start = line.indexOf(COMPLAINT_PREFIX);
                if (start >= 0) {
                    return "the JVM refused it: " + line.substring(start + COMPLAINT_PREFIX.length());
                }
                if (complains(line)) {
                    return "the JVM refused it: "
                            + line.substring(line.lastIndexOf(']') + 1).strip();
                }
            }
        }
        return "the JVM refused " + file + "; -Xlog:cds or -Xlog:aot in SUBRACK_JAVA_OPTS shows why";
    }

    private static boolean complains(String line) {
        for (String word : COMPLAINTS) {
            if (line.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> lines(Path log) {
        try {
            return Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }
}
