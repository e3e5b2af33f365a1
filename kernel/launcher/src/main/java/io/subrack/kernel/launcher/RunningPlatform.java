/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import io.subrack.kernel.spi.Boot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A platform in this JVM. Thread-safe. */
public final class RunningPlatform implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunningPlatform.class);

    /** What manages the platform can wait that long for bundles that take their time. */
    private static final Duration FIRST_SERVE = Duration.ofMillis(250);

    /** It waits for the first answers, too: this part of the time that all has taken so far on this machine. */
    private static final int FIRST_ANSWERS_SHARE = 5;

    private static final Duration FIRST_ANSWERS = Duration.ofMillis(500);

    private final PlatformFramework framework;
    private final PlatformBundles bundles;
    private final DataDirectory data;
    private final LauncherConfiguration configuration;
    private final long begunNanos = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private boolean stopped;
    private boolean clean;

    RunningPlatform(
            PlatformFramework framework,
            PlatformBundles bundles,
            DataDirectory data,
            LauncherConfiguration configuration) {
        this.framework = framework;
        this.bundles = bundles;
        this.data = data;
        this.configuration = configuration;
    }

    /** Boots the deployment set, and gives it a moment to serve. */
    void boot() {
        Engine engine = new Engine(framework.getBundleContext());
        engine.boot(configuration.startDeadline());
        engine.awaitServing(FIRST_SERVE);
        Duration soFar = Duration.ofNanos(System.nanoTime() - begunNanos);
        Duration share = soFar.dividedBy(FIRST_ANSWERS_SHARE);
        engine.giveWay(share.compareTo(FIRST_ANSWERS) < 0 ? share : FIRST_ANSWERS);
    }

    /** Tells whoever waits for it that all platform bundles are started. */
    void complete() {
        framework
                .getBundleContext()
                .registerService(
                        Condition.class,
                        Condition.INSTANCE,
                        FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, Boot.COMPLETE)));
    }

    /** Returns the context of the system bundle. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    public LauncherConfiguration configuration() {
        return configuration;
    }

    /**
     * Waits until the current deployment set serves, or the platform is stopped.
     *
     * @return what it still lacks, as sentences; empty if the platform is ready, or stopped
     */
    public List<String> awaitReady() {
        List<String> missing = missing();
        lock.lock();
        try {
            // a stop that came meanwhile has the last word
            if (!stopped) {
                data.deleteRetiredStorage();
                data.writeState(missing.isEmpty() ? "ready" : "degraded " + String.join("; ", missing));
            }
        } finally {
            lock.unlock();
        }
        return missing;
    }

    private List<String> missing() {
        BundleContext context = framework.getBundleContext();
        if (context == null) {
            return List.of();
        }
        try {
            return new Engine(context).awaitReady(configuration.startDeadline());
        } catch (IllegalStateException e) {
            if (framework.getState() == Bundle.ACTIVE) {
                throw e;
            }
            return List.of();
        }
    }

    /** Waits until the framework has stopped. */
    public void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /**
     * Lets running requests and the running deployment end, stops all bundles and the framework, and releases the data
     * directory. A second call waits for the first.
     *
     * @return whether everything ended before {@link LauncherConfiguration#stopDeadline()}
     */
    public boolean stop() {
        return stop(true);
    }

    /** Stops the framework as it is, without drain; for tests of a sudden end. */
    public void halt() {
        stop(false);
    }

    @Override
    public void close() {
        stop();
    }

    private boolean stop(boolean drain) {
        lock.lock();
        try {
            if (!stopped) {
                stopped = true;
                clean = stopOnce(drain);
            }
            return clean;
        } finally {
            lock.unlock();
        }
    }

    private boolean stopOnce(boolean drain) {
        long end = System.nanoTime() + configuration.stopDeadline().toNanos();
        try {
            if (drain && framework.getState() == Bundle.ACTIVE) {
                data.writeState("stopping");
                new Engine(framework.getBundleContext()).shutDown(configuration.stopDeadline());
            }
            return stopFramework(end);
        } finally {
            bundles.forget();
            data.close();
        }
    }

    private boolean stopFramework(long end) {
        try {
            framework.end();
            long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            FrameworkEvent event = framework.waitForStop(left);
            if (event.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                log.error(
                        "The framework did not stop within {} s",
                        configuration.stopDeadline().toSeconds());
                return false;
            }
            return true;
        } catch (BundleException e) {
            log.error("The framework did not stop cleanly", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
