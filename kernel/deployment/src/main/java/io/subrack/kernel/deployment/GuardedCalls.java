/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls foreign code with a deadline: on a helper thread that is given up, and replaced, when the code does not come
 * back. Used from one thread.
 */
final class GuardedCalls implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GuardedCalls.class);
    private static final Duration INTERRUPT_GRACE = Duration.ofMillis(250);

    private final String name;
    private final AtomicInteger helpers = new AtomicInteger();
    private @Nullable Helper helper;

    GuardedCalls(String name) {
        this.name = name;
    }

    /**
     * Runs {@code work} and waits for it.
     *
     * @throws HungException if it has not returned at the deadline; it was interrupted then
     * @throws ExecutionException with what {@code work} threw
     */
    <T> T call(Duration deadline, Callable<T> work) throws HungException, ExecutionException, InterruptedException {
        Call<T> call = begin(work);
        if (!call.done(deadline)) {
            throw call.giveUp();
        }
        return call.result();
    }

    /** As {@link #call}, for work without a result. */
    void run(Duration deadline, Work work) throws HungException, ExecutionException, InterruptedException {
        call(deadline, () -> {
            work.run();
            return true;
        });
    }

    /** Starts {@code work} and returns at once. */
    <T> Call<T> begin(Callable<T> work) {
        Helper current = helper;
        if (current == null) {
            current = new Helper(name + (helpers.get() == 0 ? "" : "-" + helpers.get()));
            helpers.incrementAndGet();
            helper = current;
        }
        Call<T> call = new Call<>(current);
        current.queue.add(() -> call.run(work));
        return call;
    }

    /** Ends the helper thread. */
    @Override
    public void close() {
        Helper current = helper;
        helper = null;
        if (current != null) {
            current.queue.add(End.END);
        }
    }

    /** Foreign code without a result. */
    interface Work {
        void run() throws Exception;
    }

    /** One call that was begun. */
    final class Call<T> {
        private final Helper runner;
        private final CompletableFuture<T> outcome = new CompletableFuture<>();

        private Call(Helper runner) {
            this.runner = runner;
        }

        /** The top of a thread that runs a stranger's code: whatever comes up is kept for who asked. */
        private void run(Callable<T> work) {
            try {
                outcome.complete(work.call());
            } catch (Throwable thrown) {
                outcome.completeExceptionally(thrown);
            }
        }

        /** Waits at most until the deadline and says whether the work is over. */
        boolean done(Duration deadline) throws InterruptedException {
            try {
                outcome.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
                return true;
            } catch (ExecutionException e) {
                return true;
            } catch (TimeoutException e) {
                return outcome.isDone();
            }
        }

        /** Returns the result of work that is over. */
        T result() throws ExecutionException, InterruptedException {
            return outcome.get();
        }

        /** Leaves the work running; later calls get another thread. */
        void leave() {
            if (helper == runner) {
                helper = null;
            }
            runner.queue.add(End.END);
        }

        StackTraceElement[] frames() {
            return runner.thread.getStackTrace();
        }

        /** Interrupts the work and gives it up. */
        HungException giveUp() throws InterruptedException {
            StackTraceElement[] frames = frames();
            runner.thread.interrupt();
            boolean ended = done(INTERRUPT_GRACE);
            if (!ended && helper == runner) {
                helper = null;
            }
            return new HungException(frames, ended, runner);
        }
    }

    /** Says that foreign code did not come back in time. */
    static final class HungException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient StackTraceElement[] frames;
        private final transient boolean ended;
        private final transient Helper runner;

        private HungException(StackTraceElement[] frames, boolean ended, Helper runner) {
            super("stands at " + Sentences.where(frames));
            this.frames = frames;
            this.ended = ended;
            this.runner = runner;
        }

        StackTraceElement[] frames() {
            return frames;
        }

        /** Says whether the code came back when it was interrupted. */
        boolean ended() {
            return ended;
        }

        String thread() {
            return runner.thread.getName();
        }

        /** Has the lost thread do something if it ever comes back. Only for one that has not {@link #ended()}. */
        void afterwards(Runnable cleanUp) {
            runner.queue.add(cleanUp);
            runner.queue.add(End.END);
        }
    }

    /** What ends a helper when its turn comes. */
    private enum End implements Runnable {
        END;

        @Override
        public void run() {}
    }

    private static final class Helper implements Runnable {
        private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        private final Thread thread;
        private final ClassLoader loader = GuardedCalls.class.getClassLoader();

        Helper(String name) {
            thread = new Thread(this, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            thread.start();
        }

        @Override
        public void run() {
            for (Runnable task = next(); task != End.END; task = next()) {
                task.run();
                thread.setContextClassLoader(loader);
            }
        }

        /** Never ends on an interrupt: it was meant for the work before, or is a stranger's. */
        private Runnable next() {
            while (true) {
                try {
                    return queue.take();
                } catch (InterruptedException meantForTheWorkBefore) {
                    log.debug("a helper was interrupted while it had nothing to do");
                }
            }
        }
    }
}
