/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The time that one request may wait for its route, all at once or in parts. */
final class Hold {
    private final long deadlineNanos;

    /** How many requests wait for the same bundle; null while this one does not wait. */
    private final AtomicReference<@Nullable AtomicInteger> together = new AtomicReference<>();

    Hold(long nanos) {
        deadlineNanos = System.nanoTime() + nanos;
    }

    /** Returns how much time is left; zero or less when it is over. */
    long leftNanos() {
        return deadlineNanos - System.nanoTime();
    }

    /**
     * Lets the request wait.
     *
     * @param others how many requests wait for the same bundle, this one counted already
     */
    void begin(AtomicInteger others) {
        together.set(others);
    }

    /** Takes the request out of waiting, and out of the count; only one caller gets true. */
    boolean end() {
        AtomicInteger others = together.getAndSet(null);
        if (others == null) {
            return false;
        }
        others.decrementAndGet();
        return true;
    }
}
