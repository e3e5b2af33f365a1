/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * What still comes of a body whose request has been answered: it is read and thrown away for a while, because a client
 * that is cut off while it sends may lose the answer, or its HTTP/2 connection with all other streams.
 */
final class Leftover implements Runnable {
    private static final int MOST_READS = 16;
    private static final long MAX_BYTES = 64L << 20;
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Request request;
    private final Callback end;
    private final long begin = System.nanoTime();
    private long bytes;

    private Leftover(Request request, Callback end) {
        this.request = request;
        this.end = end;
    }

    /** @param end told when nothing comes any more, or too much */
    static void discard(Request request, Callback end) {
        new Leftover(request, end).run();
    }

    /** Reads what has come already; false if more may come. */
    static boolean consume(Request request) {
        for (int i = 0; i < MOST_READS; i++) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                return false;
            }
            chunk.release();
            if (Content.Chunk.isFailure(chunk)) {
                return false;
            }
            if (chunk.isLast()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void run() {
        if (!waits()) {
            end.succeeded();
        }
    }

    private boolean waits() {
        while (System.nanoTime() - begin < MAX_NANOS && bytes <= MAX_BYTES) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                return demanded();
            }
            bytes += chunk.remaining();
            chunk.release();
            if (chunk.isLast() || Content.Chunk.isFailure(chunk)) {
                return false;
            }
        }
        return false;
    }

    private boolean demanded() {
        try {
            request.demand(this);
            return true;
        } catch (IllegalStateException e) {
            // A handler waits for the body still, although the answer is complete: nothing more can be read.
            return false;
        }
    }
}
