/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers a service and never comes back, unless the system property {@code hanging.release} is set. */
public final class Hanging implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        context.registerService(Supplier.class, () -> "never", null);
        while (!Boolean.getBoolean("hanging.release")) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                continue;
            }
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
