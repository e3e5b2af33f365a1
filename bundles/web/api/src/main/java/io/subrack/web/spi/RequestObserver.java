/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.spi;

import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;

/** Told of each request when it is over. Registered as an OSGi service; must be quick and must not throw. */
@ConsumerType
public interface RequestObserver {
    /** Called on the thread that completed the request. */
    void completed(Exchange exchange);

    /**
     * One request that is over.
     *
     * @param bundle symbolic name of the bundle that answered; {@code platform} where the front door did
     * @param version that bundle's version; empty for the front door
     * @param method the HTTP method, {@code OTHER} for methods outside RFC 9110 and PATCH
     * @param route the route template, never the raw path
     * @param status the HTTP status
     * @param duration from the end of the request's headers to the last byte of the answer
     * @param failed whether the exchange broke before its answer was complete
     * @param stream whether the answer was a stream of events, which lasts as long as somebody reads it: its duration says
     *     nothing of whoever answered
     */
    record Exchange(
            String bundle,
            String version,
            String method,
            String route,
            int status,
            Duration duration,
            boolean failed,
            boolean stream) {
        /** Makes an exchange that was no stream. */
        public Exchange(
                String bundle,
                String version,
                String method,
                String route,
                int status,
                Duration duration,
                boolean failed) {
            this(bundle, version, method, route, status, duration, failed, false);
        }
    }
}
