/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a log that was left at any instant. A last record that a crash left unfinished is to be cut off:
 * nobody was told of it. Everything else that does not fit is damage: it is left as it is, and the log goes on in a new
 * segment, with a record that says so.
 */
final class Opening {
    private final LogFiles files;
    private final List<AuditEvent> findings = new ArrayList<>();

    private AuditAnchor link = AuditAnchor.BEGINNING;
    private long end;
    private @Nullable String fault;

    Opening(LogFiles files) {
        this.files = files;
    }

    /**
     * Where a log goes on.
     *
     * @param segment where to write; empty for a new segment
     * @param begun when that segment was begun
     * @param size how much of it is good; the rest is to be cut off
     * @param link what the next record follows
     * @param findings what an admin must know
     */
    record Found(
            Optional<LogFiles.Segment> segment,
            Instant begun,
            long size,
            AuditAnchor link,
            List<AuditEvent> findings) {}

    Found find() throws IOException {
        files.create();
        var retired = files.retired();
        var segments = new ArrayList<>(files.segments());
        deleteRetired(segments, retired);
        deleteEmptyEnd(segments);
        var head = files.head();
        if (segments.isEmpty()) {
            link = retired;
            return goOn(Optional.empty(), head, Instant.EPOCH);
        }
        var last = segments.get(segments.size() - 1);
        if (head.isEmpty() || !standsAt(head.get(), last)) {
            link = new AuditAnchor(
                    last.first() - 1,
                    firstLine(last).map(line -> line.record().previousHash()).orElse(AuditAnchor.NO_HASH));
            end = 0;
        }
        boolean agrees = readOn(last, head);
        if (head.isEmpty()) {
            damaged("head.json is missing or cannot be read, so it is not known whether records are missing", last);
        } else if (!agrees) {
            damaged("record " + head.get().link().sequence() + " is not the one that was written", last);
        }
        boolean reusable = cut(last, head);
        if (!reusable) {
            link = new AuditAnchor(Math.max(link.sequence(), last.first() - 1 + lines(last)), link.hash());
        }
        var begun = firstLine(last).map(line -> line.record().time()).orElse(Instant.EPOCH);
        return goOn(reusable ? Optional.of(last) : Optional.empty(), head, begun);
    }

    private Found goOn(Optional<LogFiles.Segment> segment, Optional<LogFiles.Head> head, Instant begun) {
        long told = head.map(it -> it.link().sequence()).orElse(0L);
        if (told > link.sequence()) {
            findings.add(AuditEvent.failure(AuditTypes.LOG_DAMAGED, AuditActor.PLATFORM)
                    .with("fault", "records that were on disk are missing at the end")
                    .with("firstMissing", Long.toString(link.sequence() + 1))
                    .with("lastMissing", Long.toString(told)));
            // Their numbers are not given away again: others may have noted them.
            link = new AuditAnchor(told, link.hash());
        }
        return new Found(segment, begun, end, link, List.copyOf(findings));
    }

    /** Takes over what the head says, if the record there is the one. */
    private boolean standsAt(LogFiles.Head head, LogFiles.Segment last) throws IOException {
        if (!head.segment().equals(last.name()) || head.bytes() > Files.size(last.file()) || head.bytes() == 0) {
            return false;
        }
        try (var lines = new BackwardLines(last.file(), head.bytes())) {
            var line = lines.previous();
            if (line == null) {
                return false;
            }
            var record = RecordLine.read(line);
            link = head.link();
            end = head.bytes();
            return record.genuine() && record.anchor().equals(head.link());
        } catch (RecordLine.MalformedException e) {
            return false;
        }
    }

    /** Follows the chain to its end; says whether it passes through the head. */
    private boolean readOn(LogFiles.Segment last, Optional<LogFiles.Head> head) throws IOException {
        boolean agrees = head.isEmpty() || agrees(head.get().link());
        try (var lines = new Lines(last.file(), end, Long.MAX_VALUE)) {
            for (var line = lines.next(); line != null; line = lines.next()) {
                var record = RecordLine.read(line);
                if (!record.genuine() || !record.follows(link)) {
                    fault = "record " + record.record().sequence() + " does not follow record " + link.sequence();
                    return agrees;
                }
                link = record.anchor();
                end = lines.end();
                agrees &= head.isEmpty() || agrees(head.get().link());
            }
        } catch (RecordLine.MalformedException e) {
            fault = "what follows record " + link.sequence() + " is no record: " + e.getMessage();
        }
        return agrees;
    }

    private boolean agrees(AuditAnchor head) {
        return link.sequence() != head.sequence() || link.equals(head);
    }

    /** Says whether the segment can be written on, after what is unfinished was found. */
    private boolean cut(LogFiles.Segment last, Optional<LogFiles.Head> head) throws IOException {
        long size = Files.size(last.file());
        if (end == size) {
            return true;
        }
        // Behind the head nothing was acknowledged, whatever the disk has made of it.
        boolean unacknowledged = head.isPresent() && head.get().link().sequence() <= link.sequence();
        if (!unacknowledged && fault != null) {
            damaged(fault, last);
            return false;
        }
        findings.add(AuditEvent.success(AuditTypes.LOG_REPAIRED, AuditActor.PLATFORM)
                .with("file", last.name())
                .with("bytes", Long.toString(size - end))
                .with("after", Long.toString(link.sequence())));
        return true;
    }

    private void damaged(String what, LogFiles.Segment segment) {
        findings.add(AuditEvent.failure(AuditTypes.LOG_DAMAGED, AuditActor.PLATFORM)
                .with("fault", what)
                .with("file", segment.name()));
    }

    private static Optional<RecordLine> firstLine(LogFiles.Segment segment) throws IOException {
        try (var lines = Lines.all(segment.file())) {
            var line = lines.next();
            return line == null ? Optional.empty() : Optional.of(RecordLine.read(line));
        } catch (RecordLine.MalformedException e) {
            return Optional.empty();
        }
    }

    /** Returns how many numbers a segment may have used. */
    private static long lines(LogFiles.Segment segment) throws IOException {
        try (var lines = Lines.all(segment.file())) {
            long count = 0;
            while (lines.next() != null) {
                count++;
            }
            return count;
        }
    }

    /** A crash may have come between the note that segments are retired and their deletion. */
    private void deleteRetired(List<LogFiles.Segment> segments, AuditAnchor retired) throws IOException {
        while (segments.size() > 1 && segments.get(1).first() <= retired.sequence() + 1) {
            files.delete(segments.remove(0));
        }
    }

    /** A crash may have come between the making of a segment and its first record. */
    private void deleteEmptyEnd(List<LogFiles.Segment> segments) throws IOException {
        while (segments.size() > 1
                && Files.size(segments.get(segments.size() - 1).file()) == 0) {
            files.delete(segments.remove(segments.size() - 1));
        }
    }
}
