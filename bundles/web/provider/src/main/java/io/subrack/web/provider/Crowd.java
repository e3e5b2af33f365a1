/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The requests that have a thread in one bundle, all its instances together: none may take the threads of all others. */
final class Crowd {
    private final AtomicInteger inside = new AtomicInteger();
    private final Queue<Exchange> outside = new ConcurrentLinkedQueue<>();

    boolean enter(int limit) {
        if (inside.incrementAndGet() <= limit) {
            return true;
        }
        inside.decrementAndGet();
        return false;
    }

    /** Counts one out, and lets in who waits. */
    void leave(int limit, Consumer<Exchange> next) {
        inside.decrementAndGet();
        if (!outside.isEmpty()) {
            admit(limit, next);
        }
    }

    /** Lets a request that was held wait for its turn: many are let go at once, and none of them has come too often. */
    void queue(Exchange exchange, int limit, Consumer<Exchange> next) {
        outside.add(exchange);
        admit(limit, next);
    }

    /** Lets the next one in if there is room. */
    void admit(int limit, Consumer<Exchange> next) {
        if (inside.get() < limit) {
            Exchange first = outside.poll();
            if (first != null) {
                next.accept(first);
            }
        }
    }
}
