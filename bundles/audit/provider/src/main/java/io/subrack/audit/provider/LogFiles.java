/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.audit.api.AuditAnchor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The files of the log, all of them for their owner alone:
 *
 * <pre>
 * audit-0000000000000001.jsonl   a segment: records, one a line, named after the first
 * audit-0000000000000001.index   what is in a full segment; made anew when it is missing, never believed by a verification
 * head.json                      the last record on disk: if the log ends before it, its end was cut off
 * retired.json                   the last record of the segments that were deleted for their age
 * </pre>
 */
final class LogFiles {
    private static final String SEGMENT_PREFIX = "audit-";
    private static final String SEGMENT_SUFFIX = ".jsonl";
    private static final String HEAD = "head.json";
    private static final String RETIRED = "retired.json";

    /** The head is overwritten in place, so its size never changes. */
    private static final int HEAD_BYTES = 256;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path directory;

    LogFiles(Path directory) {
        this.directory = directory;
    }

    /** A file of records. */
    record Segment(Path file, long first) {
        String name() {
            return file.getFileName().toString();
        }

        Path index() {
            return file.resolveSibling(name().replace(SEGMENT_SUFFIX, ".index"));
        }
    }

    /** What the last record on disk is, and where it ends. */
    record Head(AuditAnchor link, String segment, long bytes) {}

    Path directory() {
        return directory;
    }

    void create() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            Files.createDirectory(directory, attributes("rwx------"));
        }
    }

    Segment segment(long first) {
        return new Segment(
                directory.resolve(SEGMENT_PREFIX + String.format(Locale.ROOT, "%016d", first) + SEGMENT_SUFFIX), first);
    }

    /** Returns the segments, the oldest first. */
    List<Segment> segments() throws IOException {
        var segments = new ArrayList<Segment>();
        if (!Files.exists(directory)) {
            return segments; // nothing was ever written
        }
        try (var files = Files.newDirectoryStream(directory, SEGMENT_PREFIX + "*" + SEGMENT_SUFFIX)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                var number = name.substring(SEGMENT_PREFIX.length(), name.length() - SEGMENT_SUFFIX.length());
                if (number.matches("\\d{16}")) {
                    segments.add(new Segment(file, Long.parseLong(number)));
                }
            }
        }
        segments.sort(Comparator.comparingLong(Segment::first));
        return segments;
    }

    /** Returns the head, or empty if there is none that can be read. */
    Optional<Head> head() throws IOException {
        return json(HEAD)
                .flatMap(node -> link(node)
                        .map(link -> new Head(
                                link,
                                node.path("segment").asText(),
                                node.path("bytes").asLong())));
    }

    /** Writes the head over the one before. Not forced: a crash of the machine may leave an older one, never a newer. */
    void writeHead(Head head) throws IOException {
        var text = new StringBuilder(HEAD_BYTES)
                .append("{\"sequence\":")
                .append(head.link().sequence())
                .append(",\"hash\":\"")
                .append(head.link().hash())
                .append("\",\"segment\":\"")
                .append(head.segment())
                .append("\",\"bytes\":")
                .append(head.bytes())
                .append('}');
        while (text.length() < HEAD_BYTES - 1) {
            text.append(' ');
        }
        text.append('\n');
        try (var channel = open(directory.resolve(HEAD), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE))) {
            channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII)), 0);
        }
    }

    /** Returns the last record that was deleted for its age; the beginning if none was. */
    AuditAnchor retired() throws IOException {
        return json(RETIRED).flatMap(LogFiles::link).orElse(AuditAnchor.BEGINNING);
    }

    void writeRetired(AuditAnchor link) throws IOException {
        var content = "{\"sequence\":" + link.sequence() + ",\"hash\":\"" + link.hash() + "\"}\n";
        replace(directory.resolve(RETIRED), content.getBytes(StandardCharsets.US_ASCII));
    }

    /** Replaces a file so that a crash leaves the old content or the new. */
    void replace(Path file, byte[] content) throws IOException {
        var temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (var channel = open(
                temporary,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        forceNames();
    }

    void delete(Segment segment) throws IOException {
        Files.deleteIfExists(segment.index());
        Files.deleteIfExists(segment.file());
    }

    /** Makes names durable: of files that were made, moved or deleted. */
    void forceNames() throws IOException {
        if (POSIX) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Opens a file; one that is made is for its owner alone. */
    static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        return FileChannel.open(file, options, attributes("rw-------"));
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private Optional<JsonNode> json(String name) throws IOException {
        try {
            return Optional.ofNullable(MAPPER.readTree(Files.readString(directory.resolve(name))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (com.fasterxml.jackson.core.JsonProcessingException | java.nio.charset.MalformedInputException e) {
            return Optional.empty();
        }
    }

    private static Optional<AuditAnchor> link(JsonNode node) {
        try {
            return Optional.of(new AuditAnchor(
                    node.path("sequence").asLong(-1), node.path("hash").asText()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
