/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the log stands.
 *
 * @param head the last record on disk; note it elsewhere to be able to prove later that nothing before it was changed
 * @param queued events that wait to be written
 * @param written records written by this process
 * @param forces how often the disk was forced for these
 * @param waited how often a caller had to wait for a place among the waiting events
 * @param refused events that were not taken
 * @param unavailableSince since when it cannot be written; null while it can
 * @param reason why it cannot be written; empty while it can
 */
public record AuditStatus(
        AuditAnchor head,
        int queued,
        long written,
        long forces,
        long waited,
        long refused,
        @Nullable Instant unavailableSince,
        String reason) {
    /** Returns since when the log cannot be written, or empty if it can. */
    public Optional<Instant> unavailable() {
        return Optional.ofNullable(unavailableSince);
    }
}
