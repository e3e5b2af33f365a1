/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Has a thread, a timer and a thread-local, and ends them all. */
public final class Tidy implements BundleActivator {
    private static final ThreadLocal<Tidy> LOCAL = new ThreadLocal<>();

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final Timer timer = new Timer("tidy-timer", true);

    @Override
    public void start(BundleContext context) {
        executor.execute(() -> LOCAL.set(this));
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        LOCAL.set(Tidy.this);
                    }
                },
                0,
                1_000);
    }

    @Override
    public void stop(BundleContext context) throws InterruptedException {
        timer.cancel();
        executor.shutdownNow();
        executor.awaitTermination(5, TimeUnit.SECONDS);
        LOCAL.remove();
    }
}
