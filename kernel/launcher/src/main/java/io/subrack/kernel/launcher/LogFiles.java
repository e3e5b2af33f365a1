/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import io.subrack.kernel.spi.PlatformLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads log files back, as {@link PlatformLogging} writes them. */
final class LogFiles {
    static final String CURRENT = "subrack.log";

    private static final Pattern LINE =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\S{10,40}) (ERROR|WARN|INFO|DEBUG|TRACE) +" + RequestMark.PATTERN
                    + "\\[(.*?)] (\\S{1,400}) (.*)");
    private static final int MOST_FILES = 21;
    private static final int EXCEPTION_CHARS = 16_384;

    private final Path directory;

    LogFiles(Path directory) {
        this.directory = directory;
    }

    /** Returns the newest lines before a time, oldest first. Goes back through as many files as it needs. */
    List<PlatformLog.Entry> earlier(Instant before, int atMost) {
        List<PlatformLog.Entry> found = new ArrayList<>();
        for (int age = 0; age < MOST_FILES && found.size() < atMost; age++) {
            Path file = directory.resolve(age == 0 ? CURRENT : "subrack." + age + ".log.gz");
            if (!Files.isRegularFile(file)) {
                break;
            }
            List<PlatformLog.Entry> older = read(file, before, atMost - found.size());
            older.addAll(found);
            found = older;
        }
        return found;
    }

    /** A file that is being rotated away, or is cut off, gives what can be read of it. */
    private static List<PlatformLog.Entry> read(Path file, Instant before, int atMost) {
        ArrayDeque<Pending> newest = new ArrayDeque<>();
        try (InputStream bytes = Files.newInputStream(file);
                InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Pending entry = parse(line);
                if (entry == null) {
                    if (!newest.isEmpty()) {
                        newest.getLast().goOn(line);
                    }
                } else if (!entry.at.isBefore(before)) {
                    break;
                } else {
                    newest.add(entry);
                    if (newest.size() > atMost) {
                        newest.remove();
                    }
                }
            }
        } catch (IOException cutOff) {
            // what was read counts
        }
        List<PlatformLog.Entry> entries = new ArrayList<>();
        newest.forEach(pending -> entries.add(pending.entry()));
        return entries;
    }

    private static @Nullable Pending parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return null;
        }
        try {
            return new Pending(
                    OffsetDateTime.parse(matcher.group(1)).toInstant(),
                    PlatformLog.Level.valueOf(matcher.group(2)),
                    matcher.group(3),
                    matcher.group(4),
                    matcher.group(5),
                    matcher.group(6));
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    /** A line whose stack trace may follow. */
    private static final class Pending {
        private final Instant at;
        private final PlatformLog.Level level;
        private final @Nullable String request;
        private final String thread;
        private final String logger;
        private final String message;
        private final StringBuilder more = new StringBuilder();

        Pending(
                Instant at,
                PlatformLog.Level level,
                @Nullable String request,
                String thread,
                String logger,
                String message) {
            this.at = at;
            this.level = level;
            this.request = request;
            this.thread = thread;
            this.logger = logger;
            this.message = message;
        }

        void goOn(String line) {
            if (more.length() < EXCEPTION_CHARS) {
                more.append(line).append('\n');
            }
        }

        PlatformLog.Entry entry() {
            Map<String, String> context = request == null ? Map.of() : Map.of(RequestMark.KEY, request);
            return new PlatformLog.Entry(
                    0, at, level, logger, thread, message, more.isEmpty() ? null : more.toString(), context);
        }
    }
}
