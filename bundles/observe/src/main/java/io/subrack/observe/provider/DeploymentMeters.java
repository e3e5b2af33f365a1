/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployments;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Counts and times deployments by result. */
@Component(service = DeploymentMeters.class, immediate = true)
public final class DeploymentMeters {
    private static final int REMEMBERED = 64;

    private static final Duration[] BUCKETS = Stream.of(
                    25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Meters meters;
    private final Deployments.Subscription subscription;

    /** The last that were counted; used by the one thread of the engine that calls back. */
    private final Deque<String> counted = new ArrayDeque<>();

    @Activate
    public DeploymentMeters(@Reference Meters meters, @Reference Deployments deployments) {
        this.meters = meters;
        meters.first(DeploymentMeters::registerAll);
        this.subscription = deployments.subscribe(this::changed);
    }

    @Deactivate
    void close() {
        subscription.close();
    }

    private void changed(Deployment deployment) {
        if (deployment.status() == Deployment.Status.RUNNING
                || deployment.ended().isEmpty()
                || counted.contains(deployment.id())) {
            return;
        }
        counted.addLast(deployment.id());
        if (counted.size() > REMEMBERED) {
            counted.removeFirst();
        }
        timer(meters.registry(), deployment.status())
                .record(deployment.duration(deployment.ended().get()));
        deployment.bundles().forEach(bundle -> count(bundle.symbolicName(), deployment.status()));
    }

    private void count(String bundle, Deployment.Status result) {
        Counter.builder("subrack.bundle.deployments")
                .description("Deployments that are over and had to do with the bundle")
                .tag("bundle", bundle)
                .tag("result", lower(result))
                .register(meters.registry())
                .increment();
    }

    private static String lower(Deployment.Status result) {
        return result.name().toLowerCase(Locale.ROOT);
    }

    private static void registerAll(MeterRegistry registry) {
        for (var result : Deployment.Status.values()) {
            if (result != Deployment.Status.RUNNING) {
                timer(registry, result);
            }
        }
    }

    private static Timer timer(MeterRegistry registry, Deployment.Status result) {
        return Timer.builder("subrack.deployments")
                .description("Deployments that are over, from acceptance to the end of the old bundles")
                .tag("result", lower(result))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
