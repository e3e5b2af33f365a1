/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the framework forget uninstalled instances, so that their classes can go. Never refreshes a bundle that is
 * installed: an instance that something live is still wired to stays until that is gone too.
 */
final class Purge {
    private static final Logger log = LoggerFactory.getLogger(Purge.class);

    private final FrameworkWiring framework;
    private final Set<Bundle> waiting = new LinkedHashSet<>();
    private final Set<Bundle> told = new HashSet<>();

    Purge(BundleContext context) {
        framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    /** Forgets the uninstalled ones among {@code bundles}, and those that had to wait the last times. */
    void run(Collection<Bundle> bundles, Duration deadline) throws InterruptedException {
        bundles.stream()
                .filter(bundle -> bundle.getState() == Bundle.UNINSTALLED)
                .forEach(waiting::add);
        Set<Bundle> ready = ready();
        if (ready.isEmpty()) {
            return;
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.refreshBundles(ready, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        if (!refreshed.await(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
            log.warn("the framework has not purged {} within {}", ready, Sentences.duration(deadline));
        }
        waiting.removeAll(ready);
    }

    private Set<Bundle> ready() {
        waiting.removeIf(bundle -> bundle.adapt(BundleWiring.class) == null && !pending(bundle));
        if (waiting.containsAll(framework.getDependencyClosure(waiting))) {
            return new LinkedHashSet<>(waiting);
        }
        Set<Bundle> ready = new LinkedHashSet<>();
        for (Bundle bundle : waiting) {
            Collection<Bundle> closure = framework.getDependencyClosure(List.of(bundle));
            if (waiting.containsAll(closure)) {
                ready.add(bundle);
            } else if (told.add(bundle)) {
                log.warn("{} is uninstalled but stays wired to {}; it is kept until they go", bundle, closure);
            }
        }
        told.retainAll(waiting);
        return ready;
    }

    private boolean pending(Bundle bundle) {
        return framework.getRemovalPendingBundles().contains(bundle);
    }
}
