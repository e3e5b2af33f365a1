/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Takes a minute to start, and gives up when it is interrupted. */
public final class Sleeping implements BundleActivator {
    @Override
    public void start(BundleContext context) throws InterruptedException {
        Thread.sleep(60_000);
    }

    @Override
    public void stop(BundleContext context) {}
}
