/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records that were found.
 *
 * @param records in the query's order
 * @param cursor number of the last record that was looked at; null if there is nothing behind it
 */
public record AuditPage(List<AuditRecord> records, @Nullable Long cursor) {
    public AuditPage {
        records = List.copyOf(records);
    }

    /** Returns where to go on with {@link AuditQuery#behind}, or empty if this was the last page. */
    public Optional<Long> next() {
        return Optional.ofNullable(cursor);
    }
}
