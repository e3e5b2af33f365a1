/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditRecord;
import io.subrack.audit.api.AuditText;
import io.subrack.audit.api.AuditTypes;
import io.subrack.audit.api.AuditVerification;
import io.subrack.audit.api.AuditVerification.Fault;
import io.subrack.audit.api.AuditVerification.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows the chain through all segments, and names each link that does not hold. Reads only. */
final class ChainVerification {
    /** How often a log that changes under way is tried again. */
    private static final int TRIES = 5;

    private static final int MAX_SENTENCE_CHARS = 600;

    private final LogFiles files;
    private final Optional<LogFiles.Head> upTo;
    private final Map<Long, String> anchors = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long faultCount;
    private long records;
    private @Nullable AuditAnchor oldest;

    /** What the next record must follow; null where that is not known. */
    private @Nullable AuditAnchor link;

    private @Nullable AuditAnchor newest;
    private boolean retirementRecorded;

    private ChainVerification(LogFiles files, Optional<LogFiles.Head> upTo, List<AuditAnchor> anchors) {
        this.files = files;
        this.upTo = upTo;
        anchors.forEach(anchor -> this.anchors.put(anchor.sequence(), anchor.hash()));
    }

    /**
     * Verifies a log.
     *
     * @param upTo the last record to look at; empty for all that is in the files
     * @param anchors links that were noted elsewhere
     */
    static AuditVerification verify(LogFiles files, Optional<LogFiles.Head> upTo, List<AuditAnchor> anchors)
            throws IOException {
        for (int tried = 1; ; tried++) {
            var retired = files.retired();
            try {
                var result = new ChainVerification(files, upTo, anchors).verify(retired);
                if (tried == TRIES || files.retired().equals(retired)) {
                    return result;
                }
            } catch (NoSuchFileException e) { // retired while it was read
                if (tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    private AuditVerification verify(AuditAnchor retired) throws IOException {
        var begun = Instant.now();
        var head = upTo.isPresent() ? upTo : files.head();
        var segments = new ArrayList<>(files.segments());
        while (segments.size() > 1 && segments.get(1).first() <= retired.sequence() + 1) {
            segments.remove(0); // retired and not yet deleted
        }
        segments.removeIf(
                it -> upTo.isPresent() && it.first() > upTo.get().link().sequence());
        link = retired;
        for (int i = 0; i < segments.size(); i++) {
            follow(segments.get(i), retired, head, i == segments.size() - 1);
        }
        checkBeginning(retired);
        checkEnd(head);
        anchors.forEach(this::checkAnchorOutside);
        return new AuditVerification(
                begun, segments.size(), records, oldest, newest, retired.sequence(), faultCount, faults, notes);
    }

    private void follow(LogFiles.Segment segment, AuditAnchor retired, Optional<LogFiles.Head> head, boolean last)
            throws IOException {
        long end = upTo.filter(it -> it.segment().equals(segment.name()))
                .map(LogFiles.Head::bytes)
                .orElse(Long.MAX_VALUE);
        try (var lines = new Lines(segment.file(), 0, end)) {
            long number = 0;
            for (var line = lines.next(); line != null; line = lines.next()) {
                number++;
                check(line, new Place(segment.name(), number), retired, head);
            }
            long left = lines.limit() - lines.end();
            if (left > 0 && last) {
                notes.add(segment.name() + " ends with " + left + " bytes of an unfinished record: it is being written,"
                        + " or a crash has left it and the next start cuts it off; nobody was told of it");
            } else if (left > 0) {
                fault(Kind.MALFORMED, new Place(segment.name(), number + 1), 0, "the last line has no end");
            }
        }
    }

    private void check(byte[] line, Place place, AuditAnchor retired, Optional<LogFiles.Head> head) {
        RecordLine read;
        try {
            read = RecordLine.read(line);
        } catch (RecordLine.MalformedException e) {
            fault(Kind.MALFORMED, place, RecordLine.sequence(line).orElse(0L), e.getMessage());
            link = null;
            return;
        }
        records++;
        var record = read.record();
        if (!read.genuine()) {
            fault(
                    Kind.CONTENT,
                    place,
                    record.sequence(),
                    "its content has another hash than " + record.hash() + ", which it says it has: it was changed");
        }
        checkLink(record, place, retired);
        oldest = oldest == null ? read.anchor() : oldest;
        link = read.anchor();
        newest = link;
        if (head.isPresent() && head.get().link().sequence() == record.sequence()) {
            checkSame(Kind.END, head.get().link().hash(), record, place, "head.json");
        }
        var anchor = anchors.remove(record.sequence());
        if (anchor != null) {
            checkSame(Kind.ANCHOR, anchor, record, place, "the anchor");
        }
        interpret(record, place, retired);
    }

    private void checkLink(AuditRecord record, Place place, AuditAnchor retired) {
        var before = link;
        if (before == null) {
            return;
        }
        var kind = oldest == null ? Kind.BEGINNING : Kind.LINK;
        if (record.sequence() != before.sequence() + 1) {
            fault(
                    oldest == null ? Kind.BEGINNING : Kind.SEQUENCE,
                    place,
                    record.sequence(),
                    record.sequence() > before.sequence()
                            ? "records " + (before.sequence() + 1) + " to " + (record.sequence() - 1) + " are missing"
                            : "it comes after record " + before.sequence());
        } else if (!record.previousHash().equals(before.hash())) {
            fault(
                    kind,
                    place,
                    record.sequence(),
                    "it follows a record with hash " + record.previousHash() + ", but the one before it has "
                            + before.hash()
                            + (before.equals(retired) ? " (by retired.json)" : "")
                            + ": one of them was changed, or records were exchanged");
        }
    }

    private void checkSame(Kind kind, String hash, AuditRecord record, Place place, String who) {
        if (!hash.equals(record.hash())) {
            fault(
                    kind,
                    place,
                    record.sequence(),
                    "it has hash " + record.hash() + ", but by " + who + " it was " + hash
                            + ": the log was written anew");
        }
    }

    private void interpret(AuditRecord record, Place place, AuditAnchor retired) {
        var details = record.event().details();
        switch (record.event().type()) {
            case AuditTypes.LOG_DAMAGED ->
                fault(
                        Kind.RECORDED,
                        place,
                        record.sequence(),
                        "at " + record.time() + " the platform found when it opened the log: " + details);
            case AuditTypes.LOG_REPAIRED ->
                notes.add("record " + record.sequence() + ": a crash had left an unfinished record, which was cut off "
                        + details);
            case AuditTypes.LOG_RETIRED ->
                retirementRecorded |= Long.toString(retired.sequence()).equals(details.get("lastSequence"))
                        && retired.hash().equals(details.get("lastHash"));
            default -> {
                // nothing about the log itself
            }
        }
    }

    private void checkBeginning(AuditAnchor retired) {
        if (retired.sequence() == 0) {
            return;
        }
        if (retirementRecorded) {
            notes.add("records up to " + retired.sequence() + " were deleted for their age, as record of type "
                    + AuditTypes.LOG_RETIRED + " confirms");
        } else {
            fault(
                    Kind.BEGINNING,
                    Place.NONE,
                    0,
                    "by retired.json the records up to " + retired.sequence()
                            + " were deleted for their age, but no record confirms that");
        }
    }

    private void checkEnd(Optional<LogFiles.Head> head) {
        long last = newest == null ? 0 : newest.sequence();
        if (head.isEmpty()) {
            if (records > 0) {
                fault(
                        Kind.END,
                        Place.NONE,
                        0,
                        "head.json is missing or cannot be read, so it is not known whether records are missing at the"
                                + " end");
            }
        } else if (head.get().link().sequence() > last) {
            fault(
                    Kind.END,
                    Place.NONE,
                    last + 1,
                    "records " + (last + 1) + " to " + head.get().link().sequence()
                            + " are missing at the end: they were on disk by head.json");
        }
    }

    private void checkAnchorOutside(long sequence, String hash) {
        var first = oldest;
        if (sequence == 0) {
            return;
        }
        if (first != null && sequence < first.sequence()) {
            notes.add("the anchor " + sequence + ":" + hash + " is of a record that is no longer in the log");
        } else {
            fault(
                    Kind.ANCHOR,
                    Place.NONE,
                    sequence,
                    "the record of the anchor " + sequence + ":" + hash + " is missing");
        }
    }

    private void fault(Kind kind, Place place, long sequence, @Nullable String sentence) {
        faultCount++;
        if (faults.size() < AuditVerification.MAX_FAULTS) {
            // What was written into the files behind our back ends up on somebody's terminal.
            var harmless = AuditText.clean(String.valueOf(sentence), MAX_SENTENCE_CHARS);
            faults.add(new Fault(kind, place.file, place.line, sequence, harmless));
        }
    }

    private record Place(String file, long line) {
        static final Place NONE = new Place("", 0);
    }
}
