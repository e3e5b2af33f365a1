/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Requests that wait for their route, in the order of their arrival, without a thread; one timer serves them all. */
final class HoldQueue {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Deadlines move both ways, so none is relied on for longer. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Queue<Exchange> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final long holdNanos;
    private final int capacity;
    private final Scheduler scheduler;
    private final ToLongFunction<Exchange> longer;
    private final Consumer<Exchange> giveUp;

    private Scheduler.@Nullable Task timer;
    private long dueNanos;

    /**
     * @param hold how long a request waits
     * @param longer how many nanoseconds from now it waits, at least, because of what happens to its route
     * @param giveUp gets each request that has waited long enough
     */
    HoldQueue(
            Duration hold,
            int capacity,
            Scheduler scheduler,
            ToLongFunction<Exchange> longer,
            Consumer<Exchange> giveUp) {
        holdNanos = hold.toNanos();
        this.capacity = capacity;
        this.scheduler = scheduler;
        this.longer = longer;
        this.giveUp = giveUp;
    }

    /**
     * Lets a request wait; if it waits for the second time, it has only the rest of its time left.
     *
     * @param owner the bundle that it waits for; no bundle takes more than half of the room
     * @return false if it has waited long enough already, or too many others wait
     */
    boolean add(Exchange exchange, String owner) {
        long left = left(exchange);
        if (left <= 0) {
            return false;
        }
        AtomicInteger ofOwner = counts.computeIfAbsent(owner, any -> new AtomicInteger());
        boolean room = ofOwner.incrementAndGet() <= (capacity + 1) / 2;
        if (count.incrementAndGet() > capacity || !room) {
            count.decrementAndGet();
            ofOwner.decrementAndGet();
            return false;
        }
        // First into the queue, then marked: who takes a marked one out finds it there, and nothing stays behind.
        waiting.add(exchange);
        exchange.hold(holdNanos).begin(ofOwner);
        schedule(left);
        return true;
    }

    private long left(Exchange exchange) {
        return Math.max(exchange.hold(holdNanos).leftNanos(), longer.applyAsLong(exchange));
    }

    private synchronized void schedule(long delayNanos) {
        long delay = Math.max(TICK_NANOS, Math.min(LOOK_NANOS, delayNanos));
        long due = System.nanoTime() + delay;
        Scheduler.Task earlier = timer;
        if (earlier != null) {
            if (due - dueNanos > -TICK_NANOS) {
                return;
            }
            earlier.cancel();
        }
        dueNanos = due;
        timer = scheduler.schedule(this::expire, delay, TimeUnit.NANOSECONDS);
    }

    private void expire() {
        synchronized (this) {
            timer = null;
        }
        long next = Long.MAX_VALUE;
        for (Exchange exchange : waiting) {
            long left = left(exchange);
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
        Hold hold = exchange.hold();
        if (hold != null && hold.end()) {
            waiting.remove(exchange);
            count.decrementAndGet();
            next.accept(exchange);
        }
    }

    /** Whether really nothing is in the queue. */
    boolean empty() {
        return waiting.isEmpty();
    }

    int size() {
        return count.get();
    }
}
