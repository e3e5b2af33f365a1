/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.activatorthrows;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Fails at once. */
public final class ThrowingActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("the phrase book is missing");
    }

    @Override
    public void stop(BundleContext context) {}
}
