/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at all requests that run, a few times per second: cheaper than a timer for each of them. */
final class Deadlines {
    private static final Logger log = LoggerFactory.getLogger(Deadlines.class);
    private static final long TICK_MILLIS = 250;

    private final Set<Exchange> running = ConcurrentHashMap.newKeySet();
    private final RequestLimits limits;
    private final Scheduler scheduler;

    Deadlines(RequestLimits limits, Scheduler scheduler) {
        this.limits = limits;
        this.scheduler = scheduler;
    }

    void start() {
        if (limits.requestNanos() > 0) {
            schedule();
        }
    }

    void add(Exchange exchange) {
        if (limits.requestNanos() > 0) {
            running.add(exchange);
        }
    }

    void remove(Exchange exchange) {
        if (limits.requestNanos() > 0) {
            running.remove(exchange);
        }
    }

    private void schedule() {
        if (scheduler.isRunning()) {
            scheduler.schedule(this::look, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (Exchange exchange : running) {
            look(exchange, now);
        }
        schedule();
    }

    // One request must not keep the others from being looked at.
    private static void look(Exchange exchange, long now) {
        try {
            exchange.look(now);
        } catch (RuntimeException e) {
            log.warn("{} {} could not be ended", exchange.getMethod(), exchange.template(), e);
        }
    }
}
