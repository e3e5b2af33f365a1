/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.activatorstuck;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Waits for something that never comes, and goes on waiting when it is interrupted. */
public final class StuckActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException ignored) {
                // This is what makes it stuck.
            }
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
