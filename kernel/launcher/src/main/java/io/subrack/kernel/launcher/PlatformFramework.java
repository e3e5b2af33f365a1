/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.connect.ModuleConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The framework, which only the launcher ends. There are bundles that stop or restart the framework as a matter of course,
 * as a shell does when its input ends; here that would be the end of everybody else, too.
 */
@SuppressWarnings("unchecked") // Felix has no type parameters where its interfaces have
final class PlatformFramework extends Felix {
    private static final Logger log = LoggerFactory.getLogger(PlatformFramework.class);
    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    PlatformFramework(Map<String, Object> configuration, ModuleConnector connector) {
        super(configuration, connector);
    }

    /** Stops the framework; {@link #waitForStop} tells when that is done. */
    void end() throws BundleException {
        super.stop();
    }

    @Override
    public void stop() throws BundleException {
        throw refused("stop");
    }

    @Override
    public void stop(int options) throws BundleException {
        throw refused("stop");
    }

    @Override
    public void update() throws BundleException {
        throw refused("restart");
    }

    @Override
    public void update(InputStream content) throws BundleException {
        throw refused("restart");
    }

    private static BundleException refused(String what) {
        String sentence = caller() + " wanted to " + what + " the whole platform, and was refused: a bundle can stop"
                + " itself. Who runs the platform stops it with bin/subrack stop or through its service manager.";
        log.warn(sentence);
        return new BundleException(sentence, BundleException.UNSUPPORTED_OPERATION);
    }

    private static String caller() {
        Optional<Bundle> bundle =
                CALLERS.walk(frames -> frames.map(frame -> FrameworkUtil.getBundle(frame.getDeclaringClass()))
                        .filter(Objects::nonNull)
                        .filter(it -> it.getBundleId() != Constants.SYSTEM_BUNDLE_ID)
                        .findFirst());
        return bundle.map(it -> it.getSymbolicName() + " " + it.getVersion())
                .orElseGet(() -> "Thread " + Thread.currentThread().getName());
    }
}
