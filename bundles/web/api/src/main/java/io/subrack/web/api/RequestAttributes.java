/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.api;

/** Names of the servlet request attributes that the front door sets, or reads when a handler has set them. */
public final class RequestAttributes {
    /** Set by the front door: the request id, a {@link String} that also stands in the {@code X-Request-Id} header. */
    public static final String REQUEST_ID = "io.subrack.web.request-id";

    /**
     * Set by the front door: the value of the {@code traceparent} header (W3C Trace Context) for requests that are made in
     * the course of this one, a {@link String}.
     */
    public static final String TRACE_PARENT = "io.subrack.web.traceparent";

    /**
     * Set by a handler: the route template that matched, a {@link String} as {@code /greeter/{name}}, for metrics. The
     * mount's prefix is taken where a handler sets none.
     */
    public static final String ROUTE_TEMPLATE = "io.subrack.web.route-template";

    /**
     * Set by the front door to {@link Boolean#TRUE} when a read of the body failed because the body is larger than
     * allowed: a handler that turns failed reads into answers answers 413 then.
     */
    public static final String BODY_TOO_LARGE = "io.subrack.web.body-too-large";

    /**
     * Set by the front door on requests for guarded mounts: the {@link io.subrack.auth.api.Caller}, who is
     * {@link io.subrack.auth.api.Caller#ANONYMOUS} where no credential was shown. Cannot be replaced.
     */
    public static final String CALLER = "io.subrack.web.caller";

    /**
     * Set by the front door: the IP address of the client, a {@link String}. What a proxy says counts only if the
     * administrator trusts that proxy.
     */
    public static final String CLIENT_ADDRESS = "io.subrack.web.client-address";

    private RequestAttributes() {}
}
