/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.DeploymentSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that changes what is live: boots, deploys, shuts down, one after the other. */
@SuppressWarnings("FutureReturnValueIgnored") // all work is guarded: it tells its failures itself
final class EngineThread {
    private static final Logger log = LoggerFactory.getLogger(EngineThread.class);
    private static final long LEAK_CHECK_SECONDS = 30;
    private static final long HOUSEKEEPING_SECONDS = 60;
    private static final long DAY_SECONDS = 86_400;
    private static final long LAST_CHANCE_SECONDS = 2;
    private static final long SLOW_REVIEW_MILLIS = 250;

    private final EngineParts parts;
    private final Published state;
    private final Runnable leakCheck;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
        Thread created = new Thread(work, "subrack-deployment");
        created.setDaemon(true);
        return created;
    });
    private volatile Runnable housekeeping = () -> {};
    private boolean bootedOnce;

    EngineThread(EngineParts parts, Published state, Runnable leakCheck) {
        this.parts = parts;
        this.state = state;
        this.leakCheck = leakCheck;
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /** Something to do on the thread. */
    interface Work {
        void run() throws InterruptedException;
    }

    void submit(Work work) {
        executor.execute(() -> guarded(work));
    }

    /** The top of the thread: nothing may end it. */
    private static void guarded(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            log.warn("the deployment thread was interrupted; what was running is left as it is");
        } catch (Throwable e) {
            log.error("the deployment engine failed", e);
        }
    }

    void housekeeping(Runnable work) {
        housekeeping = work;
    }

    /** Boots and returns when each bundle was given its start. */
    void boot() {
        CountDownLatch given = new CountDownLatch(1);
        submit(() -> {
            Booting booting;
            try {
                booting = bootNow();
            } finally {
                state.update(EngineState::afterBoot);
                given.countDown();
            }
            booting.explainUnresolved();
            review(booting);
        });
        executor.scheduleWithFixedDelay(
                () -> guarded(this::reapAndCheck), LEAK_CHECK_SECONDS, LEAK_CHECK_SECONDS, TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(
                () -> guarded(() -> housekeeping.run()), HOUSEKEEPING_SECONDS, DAY_SECONDS, TimeUnit.SECONDS);
        try {
            given.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Booting bootNow() throws InterruptedException {
        if (bootedOnce) {
            throw new IllegalStateException("the current set was booted already");
        }
        bootedOnce = true;
        long begun = System.nanoTime();
        DeploymentSet set = state.get().set();
        Booting booting = new Booting(
                parts, set, (symbolicName, faulty) -> state.update(now -> now.withFault(symbolicName, faulty)));
        try (GuardedCalls guard = new GuardedCalls("subrack-boot")) {
            Map<String, Installed> installed = booting.install(guard);
            state.update(now -> now.with(set, installed));
            booting.start(guard);
        }
        log.info(
                "set {} with {} bundles was given its start in {} ms",
                set.number(),
                set.bundles().size(),
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
        return booting;
    }

    private void review(Booting booting) throws InterruptedException {
        if (booting.reviewSlow()) {
            try {
                executor.schedule(() -> guarded(() -> review(booting)), SLOW_REVIEW_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                log.debug("nobody waits for slow bundles any more");
            }
        }
    }

    private void reapAndCheck() throws InterruptedException {
        reap();
        leakCheck.run();
    }

    /** Puts away what could not be put away before. To be called on the thread. */
    void reap() throws InterruptedException {
        try (GuardedCalls guard = new GuardedCalls("subrack-reaper")) {
            parts.instances().reap(guard, parts.settings().get().stop());
        }
    }

    /** Waits for what runs, then stops all bundles, as far as the deadline allows. */
    void shutDown(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        CountDownLatch stopped = new CountDownLatch(1);
        try {
            submit(() -> {
                try {
                    stopAll(end);
                } finally {
                    stopped.countDown();
                }
            });
            if (!stopped.await(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn("not everything was stopped within {}", Sentences.duration(deadline));
            }
        } catch (RejectedExecutionException closed) {
            log.debug("the engine has ended already");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopAll(long end) throws InterruptedException {
        List<Bundle> running = state.get().bundles().values().stream()
                .filter(Instances::running)
                .toList();
        List<Bundle> order = new ArrayList<>(new StartOrder(running).order());
        Collections.reverse(order);
        try (GuardedCalls guard = new GuardedCalls("subrack-shutdown")) {
            for (Bundle bundle : order) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    log.warn("no time is left to stop {}", Sentences.name(bundle));
                    continue;
                }
                Duration patience = Duration.ofNanos(
                        Math.min(left, parts.settings().get().stop().toNanos()));
                parts.instances().stop(bundle, guard, patience).ifPresent(log::warn);
            }
        }
    }

    /** Ends the thread; it is interrupted only if it does not end by itself, because that can break a write. */
    void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(LAST_CHANCE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
