/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Leaves a thread behind, which ends when the system property {@code leaking.release} is set. */
public final class Leaking implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        Thread thread = new Thread(Leaking::poll, "acme-poller");
        thread.setDaemon(true);
        thread.start();
    }

    private static void poll() {
        while (!Boolean.getBoolean("leaking.release")) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
