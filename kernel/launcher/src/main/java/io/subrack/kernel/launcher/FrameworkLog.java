/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/** Brings what the framework has to say into the platform's log. */
final class FrameworkLog extends Logger implements FrameworkListener {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger("io.subrack.framework");

    @Override
    @SuppressWarnings("rawtypes") // as the framework declares it
    protected void doLog(
            @Nullable Bundle bundle,
            @Nullable ServiceReference reference,
            int level,
            String message,
            @Nullable Throwable problem) {
        String text = bundle == null ? message : bundle + ": " + message;
        if (level == LOG_ERROR) {
            log.error(text, problem);
        } else if (level == LOG_WARNING) {
            log.warn(text, problem);
        } else {
            log.debug(text, problem);
        }
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (ComponentMessages.isConsequence(event.getThrowable())) {
            log.debug("Bundle {} gets no service", event.getBundle(), event.getThrowable());
        } else if (event.getType() == FrameworkEvent.ERROR) {
            log.error("Bundle {} failed", event.getBundle(), event.getThrowable());
        } else if (event.getType() == FrameworkEvent.WARNING) {
            log.warn("Bundle {} warns", event.getBundle(), event.getThrowable());
        }
    }
}
