/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that is read from a store before it is first used; while the store is down it is not asked all the time. */
final class OnceLoaded {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Runnable read;
    private final Clock clock;
    private volatile boolean done;
    // guarded by this
    private Instant failedAt = Instant.EPOCH;
    private @Nullable StoreUnavailableException failure;

    OnceLoaded(Runnable read, Clock clock) {
        this.read = read;
        this.clock = clock;
    }

    boolean isDone() {
        return done;
    }

    /** @throws StoreUnavailableException if it is not read yet and cannot be */
    void ensure() {
        if (!done) {
            load();
        }
    }

    private synchronized void load() {
        if (done) {
            return;
        }
        var now = clock.instant();
        if (failure != null && Duration.between(failedAt, now).compareTo(PAUSE) < 0) {
            throw new StoreUnavailableException("the store could not be read a moment ago", failure);
        }
        try {
            read.run();
            done = true;
        } catch (StoreUnavailableException e) {
            failedAt = now;
            failure = e;
            throw e;
        }
    }
}
