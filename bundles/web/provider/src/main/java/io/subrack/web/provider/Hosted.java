/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.spi.MountHandler;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * One handler of one generation, with the requests that run in it.
 *
 * <p>A request enters before it is given to the handler and leaves when its exchange is over. A drain shuts the door
 * first and counts then, so a request that found this handler in an old route table either is counted or is turned away
 * and looks again.
 */
final class Hosted {
    /** The sign bit of the state says shut, the other bits count the requests inside. */
    private static final int SHUT = Integer.MIN_VALUE;

    private final MountHandler handler;
    private final Generation generation;
    private final AtomicInteger state = new AtomicInteger();
    private final Set<Exchange> suspended = ConcurrentHashMap.newKeySet();
    private final Object idle = new Object();
    private volatile boolean waitedFor;
    private boolean warm;
    private @Nullable String warmUpFault;

    Hosted(MountHandler handler, Generation generation) {
        this.handler = handler;
        this.generation = generation;
    }

    MountHandler handler() {
        return handler;
    }

    Generation generation() {
        return generation;
    }

    /** Counts a request in, unless the door is shut. */
    boolean enter() {
        if (state.incrementAndGet() > 0) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        if (state.decrementAndGet() < 0) {
            synchronized (idle) {
                idle.notifyAll();
            }
        }
    }

    int inFlight() {
        return state.get() & ~SHUT;
    }

    void shut() {
        state.getAndUpdate(value -> value | SHUT);
    }

    void reopen() {
        state.getAndUpdate(value -> value & ~SHUT);
        waitedFor = false;
    }

    /** Remembers a request that is answered asynchronously, to be aborted if it outlives the handler. */
    void suspended(Exchange exchange) {
        suspended.add(exchange);
    }

    void resumed(Exchange exchange) {
        suspended.remove(exchange);
    }

    /**
     * Waits until at most {@code own} requests are inside. Later calls do not wait again: a drain deadline is spent once.
     *
     * @param own how many of them are the caller's
     * @param patienceNanos from when on those that are answered asynchronously are broken off
     * @return how many others are still inside
     */
    int awaitIdle(int own, long patienceNanos, long deadlineNanos) throws InterruptedException {
        long next = patienceNanos;
        while (next - deadlineNanos < 0 && !awaitIdleUntil(own, next)) {
            abortSuspended();
            next += TimeUnit.SECONDS.toNanos(1);
        }
        awaitIdleUntil(own, deadlineNanos);
        waitedFor = true;
        return Math.max(0, inFlight() - own);
    }

    private boolean awaitIdleUntil(int own, long deadlineNanos) throws InterruptedException {
        synchronized (idle) {
            while (inFlight() > own && !waitedFor) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(idle, left);
            }
            return true;
        }
    }

    /** Ends what is still answered asynchronously: others cannot wait for it, or nobody would end it any more. */
    void abortSuspended() {
        for (Exchange exchange : List.copyOf(suspended)) {
            if (suspended.remove(exchange)) {
                exchange.abort(HttpStatus.SERVICE_UNAVAILABLE_503, "its handler is taken away");
            }
        }
    }

    /** Warms the handler up once, and says why it could not. */
    synchronized @Nullable String warmUp() {
        if (!warm) {
            warm = true;
            warmUpFault = tryWarmUp();
        }
        return warmUpFault;
    }

    // Whatever a bundle's code throws is that bundle's fault.
    @SuppressWarnings("CatchingUnchecked")
    private @Nullable String tryWarmUp() {
        try {
            handler.warmUp();
            return null;
        } catch (Exception | LinkageError e) {
            String message = e.getMessage();
            return message == null ? e.getClass().getName() : message;
        }
    }
}
