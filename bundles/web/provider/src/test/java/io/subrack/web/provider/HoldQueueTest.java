/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.Test;

class HoldQueueTest {
    /** Notes when it was asked to come back, and never does. */
    private static final class NotedScheduler extends AbstractLifeCycle implements Scheduler {
        final List<Long> delays = new ArrayList<>();
        int cancelled;

        @Override
        public Task schedule(Runnable task, long delay, TimeUnit unit) {
            delays.add(unit.toMillis(delay));
            return () -> {
                cancelled++;
                return true;
            };
        }
    }

    private static <T> T nothing(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, m, a) -> null));
    }

    @SuppressWarnings("NullAway") // a queue does not ask an exchange for its door
    private static Exchange exchange() {
        return new Exchange(null, nothing(Request.class), nothing(Response.class), Callback.NOOP, "id", "/a");
    }

    @Test
    void comesBackEarlierForAnEarlierDeadline() {
        NotedScheduler scheduler = new NotedScheduler();
        AtomicLong longer = new AtomicLong(TimeUnit.SECONDS.toNanos(40));
        HoldQueue queue = new HoldQueue(Duration.ofMillis(100), 10, scheduler, any -> longer.get(), any -> {});

        queue.add(exchange(), "com.acme.a");
        longer.set(0);
        queue.add(exchange(), "com.acme.b");
        queue.add(exchange(), "com.acme.c");

        assertThat(scheduler.delays).hasSize(2);
        assertThat(scheduler.delays.get(0)).isGreaterThan(500);
        assertThat(scheduler.delays.get(1)).isLessThanOrEqualTo(100);
        assertThat(scheduler.cancelled).isOne();
    }

    @Test
    void leavesNothingBehindOfWhatIsTakenWhileItComes() throws InterruptedException {
        HoldQueue queue = new HoldQueue(Duration.ofMinutes(1), 1_000_000, new NotedScheduler(), any -> 0, any -> {});
        AtomicInteger taken = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        List<Exchange> all = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            all.add(exchange());
        }
        AtomicInteger next = new AtomicInteger();
        // Takes requests as the end of their connection does: whenever it comes.
        Thread failing = new Thread(() -> {
            while (!over.get()) {
                queue.take(all.get(next.get()), any -> taken.incrementAndGet());
            }
        });
        failing.start();

        for (int i = 0; i < all.size(); i++) {
            next.set(i);
            queue.add(all.get(i), "com.acme.a");
        }
        over.set(true);
        failing.join();
        queue.release(any -> true, any -> taken.incrementAndGet());

        assertThat(taken).hasValue(all.size());
        assertThat(queue.size()).isZero();
        assertThat(queue.empty()).isTrue();
    }
}
