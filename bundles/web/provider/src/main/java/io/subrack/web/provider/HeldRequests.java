/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.spi.FrontDoor.State;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** The requests that wait because their route has nobody to serve it right now. */
final class HeldRequests {
    private final Routes routes;
    private final BooleanSupplier stopping;
    private final Consumer<Exchange> giveUp;
    private final Consumer<Exchange> resume;
    private final HoldQueue queue;
    private volatile boolean closed;

    /**
     * @param stopping whether the platform is being stopped, so that nothing that is gone comes back
     * @param giveUp gets each request that cannot be held, or not any longer
     * @param resume gets each request whose route may serve it again
     */
    HeldRequests(
            WebConfig config,
            Routes routes,
            Scheduler scheduler,
            BooleanSupplier stopping,
            Consumer<Exchange> giveUp,
            Consumer<Exchange> resume) {
        this.routes = routes;
        this.stopping = stopping;
        this.giveUp = giveUp;
        this.resume = resume;
        queue = new HoldQueue(
                Duration.ofSeconds(config.hold_seconds()), config.hold_requests(), scheduler, this::nanosLeft, giveUp);
    }

    void hold(Exchange exchange, @Nullable Route route) {
        Route.Gap gap = route == null ? null : route.gap();
        boolean hopeless = gap != null && gap.hopeless() && exchange.hold() == null;
        if (hopeless || stopping.getAsBoolean()) {
            giveUp.accept(exchange);
            return;
        }
        if (exchange.hold() == null) {
            exchange.addIdleTimeoutListener(timeout -> false);
            exchange.addFailureListener(failure -> queue.take(exchange, held -> held.failed(failure)));
        }
        if (!queue.add(exchange, route == null ? DoorHandler.UNMATCHED : route.bundle())) {
            giveUp.accept(exchange);
        } else if (ready(exchange)) {
            queue.take(exchange, resume);
        }
    }

    private long nanosLeft(Exchange exchange) {
        Route route = routes.find(exchange.path());
        Route.Gap gap = route == null ? null : route.gap();
        return gap == null ? 0 : gap.untilNanos() - System.nanoTime();
    }

    private boolean ready(Exchange exchange) {
        if (closed) {
            return true;
        }
        Route route = routes.find(exchange.path());
        return route == null ? !routes.awaits(exchange.path()) : route.state() != State.HELD;
    }

    /** Lets those go on whose route may serve them. */
    void wake() {
        if (queue.size() > 0) {
            queue.release(this::ready, resume);
        }
    }

    /** Lets all of them go on. */
    void shut() {
        closed = true;
        wake();
    }

    int size() {
        return queue.size();
    }
}
