/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.util.thread.Scheduler;

/** Requests that wait for their route, in the order of their arrival, without a thread; one timer serves them all. */
final class HoldQueue {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Queue<Exchange> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final long holdNanos;
    private final int capacity;
    private final Scheduler scheduler;
    private final Consumer<Exchange> giveUp;

    /** @param giveUp gets each request that has waited long enough */
    HoldQueue(Duration hold, int capacity, Scheduler scheduler, Consumer<Exchange> giveUp) {
        holdNanos = hold.toNanos();
        this.capacity = capacity;
        this.scheduler = scheduler;
        this.giveUp = giveUp;
    }

    /**
     * Lets a request wait; if it waits for the second time, it has only the rest of its time left.
     *
     * @return false if it has waited long enough already, or too many others wait
     */
    boolean add(Exchange exchange) {
        long left = exchange.holdLeft(holdNanos);
        if (left <= 0) {
            return false;
        }
        if (count.incrementAndGet() > capacity) {
            count.decrementAndGet();
            return false;
        }
        exchange.hold();
        waiting.add(exchange);
        schedule(left);
        return true;
    }

    private void schedule(long delayNanos) {
        if (scheduled.compareAndSet(false, true)) {
            scheduler.schedule(this::expire, Math.max(TICK_NANOS, delayNanos), TimeUnit.NANOSECONDS);
        }
    }

    private void expire() {
        scheduled.set(false);
        long next = Long.MAX_VALUE;
        for (Exchange exchange : waiting) {
            long left = exchange.holdLeft(holdNanos);
            if (left <= 0) {
                take(exchange, giveUp);
            } else {
                next = Math.min(next, left);
            }
        }
        if (next != Long.MAX_VALUE) {
            schedule(next);
        }
    }

    /** Hands each waiting request that is ready to {@code next}, in order. */
    void release(Predicate<Exchange> ready, Consumer<Exchange> next) {
        for (Exchange exchange : waiting) {
            if (ready.test(exchange)) {
                take(exchange, next);
            }
        }
    }

    /** Takes one out; {@code next} gets it unless somebody else was quicker. */
    void take(Exchange exchange, Consumer<Exchange> next) {
        if (exchange.release()) {
            waiting.remove(exchange);
            count.decrementAndGet();
            next.accept(exchange);
        }
    }

    int size() {
        return count.get();
    }
}
