/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditPage;
import io.subrack.audit.api.AuditQuery;
import io.subrack.audit.api.AuditRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds records in the files. Holds a block of a file and a page of records in memory, never more. Thread-safe. */
final class Search {
    /** How much one page reads at the most; the caller goes on from there. */
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private final LogFiles files;
    private final Map<LogFiles.Segment, SegmentIndex> indexes = new ConcurrentHashMap<>();

    Search(LogFiles files) {
        this.files = files;
    }

    /** A part of a segment that counts: up to its last record on disk. */
    private record Part(LogFiles.Segment segment, long bytes, boolean full) {}

    AuditPage page(AuditQuery query, Optional<LogFiles.Head> head) throws IOException {
        var found = new Page(query);
        var parts = parts(head);
        if (query.order() == AuditQuery.Order.NEWEST) {
            Collections.reverse(parts);
        }
        for (var part : parts) {
            if (!mayHave(part, query.filter(), query.after(), query.before())) {
                continue;
            }
            try {
                if (!(query.order() == AuditQuery.Order.NEWEST ? backwards(part, found) : forwards(part, found))) {
                    break;
                }
            } catch (NoSuchFileException e) {
                forget(part); // retired meanwhile
            }
        }
        return found.page();
    }

    long export(AuditFilter filter, long after, Optional<LogFiles.Head> head, OutputStream target) throws IOException {
        long count = 0;
        for (var part : parts(head)) {
            if (!mayHave(part, filter, after, Long.MAX_VALUE)) {
                continue;
            }
            try (var lines = new Lines(part.segment.file(), 0, part.bytes)) {
                for (var line = lines.next(); line != null; line = lines.next()) {
                    if (isWanted(line, filter, after)) {
                        target.write(line);
                        target.write('\n');
                        count++;
                    }
                }
            } catch (NoSuchFileException e) {
                forget(part);
            }
        }
        return count;
    }

    private static boolean isWanted(byte[] line, AuditFilter filter, long after) {
        if (RecordLine.sequence(line).orElse(0L) <= after) {
            return false;
        }
        return filter.equals(AuditFilter.ALL)
                || record(line).filter(filter::matches).isPresent();
    }

    private List<Part> parts(Optional<LogFiles.Head> head) throws IOException {
        var parts = new ArrayList<Part>();
        for (var segment : files.segments()) {
            if (head.isPresent() && segment.first() > head.get().link().sequence()) {
                break;
            }
            boolean active = head.isEmpty() || segment.name().equals(head.get().segment());
            long bytes = head.isPresent() && active ? head.get().bytes() : size(segment);
            parts.add(new Part(segment, bytes, !active));
        }
        return parts;
    }

    private static long size(LogFiles.Segment segment) throws IOException {
        try {
            return Files.size(segment.file());
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private boolean mayHave(Part part, AuditFilter filter, long after, long before) throws IOException {
        if (part.segment.first() >= before || part.bytes == 0) {
            return false;
        }
        if (!part.full) {
            return true;
        }
        try {
            var index = index(part.segment, part.bytes);
            return index.last().sequence() > after && index.mayHave(filter);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private SegmentIndex index(LogFiles.Segment segment, long bytes) throws IOException {
        var known = indexes.get(segment);
        if (known != null && known.bytes() == bytes) {
            return known;
        }
        var read = SegmentIndex.of(files, segment);
        indexes.put(segment, read);
        return read;
    }

    private void forget(Part part) {
        indexes.remove(part.segment);
    }

    /** Says whether the search goes on in the next segment. */
    private static boolean backwards(Part part, Page found) throws IOException {
        long from = part.bytes;
        if (found.query.before() != Long.MAX_VALUE) {
            from = lineEnd(part, found.query.before());
        }
        try (var lines = new BackwardLines(part.segment.file(), from)) {
            for (var line = lines.previous(); line != null; line = lines.previous()) {
                if (!found.take(line)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the end of the last line whose number is lower, or a little behind it. */
    private static long lineEnd(Part part, long before) throws IOException {
        long about = Lines.about(part.segment.file(), part.bytes, before);
        try (var lines = new Lines(part.segment.file(), about, part.bytes)) {
            long end = about;
            for (var line = lines.next(); line != null; line = lines.next()) {
                if (RecordLine.sequence(line).orElse(0L) >= before) {
                    return end;
                }
                end = lines.end();
            }
        }
        return part.bytes;
    }

    private static boolean forwards(Part part, Page found) throws IOException {
        long from = found.query.after() < part.segment.first()
                ? 0
                : Lines.about(part.segment.file(), part.bytes, found.query.after());
        try (var lines = new Lines(part.segment.file(), from, part.bytes)) {
            for (var line = lines.next(); line != null; line = lines.next()) {
                if (!found.take(line)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Optional<AuditRecord> record(byte[] line) {
        try {
            return Optional.of(RecordLine.read(line).record());
        } catch (RecordLine.MalformedException e) {
            return Optional.empty(); // a verification names it
        }
    }

    /** A page that is being filled. */
    private static final class Page {
        private final AuditQuery query;
        private final List<AuditRecord> records = new ArrayList<>();
        private long bytes;
        private long looked;
        private @Nullable Long cursor;

        Page(AuditQuery query) {
            this.query = query;
        }

        /** Says whether more is wanted. */
        boolean take(byte[] line) {
            long sequence = RecordLine.sequence(line).orElse(0L);
            if (query.order() == AuditQuery.Order.NEWEST ? sequence <= query.after() : sequence >= query.before()) {
                return sequence == 0;
            }
            if (query.order() == AuditQuery.Order.NEWEST ? sequence >= query.before() : sequence <= query.after()) {
                return true;
            }
            if (bytes > MOST_BYTES) {
                cursor = looked;
                return false;
            }
            bytes += line.length;
            var wanted = record(line).filter(query.filter()::matches);
            if (wanted.isPresent() && records.size() == query.limit()) {
                cursor = records.get(records.size() - 1).sequence();
                return false;
            }
            wanted.ifPresent(records::add);
            looked = sequence;
            return true;
        }

        AuditPage page() {
            return new AuditPage(records, cursor);
        }
    }
}
