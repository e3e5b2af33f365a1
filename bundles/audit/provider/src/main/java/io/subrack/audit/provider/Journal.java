/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes records at the end of the log, whole batches at a time. Used by one thread; others may ask for the head. */
final class Journal implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    private final LogFiles files;
    private final SegmentFile.Opener opener;
    private final long segmentBytes;
    private final Duration segmentAge;
    private final Clock clock;
    private final AtomicLong forces = new AtomicLong();

    private @Nullable SegmentFile file;
    private LogFiles.@Nullable Segment segment;
    private Instant begun = Instant.EPOCH;
    private long size;
    private AuditAnchor link = AuditAnchor.BEGINNING;
    private boolean opened;

    /** What is in the segment; null if an earlier process began it. */
    private SegmentIndex.@Nullable Collector index;

    /** Whether the file may have more than is good. */
    private boolean dirty;

    /** The last record on disk; null until that is known. */
    private volatile LogFiles.@Nullable Head head;

    Journal(LogFiles files, SegmentFile.Opener opener, long segmentBytes, Duration segmentAge, Clock clock) {
        this.files = files;
        this.opener = opener;
        this.segmentBytes = segmentBytes;
        this.segmentAge = segmentAge;
        this.clock = clock;
    }

    /** An event and when it was told. */
    record Entry(Instant time, AuditEvent event) {}

    /**
     * Opens the log if it is not open.
     *
     * @return what was found, to be written first
     */
    List<AuditEvent> open() throws IOException {
        if (opened) {
            return List.of();
        }
        var found = new Opening(files).find();
        link = found.link();
        if (found.segment().isPresent()) {
            var last = found.segment().get();
            var reopened = opener.open(last.file());
            file = reopened;
            segment = last;
            size = found.size();
            begun = found.begun();
            dirty = reopened.size() != size;
            head = new LogFiles.Head(link, last.name(), size);
        } else {
            // The first head of all: from now on it is damage when it is missing.
            var none = new LogFiles.Head(link, "", 0);
            if (files.head().isEmpty()) {
                files.writeHead(none);
            }
            head = none;
        }
        opened = true;
        log.info("The audit log goes on after record {}", link);
        found.findings().forEach(finding -> log.warn("The audit log: {} {}", finding.type(), finding.details()));
        return found.findings();
    }

    /**
     * Writes records and forces them, all or none.
     *
     * @return their links, in the order of the entries
     * @throws IOException if none is written; it can be tried again
     */
    List<AuditAnchor> write(List<Entry> entries) throws IOException {
        var current = current();
        var lines = new StringBuilder(512 * entries.size());
        var links = new ArrayList<AuditAnchor>(entries.size());
        var previous = link;
        for (var entry : entries) {
            previous = RecordLine.write(lines, previous, previous.sequence() + 1, entry.time(), entry.event());
            links.add(previous);
        }
        var content = lines.toString().getBytes(StandardCharsets.UTF_8);
        dirty = true;
        current.write(content, size);
        current.force();
        forces.incrementAndGet();
        dirty = false;
        size += content.length;
        var collector = index;
        if (collector != null) {
            entries.forEach(entry -> collector.add(entry.time(), entry.event().type()));
        }
        link = previous;
        tellHead();
        return links;
    }

    /** Returns the last record on disk, or empty if the log could not be opened yet. */
    Optional<LogFiles.Head> head() {
        return Optional.ofNullable(head);
    }

    long forces() {
        return forces.get();
    }

    @Override
    public void close() throws IOException {
        opened = false;
        var open = file;
        file = null;
        if (open != null) {
            open.close();
            log.info("The audit log ends with record {}", link);
        }
    }

    /** Returns the file to write to, clean up to {@code size}. */
    private SegmentFile current() throws IOException {
        var now = clock.instant();
        var current = file;
        if (current != null && dirty) {
            current.truncate(size);
            dirty = false;
        }
        boolean full =
                size >= segmentBytes || (size > 0 && begun.plus(segmentAge).isBefore(now));
        return current == null || full ? rotate(now) : current;
    }

    private SegmentFile rotate(Instant now) throws IOException {
        var next = files.segment(link.sequence() + 1);
        var made = opener.open(next.file());
        try {
            if (made.size() > 0) {
                throw new IOException(next.file() + " is there already and has something in it; move it away");
            }
            files.forceNames();
        } catch (IOException e) {
            made.close();
            throw e;
        }
        var old = file;
        var oldSegment = segment;
        var oldIndex = index;
        long oldSize = size;
        file = made;
        segment = next;
        index = new SegmentIndex.Collector();
        size = 0;
        begun = now;
        if (old != null) {
            old.close();
            if (oldSegment != null && oldIndex != null) {
                oldIndex.index(oldSize, link).write(files, oldSegment);
            }
            log.info("The audit log has a new segment after record {}", link);
        }
        return made;
    }

    /** The records are on disk; a head that is behind only means that a little more is read at the next start. */
    private void tellHead() {
        var now = new LogFiles.Head(link, segment == null ? "" : segment.name(), size);
        head = now;
        try {
            files.writeHead(now);
        } catch (IOException e) {
            log.warn("head.json of the audit log cannot be written: {}", e.toString());
        }
    }

    static Instant now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
