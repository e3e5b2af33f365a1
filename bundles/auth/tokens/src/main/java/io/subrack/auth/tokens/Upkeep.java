/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of this bundle, for what nobody waits for. */
@Component(service = Upkeep.class)
public final class Upkeep {
    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private final ScheduledExecutorService thread;
    private final Executor first;

    @Activate
    public Upkeep() {
        thread = thread();
        first = thread;
    }

    /** @param first runs what is to be done soon */
    Upkeep(Executor first) {
        thread = thread();
        this.first = first;
    }

    private static ScheduledExecutorService thread() {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "subrack-auth-upkeep");
            made.setDaemon(true);
            return made;
        });
    }

    @Deactivate
    void close() {
        thread.shutdownNow();
    }

    /** Runs a task once, as soon as nothing else is to be done: whoever starts does not wait for it. */
    void soon(Runnable task) {
        try {
            first.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            log.debug("nothing is begun while the bundle stops", e);
        }
    }

    /** Runs a task once. */
    void after(Duration delay, Runnable task) {
        try {
            var unused = thread.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("nothing is begun while the bundle stops", e);
        }
    }

    /** Runs a task again and again; what it throws is logged and does not end it. */
    Task every(Duration first, Duration period, Runnable task) {
        var scheduled = thread.scheduleWithFixedDelay(
                guarded(task), first.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) { // the top of a thread
                log.error("upkeep of keys and tokens failed; it is tried again", e);
            }
        };
    }

    /** Something that is run again and again. */
    interface Task {
        void end();
    }
}
