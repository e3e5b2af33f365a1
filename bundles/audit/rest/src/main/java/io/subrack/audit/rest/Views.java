/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditRecord;
import io.subrack.audit.api.AuditStatus;
import io.subrack.audit.api.AuditVerification;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is answered, in JSON. */
final class Views {
    private Views() {}

    /** A link of the chain. */
    record Anchor(long sequence, String hash) {
        static @Nullable Anchor of(@Nullable AuditAnchor anchor) {
            return anchor == null ? null : new Anchor(anchor.sequence(), anchor.hash());
        }
    }

    /** Who did it. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Actor(String kind, String subject, String client) {}

    /** A record. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            long sequence,
            String time,
            String type,
            Actor actor,
            @Nullable String target,
            String outcome,
            @Nullable String request,
            @Nullable String remote,
            Map<String, String> details,
            String hash) {
        static Item of(AuditRecord record) {
            var event = record.event();
            var actor = event.actor();
            return new Item(
                    record.sequence(),
                    record.time().toString(),
                    event.type(),
                    new Actor(lower(actor.kind()), actor.subject(), actor.clientId()),
                    given(event.target()),
                    lower(event.outcome()),
                    given(event.requestId()),
                    given(event.remoteAddress()),
                    event.details(),
                    record.hash());
        }
    }

    /**
     * A page.
     *
     * @param next where the next page is; null on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<Item> items, @Nullable String next) {}

    /** How the log stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Status(
            @Nullable Anchor head,
            int queued,
            long written,
            long forces,
            long waited,
            long refused,
            boolean available,
            @Nullable String unavailableSince,
            @Nullable String reason) {
        static Status of(AuditStatus status) {
            return new Status(
                    Anchor.of(status.head()),
                    status.queued(),
                    status.written(),
                    status.forces(),
                    status.waited(),
                    status.refused(),
                    status.unavailable().isEmpty(),
                    status.unavailable().map(Instant::toString).orElse(null),
                    given(status.reason()));
        }
    }

    /** A broken link. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Fault(
            String kind,
            @Nullable String file,
            @Nullable Long line,
            @Nullable Long sequence,
            String sentence) {
        static Fault of(AuditVerification.Fault fault) {
            return new Fault(
                    lower(fault.kind()),
                    given(fault.file()),
                    fault.line() == 0 ? null : fault.line(),
                    fault.sequence() == 0 ? null : fault.sequence(),
                    fault.sentence());
        }
    }

    /** What a verification found. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Verification(
            boolean intact,
            String begun,
            int segments,
            long records,
            @Nullable Anchor oldest,
            @Nullable Anchor newest,
            long retired,
            long faultCount,
            @Nullable Fault firstBroken,
            List<Fault> faults,
            List<String> notes) {
        static Verification of(AuditVerification result) {
            var faults = result.faults().stream().map(Fault::of).toList();
            return new Verification(
                    result.intact(),
                    result.begun().toString(),
                    result.segments(),
                    result.records(),
                    Anchor.of(result.oldest()),
                    Anchor.of(result.newest()),
                    result.retired(),
                    result.faultCount(),
                    faults.isEmpty() ? null : faults.get(0),
                    faults,
                    result.notes());
        }
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }
}
