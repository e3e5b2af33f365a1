/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

import io.subrack.kernel.deployment.bundles.wish.Wish;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers a {@link Wish} long after it was started. */
public final class Dawdling implements BundleActivator, Wish {
    public static final long MILLIS = 900;

    @Override
    public void start(BundleContext context) {
        new Thread(
                        () -> {
                            try {
                                Thread.sleep(MILLIS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            context.registerService(Wish.class, this, null);
                        },
                        "dawdling")
                .start();
    }

    @Override
    public void stop(BundleContext context) {}
}
