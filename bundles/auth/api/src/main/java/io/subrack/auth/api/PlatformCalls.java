/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.api;

import java.net.http.HttpRequest;
import org.osgi.annotation.versioning.ProviderType;

/**
 * HTTP requests from one bundle to another's REST API, with a token of the asking bundle. An OSGi service: each bundle gets
 * one of its own. Thread-safe; does no I/O. The token lives for minutes: make a new request for each call.
 *
 * <p>A request that is begun on the thread that answers another one belongs to the same trace: it has the headers {@code
 * traceparent} and, where there are such, {@code tracestate} and {@code baggage} (W3C Trace Context and Baggage). On a thread of its own, a bundle sets the
 * header itself, to the request attribute {@code io.subrack.web.traceparent}.
 */
@ProviderType
public interface PlatformCalls {
    /**
     * Begins a request on the bundle's own account.
     *
     * @param path absolute path and query on this platform, as in {@code /inventory/items?max=5}
     * @param scopes the scopes that the call needs; all that the bundle was granted if none is named
     * @throws SecurityException if the bundle was not granted one of the scopes; the message says how to ask for it
     * @throws IllegalArgumentException if the path is not absolute
     */
    HttpRequest.Builder asBundle(String path, String... scopes);

    /**
     * Begins a request on behalf of the caller whose request is being answered (RFC 8693 delegation): the token has the
     * caller as subject, the bundle as actor, and of the scopes only those that both have.
     *
     * @throws SecurityException if the caller is nobody, or the caller or the bundle lacks one of the scopes
     */
    HttpRequest.Builder onBehalfOf(Caller caller, String path, String... scopes);
}
