/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param begun when it began
 * @param segments how many files were read
 * @param records how many records were read
 * @param oldest the first record that is there; null if there is none
 * @param newest the last record that is there; null if there is none
 * @param retired number of the last record that was deleted for its age; 0 if none was
 * @param faultCount how many faults there are
 * @param faults the first of them, in the order of the chain, at most {@value #MAX_FAULTS}
 * @param notes what an admin should know besides, as sentences
 */
public record AuditVerification(
        Instant begun,
        int segments,
        long records,
        @Nullable AuditAnchor oldest,
        @Nullable AuditAnchor newest,
        long retired,
        long faultCount,
        List<Fault> faults,
        List<String> notes) {
    public static final int MAX_FAULTS = 20;

    public AuditVerification {
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
    }

    /** Says whether no fault was found. */
    public boolean intact() {
        return faultCount == 0;
    }

    /** Returns the first broken link, or empty. */
    public Optional<Fault> firstBroken() {
        return faults.stream().findFirst();
    }

    /** The kinds of fault. */
    public enum Kind {
        /** A line is not a record. */
        MALFORMED,
        /** A record does not have the hash that it says it has: it was changed. */
        CONTENT,
        /** A record does not follow the one before it: one of them was changed, added or removed. */
        LINK,
        /** Numbers are missing or come twice. */
        SEQUENCE,
        /** The log does not begin where it should. */
        BEGINNING,
        /** The log does not end where it should: its end was cut off. */
        END,
        /** A link that was noted elsewhere is not in the log. */
        ANCHOR,
        /** The platform found damage when it opened the log, and wrote that down. */
        RECORDED
    }

    /**
     * A broken link.
     *
     * @param kind what sort
     * @param file name of the file; empty where there is none
     * @param line number of the line in it, 1 for the first; 0 where there is none
     * @param sequence number of the record; 0 where it is not known
     * @param sentence what differs
     */
    public record Fault(Kind kind, String file, long line, long sequence, String sentence) {}
}
