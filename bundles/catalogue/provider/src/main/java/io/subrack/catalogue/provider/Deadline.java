/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import java.time.Duration;

/** Until when something must be done. */
final class Deadline {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Returns this deadline, or one in {@code time} if that is earlier. */
    Deadline within(Duration time) {
        long other = System.nanoTime() + time.toNanos();
        return other - end < 0 ? new Deadline(other) : this;
    }

    /** @throws CatalogueException if it has passed */
    Duration left() {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw new CatalogueException(
                    CatalogueProblem.TOO_SLOW,
                    "The repositories did not answer in time. Repeat the call; what was downloaded is kept.");
        }
        return Duration.ofNanos(left);
    }
}
