/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in a full segment, so that a search can leave it out.
 *
 * @param bytes its size: an index of another size is not of this segment
 * @param from the earliest time in it; clocks may go back, so that need not be that of the first record
 * @param to the latest time in it
 * @param last the last record
 * @param types the types of event in it
 */
record SegmentIndex(long bytes, Instant from, Instant to, AuditAnchor last, SortedSet<String> types) {
    private static final Logger log = LoggerFactory.getLogger(SegmentIndex.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Reads the index of a full segment; makes it if there is none that fits. */
    static SegmentIndex of(LogFiles files, LogFiles.Segment segment) throws IOException {
        long bytes = Files.size(segment.file());
        var known = read(segment, bytes);
        if (known.isPresent()) {
            return known.get();
        }
        var made = make(segment, bytes);
        made.write(files, segment);
        return made;
    }

    /** Writes the index, if that can be done; it can be made anew. */
    void write(LogFiles files, LogFiles.Segment segment) {
        try {
            files.replace(segment.index(), toJson().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            log.debug("{} cannot be written", segment.index(), e);
        }
    }

    /** Collects what is in a segment, record by record. */
    static final class Collector {
        private final SortedSet<String> types = new TreeSet<>();
        private Instant from = Instant.MAX;
        private Instant to = Instant.MIN;

        void add(Instant time, String type) {
            from = time.isBefore(from) ? time : from;
            to = time.isAfter(to) ? time : to;
            types.add(type);
        }

        SegmentIndex index(long bytes, AuditAnchor last) {
            return new SegmentIndex(bytes, from, to, last, types);
        }
    }

    /** Says whether a record that is wanted can be in the segment. */
    boolean mayHave(AuditFilter filter) {
        return (filter.from() == null || !to.isBefore(filter.from()))
                && (filter.to() == null || from.isBefore(filter.to()))
                && (filter.type() == null || types.stream().anyMatch(filter::matchesType));
    }

    private static SegmentIndex make(LogFiles.Segment segment, long bytes) throws IOException {
        var collector = new Collector();
        var last = new AuditAnchor(Math.max(0, segment.first() - 1), AuditAnchor.NO_HASH);
        try (var lines = new Lines(segment.file(), 0, bytes)) {
            for (var line = lines.next(); line != null; line = lines.next()) {
                try {
                    var read = RecordLine.read(line);
                    collector.add(read.record().time(), read.record().event().type());
                    last = read.anchor();
                } catch (RecordLine.MalformedException e) {
                    log.debug("{} has a line that is no record", segment.file(), e);
                }
            }
        }
        return collector.index(bytes, last);
    }

    private static Optional<SegmentIndex> read(LogFiles.Segment segment, long bytes) {
        try {
            var node = MAPPER.readTree(Files.readString(segment.index()));
            var types = new TreeSet<String>();
            node.path("types").forEach(type -> types.add(type.asText()));
            var index = new SegmentIndex(
                    node.path("bytes").asLong(),
                    Instant.parse(node.path("from").asText()),
                    Instant.parse(node.path("to").asText()),
                    new AuditAnchor(
                            node.path("lastSequence").asLong(),
                            node.path("lastHash").asText()),
                    types);
            return index.bytes == bytes ? Optional.of(index) : Optional.empty();
        } catch (IOException | DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String toJson() {
        var node = MAPPER.createObjectNode()
                .put("bytes", bytes)
                .put("from", from.toString())
                .put("to", to.toString())
                .put("lastSequence", last.sequence())
                .put("lastHash", last.hash());
        var array = node.putArray("types");
        types.forEach(array::add);
        return node + "\n";
    }
}
