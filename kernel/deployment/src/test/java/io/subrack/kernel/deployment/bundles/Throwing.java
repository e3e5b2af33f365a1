/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Fails to start. */
public final class Throwing implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("no flux capacitor");
    }

    @Override
    public void stop(BundleContext context) {}
}
