/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.time.Instant;
import java.util.ArrayDeque;

/** Bounds how many device requests can be open at once, of everybody together. Thread-safe. */
final class PendingDevices {
    static final int MOST = 5_000;

    /** All live equally long, so the first ends first. */
    private final ArrayDeque<Instant> ends = new ArrayDeque<>();

    /** Says whether there is room for one more, and takes it. */
    synchronized boolean take(Instant now, Instant end) {
        while (!ends.isEmpty() && !now.isBefore(ends.peek())) {
            ends.remove();
        }
        return ends.size() < MOST && ends.add(end);
    }
}
