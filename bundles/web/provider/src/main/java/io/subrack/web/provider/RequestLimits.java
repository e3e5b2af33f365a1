/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.api.WebProblem;
import io.subrack.web.provider.RequestPath.Refused;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;

/** What a request may be, and how long it may take, as the administrator has set it. */
final class RequestLimits {
    private static final long SLOW_GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final int uriChars;
    private final long bodyBytes;
    private final int bytesPerSecond;
    private final int bodySeconds;
    private final long idleNanos;
    private final long requestNanos;
    private final int ownerRequests;

    RequestLimits(WebConfig config) {
        uriChars = config.uri_chars();
        bodyBytes = config.body_bytes();
        bytesPerSecond = config.body_bytes_per_second();
        bodySeconds = config.body_timeout_seconds();
        idleNanos = TimeUnit.SECONDS.toNanos(config.idle_timeout_seconds());
        requestNanos = TimeUnit.SECONDS.toNanos(config.request_timeout_seconds());
        ownerRequests = ownerRequests(config);
    }

    private static int ownerRequests(WebConfig config) {
        if (config.owner_requests() > 0) {
            return config.owner_requests();
        }
        return config.threads_virtual() ? Integer.MAX_VALUE : config.threads_max() * 3 / 4;
    }

    /** Returns the decoded path of a request; {@code *} for the server as a whole. */
    String check(Request request) throws Refused {
        String raw = Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
        switch (request.getMethod()) {
            case "TRACE", "CONNECT" ->
                throw new Refused(
                        WebProblem.METHOD_NOT_ALLOWED, request.getMethod() + " is not answered by this server.");
            case "OPTIONS" -> {
                if (raw.equals("*")) {
                    return raw;
                }
            }
            default -> {
                // All others are the handler's choice.
            }
        }
        String query = request.getHttpURI().getQuery();
        int length = raw.length() + (query == null ? 0 : query.length());
        if (length > uriChars) {
            throw new Refused(WebProblem.URI_TOO_LONG, "Path and query may have " + uriChars + " characters together.");
        }
        if (query != null) {
            RequestPath.checkQuery(query);
        }
        return RequestPath.decode(raw);
    }

    /** Returns how many requests may have a thread in one bundle. */
    int ownerRequests() {
        return ownerRequests;
    }

    /** Returns how many bytes the body of a request may have. */
    long bodyBytes(Target target) {
        return target.maxBodyBytes() == 0 ? bodyBytes : target.maxBodyBytes();
    }

    /** Returns how long a body of at most so many bytes may take; 0 for any. More than the common size gets more. */
    long bodyNanos(long maxBytes) {
        double share = Math.max(1, maxBytes / (double) Math.max(1, bodyBytes));
        return (long) (TimeUnit.SECONDS.toNanos(bodySeconds) * share);
    }

    /** Whether a body of which so much has come in so much waiting is not worth waiting for. */
    boolean tooSlow(long bytes, long waitedNanos) {
        return waitedNanos > SLOW_GRACE_NANOS && below(bytes, waitedNanos);
    }

    private boolean below(long bytes, long nanos) {
        return bytes * (double) TimeUnit.SECONDS.toNanos(1) / nanos < bytesPerSecond;
    }

    /** Whether an answer that has gone on so far since the last look does not go on. */
    boolean stalled(long bytes, long sinceNanos) {
        return bytes == 0 || below(bytes, sinceNanos);
    }

    /** Returns how long an answer that has begun is looked at before it is judged. */
    long lookNanos() {
        return Math.min(SLOW_GRACE_NANOS, requestNanos);
    }

    /** Returns how long a client may be silent before its connection is given up. */
    long idleNanos() {
        return idleNanos;
    }

    /** Returns how long a handler has; 0 for ever. */
    long requestNanos() {
        return requestNanos;
    }
}
