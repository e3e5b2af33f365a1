/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Greets as a service. */
public final class Greeting implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("greeting", context.getBundle().getVersion().toString());
        String answer = "hello from " + context.getBundle().getVersion();
        context.registerService(Supplier.class, () -> answer, properties);
    }

    @Override
    public void stop(BundleContext context) {}
}
