/* SPDX-License-Identifier: Apache-2.0 */
package doorman;

import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Starts no sooner than the file is there that its header {@code X-Gate} names, and then fails. */
public class Doorman implements BundleActivator {
    @Override
    public void start(BundleContext context) throws Exception {
        Path gate = Path.of(context.getBundle().getHeaders().get("X-Gate"));
        while (!Files.exists(gate)) {
            Thread.sleep(20);
        }
        throw new IllegalStateException("nobody may come in");
    }

    @Override
    public void stop(BundleContext context) {
        // It never starts.
    }
}
