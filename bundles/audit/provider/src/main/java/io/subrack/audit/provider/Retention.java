/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditTypes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the oldest segments when their last record is old enough. What is gone stays known. */
final class Retention {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final LogFiles files;
    private final Duration kept;
    private final Clock clock;

    Retention(LogFiles files, Duration kept, Clock clock) {
        this.files = files;
        this.kept = kept;
        this.clock = clock;
    }

    /**
     * Deletes what is old. On the thread that writes, whose segment is never deleted. The record comes first, then the
     * note where the log begins, then the deletion: whatever comes between, nothing is gone without a record.
     */
    void run(Journal journal) throws IOException {
        if (kept.isZero()) {
            return;
        }
        var segments = files.segments();
        var oldest = clock.instant().minus(kept);
        int old = 0;
        AuditAnchor last = AuditAnchor.BEGINNING;
        var until = Instant.MIN;
        for (; old < segments.size() - 1; old++) {
            var index = SegmentIndex.of(files, segments.get(old));
            if (!index.to().isBefore(oldest)) {
                break;
            }
            last = index.last();
            until = index.to();
        }
        if (old > 0 && last.sequence() == segments.get(old).first() - 1) {
            retire(segments.subList(0, old), last, until, journal);
        } else if (old > 0) {
            log.error(
                    "The audit log has old segments that end with record {} instead of {}; they are kept. Verify it.",
                    last,
                    segments.get(old).first() - 1);
        }
    }

    private void retire(List<LogFiles.Segment> segments, AuditAnchor last, Instant until, Journal journal)
            throws IOException {
        var event = AuditEvent.success(AuditTypes.LOG_RETIRED, AuditActor.PLATFORM)
                .with("firstSequence", Long.toString(segments.get(0).first()))
                .with("lastSequence", Long.toString(last.sequence()))
                .with("lastHash", last.hash())
                .with("until", until.toString())
                .with("segments", Integer.toString(segments.size()));
        journal.write(List.of(new Journal.Entry(Journal.now(clock), event)));
        files.writeRetired(last);
        for (var segment : segments) {
            files.delete(segment);
        }
        files.forceNames();
        log.info("The audit log up to record {} ({}) was deleted, as it is older than {}", last, until, kept);
    }
}
