/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.spi.Boot;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The deployment engine as the launcher knows it: two services of a bundle that it does not depend on. */
final class Engine {
    /** The bundle that must bring {@link Boot}. */
    static final String BUNDLE = "io.subrack.kernel.deployment";

    private static final long POLL_MILLIS = 2;
    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private final BundleContext context;

    Engine(BundleContext context) {
        this.context = context;
    }

    /** @throws LaunchException {@link ExitCode#BOOT_FAILED} */
    void boot(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        Boot boot = await(end);
        if (boot == null) {
            throw new LaunchException(
                    ExitCode.BOOT_FAILED,
                    "the deployment engine did not come within " + deadline.toSeconds() + " s: no service "
                            + Boot.class.getName() + "; the log says what it waits for");
        }
        try {
            boot.bootCurrentSet();
        } catch (RuntimeException e) {
            throw new LaunchException(
                    ExitCode.BOOT_FAILED, "the current deployment set cannot be booted: " + e.getMessage(), e);
        }
    }

    /** Waits until each bundle of the set serves or has failed, at most until the deadline. */
    void awaitServing(Duration deadline) {
        Deployments deployments = service(Deployments.class);
        long end = System.nanoTime() + deadline.toNanos();
        while (deployments != null && starting(deployments) && System.nanoTime() < end && pause()) {
            // they come up by themselves
        }
    }

    /** Lets the first requests have the machine for a while, if there is anybody to send them to. */
    void giveWay(Duration pause) {
        Deployments deployments = service(Deployments.class);
        long end = System.nanoTime() + pause.toNanos();
        while (deployments != null && !deployments.bundles().isEmpty() && System.nanoTime() < end && pause()) {
            // a first request has an application to build
        }
    }

    private static boolean starting(Deployments deployments) {
        for (BundleStatus status : deployments.bundles()) {
            if (status.health() == BundleStatus.Health.STARTING) {
                return true;
            }
        }
        return false;
    }

    /** Waits until the platform is no longer booting, and returns what it still lacks: empty if it is ready. */
    List<String> awaitReady(Duration deadline) {
        Platform platform = service(Platform.class);
        if (platform == null) {
            return List.of();
        }
        long end = System.nanoTime() + deadline.toNanos();
        while (platform.state() == Platform.State.BOOTING && System.nanoTime() < end && pause()) {
            // the state moves by itself
        }
        return platform.state() == Platform.State.READY ? List.of() : platform.awaiting();
    }

    /** Ends requests, deployments and capability bundles. A fault is logged: the platform stops all the same. */
    void shutDown(Duration deadline) {
        Boot boot = service(Boot.class);
        if (boot == null) {
            return;
        }
        try {
            boot.shutDown(deadline);
        } catch (RuntimeException e) {
            log.error("The deployment engine did not stop cleanly", e);
        }
    }

    private @Nullable Boot await(long end) {
        Boot boot = service(Boot.class);
        while (boot == null && System.nanoTime() < end && pause()) {
            boot = service(Boot.class);
        }
        return boot;
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> @Nullable T service(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        return reference == null ? null : context.getService(reference);
    }
}
