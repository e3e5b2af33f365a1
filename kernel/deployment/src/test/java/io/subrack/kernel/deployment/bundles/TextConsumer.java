/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

import io.subrack.kernel.deployment.bundles.text.Text;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Is wired to the bundle that exports {@link Text}. */
public final class TextConsumer implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        Text text = () -> "consumed";
        context.registerService(Supplier.class, text::text, null);
    }

    @Override
    public void stop(BundleContext context) {}
}
