/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which bundles of the current set could be updated.
 *
 * @param checked when the repositories were asked; empty if not yet in this process
 * @param items sorted by symbolic name
 */
public record Updates(Optional<Instant> checked, List<Update> items) {
    public Updates {
        items = List.copyOf(items);
    }
}
