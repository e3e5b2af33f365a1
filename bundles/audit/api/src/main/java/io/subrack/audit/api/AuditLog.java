/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where security and deployment events are written down, for good and in order. It is files, not the database: it works
 * while the database is down. Thread-safe.
 */
@ProviderType
public interface AuditLog {
    /**
     * Writes an event and returns once its record is on disk. For every change that somebody is told of: write the record
     * before the answer. Callers that come at the same time share one force of the disk.
     *
     * @return the record's place in the chain
     * @throws AuditUnavailableException if it cannot be written: acknowledge nothing, answer 503; the log recovers by
     *     itself
     */
    AuditAnchor append(AuditEvent event);

    /**
     * Takes an event to write a moment later, in order with all others. For events at a high rate, as issued tokens. A
     * {@code kill -9} loses at most what was taken in the last moments and is not on disk yet.
     *
     * <p>Waits for a bounded time when too many events are waiting already; none is dropped.
     *
     * @throws AuditUnavailableException if the event was not taken, because the log cannot be written or does not keep up
     */
    void appendLater(AuditEvent event);
}
