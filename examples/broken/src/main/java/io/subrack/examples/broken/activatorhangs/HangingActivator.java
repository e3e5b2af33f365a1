/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.activatorhangs;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Waits for something that never comes, but can be interrupted. */
public final class HangingActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) throws InterruptedException {
        Thread.sleep(Long.MAX_VALUE);
    }

    @Override
    public void stop(BundleContext context) {}
}
