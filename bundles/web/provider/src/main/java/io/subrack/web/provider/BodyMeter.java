/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Watches the body of one request come in: how much, how slowly and for how long. Read by one thread at a time; how long
 * it has been waited for is told to any.
 */
final class BodyMeter {
    private final RequestLimits limits;
    private final long maxBytes;
    private final long begin = System.nanoTime();

    private long bytes;
    private volatile long waitingSince;
    private volatile long waitedNanos;
    private boolean tooLarge;

    BodyMeter(RequestLimits limits, long maxBytes) {
        this.limits = limits;
        this.maxBytes = maxBytes;
    }

    long beginNanos() {
        return begin;
    }

    boolean tooLarge() {
        return tooLarge;
    }

    /** Lets a chunk pass, or puts a failure in its place. */
    Content.@Nullable Chunk pass(Content.@Nullable Chunk chunk) {
        if (chunk == null) {
            if (waitingSince == 0) {
                waitingSince = System.nanoTime();
            }
            return null;
        }
        long since = waitingSince;
        if (since != 0) {
            addWaited(System.nanoTime() - since);
            waitingSince = 0;
        }
        bytes += chunk.remaining();
        if (bytes > maxBytes) {
            tooLarge = true;
            return refuse(
                    chunk, HttpStatus.PAYLOAD_TOO_LARGE_413, "The request body is larger than " + maxBytes + " bytes.");
        }
        if (!chunk.isLast() && late()) {
            return refuse(chunk, HttpStatus.REQUEST_TIMEOUT_408, "The request body came too slowly.");
        }
        return chunk;
    }

    // Only the thread that reads writes it.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void addWaited(long nanos) {
        waitedNanos += nanos;
    }

    private boolean late() {
        long most = limits.bodyNanos(maxBytes);
        return limits.tooSlow(bytes, waitedNanos) || (most > 0 && System.nanoTime() - begin > most);
    }

    private static Content.Chunk refuse(Content.Chunk chunk, int status, String reason) {
        chunk.release();
        return Content.Chunk.from(new HttpException.RuntimeException(status, reason), true);
    }

    /** Returns how long the client has been waited for, which is not the handler's time. */
    long waitedNanos(long now) {
        long since = waitingSince;
        // Who waits for longer than a connection lives does not really wait, but has asked and gone on.
        return waitedNanos + (since == 0 ? 0 : Math.max(0, Math.min(now - since, limits.idleNanos())));
    }
}
