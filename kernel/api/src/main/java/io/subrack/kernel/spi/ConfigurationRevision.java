/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import io.subrack.kernel.api.Author;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One change of the admin layer. On disk, and never changed again.
 *
 * @param number counted over all PIDs, from 1
 * @param previous the revision of the same PID before it; 0 for none
 * @param by who asked for it
 * @param reason why; may be empty
 * @param before the admin layer before; empty if there was none
 * @param after the admin layer since then; empty if it was dropped
 */
public record ConfigurationRevision(
        long number,
        long previous,
        String pid,
        Instant at,
        Author by,
        String reason,
        Optional<Map<String, Object>> before,
        Optional<Map<String, Object>> after) {
    public ConfigurationRevision {
        before = before.map(values -> Collections.unmodifiableMap(new TreeMap<>(values)));
        after = after.map(values -> Collections.unmodifiableMap(new TreeMap<>(values)));
    }
}
