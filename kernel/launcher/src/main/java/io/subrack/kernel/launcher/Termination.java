/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What this process does when it is told to end, from before the platform starts until it has stopped. Told during the
 * start, the platform stops as soon as it is there; told a second time, the process ends as it is. Thread-safe.
 */
final class Termination {
    private final LauncherConfiguration configuration;
    private final AtomicBoolean asked = new AtomicBoolean();
    // guarded by this
    private @Nullable RunningPlatform platform;
    private boolean stopping;

    private Termination(LauncherConfiguration configuration) {
        this.configuration = configuration;
    }

    static Termination install(LauncherConfiguration configuration) {
        Termination termination = new Termination(configuration);
        Signals.onTermination(termination::signalled);
        return termination;
    }

    /** Returns whether the process was told to end. */
    boolean asked() {
        return asked.get();
    }

    /** Takes the platform that is to be stopped; it is stopped now if the process was told to end meanwhile. */
    void launched(RunningPlatform launched) {
        synchronized (this) {
            platform = launched;
        }
        // System.exit from a bundle, or a JVM without signal handlers
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            Watchdog.stopWithin(configuration.stopPatience());
                            launched.stop();
                        },
                        "subrack-shutdown"));
        if (asked.get()) {
            stop();
        }
    }

    private void signalled() {
        if (!asked.compareAndSet(false, true)) {
            Watchdog.halt(ExitCode.FORCED, "told to stop a second time: ended as it was");
        }
        stop();
    }

    private void stop() {
        RunningPlatform stopped;
        synchronized (this) {
            if (platform == null || stopping) {
                return;
            }
            stopping = true;
            stopped = platform;
        }
        Watchdog.stopWithin(configuration.stopPatience());
        new Thread(stopped::stop, "subrack-stop").start();
    }
}
