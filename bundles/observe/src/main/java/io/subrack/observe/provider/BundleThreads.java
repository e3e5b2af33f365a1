/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;

/** Tells how many threads belong to which capability bundle: those that work with its class loader. */
final class BundleThreads {
    private static final String CAPABILITY_LOCATION = "subrack:";

    private BundleThreads() {}

    static Map<Bundle, Integer> count() {
        var root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        var threads = new Thread[root.activeCount() + 64];
        int found = root.enumerate(threads);
        var counts = new HashMap<Bundle, Integer>();
        for (int i = 0; i < found; i++) {
            if (threads[i].getContextClassLoader() instanceof BundleReference loader
                    && loader.getBundle().getLocation().startsWith(CAPABILITY_LOCATION)) {
                counts.merge(loader.getBundle(), 1, Integer::sum);
            }
        }
        return counts;
    }
}
