/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.api;

import io.subrack.kernel.api.Author;
import java.time.Instant;
import java.util.List;

/**
 * A change of the admin layer that was made.
 *
 * @param number counted over all PIDs
 * @param differences what it changed in the admin layer, sorted by key
 */
public record Revision(long number, String pid, Instant at, Author by, String reason, List<Difference> differences) {
    public Revision {
        differences = List.copyOf(differences);
    }
}
