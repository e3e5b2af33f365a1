/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import org.jspecify.annotations.Nullable;

/**
 * How far an answer had gone when it was looked at.
 *
 * @param atNanos when that was
 * @param bytes how much of its body was written
 * @param goesOn whether it had gone on since the look before; true for the first
 */
record Flow(long atNanos, long bytes, boolean goesOn) {
    /** Looks anew, if it is time for that. */
    static Flow of(@Nullable Flow before, long now, long bytes, RequestLimits limits) {
        if (before == null) {
            return new Flow(now, bytes, true);
        }
        long since = now - before.atNanos;
        if (since < limits.lookNanos()) {
            return before;
        }
        return new Flow(now, bytes, !limits.stalled(bytes - before.bytes, since));
    }
}
