/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.web.api.RequestAttributes;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What the span of a request says of it, by OpenTelemetry's semantic conventions for HTTP servers. Not its query, which may
 * hold secrets, nor its sender.
 */
final class RequestSpans {
    /** What the conventions call a method that is not known. */
    private static final String OTHER_METHOD = "_OTHER";

    private RequestSpans() {}

    static void end(Exchange exchange, @Nullable Hosted hosted, String method, int status, boolean failed) {
        SpanRecorder.Span span = Objects.requireNonNull(exchange.trace().span());
        if (span.isRecording()) {
            describe(span, exchange, method);
            answered(span, exchange, hosted, status, failed);
        }
        span.end();
    }

    private static void describe(SpanRecorder.Span span, Exchange exchange, String method) {
        boolean other = method.equals(RequestReports.OTHER);
        String route = exchange.template();
        boolean matched = !route.equals(DoorHandler.UNMATCHED);
        String shown = other ? "HTTP" : method;
        span.name(matched ? shown + " " + route : shown);
        span.set("http.request.method", other ? OTHER_METHOD : method);
        if (matched) {
            span.set("http.route", route);
        }
        span.set("url.path", exchange.path());
        span.set("url.scheme", String.valueOf(exchange.getHttpURI().getScheme()));
        span.set("server.address", Request.getServerName(exchange));
        span.set("server.port", Request.getServerPort(exchange));
        span.set("client.address", String.valueOf(exchange.getAttribute(RequestAttributes.CLIENT_ADDRESS)));
        span.set("network.protocol.version", exchange.multiplexed() ? "2" : version(exchange));
        String agent = exchange.getHeaders().get(HttpHeader.USER_AGENT);
        if (agent != null) {
            span.set("user_agent.original", agent);
        }
    }

    private static String version(Exchange exchange) {
        String version = exchange.getConnectionMetaData().getProtocol();
        return version.substring(version.indexOf('/') + 1);
    }

    private static void answered(
            SpanRecorder.Span span, Exchange exchange, @Nullable Hosted hosted, int status, boolean failed) {
        span.set("subrack.request.id", exchange.id());
        span.set(
                "subrack.bundle",
                hosted == null ? RequestReports.PLATFORM : hosted.generation().name());
        if (hosted != null) {
            span.set("subrack.bundle.version", hosted.generation().version());
        }
        if (status == Exchange.CLIENT_CLOSED) {
            span.set("error.type", "client_closed_request");
            return;
        }
        span.set("http.response.status_code", status);
        if (status >= HttpStatus.INTERNAL_SERVER_ERROR_500) {
            span.failed(Integer.toString(status), null);
        } else if (failed) {
            span.failed("answer_broken_off", null);
        }
    }
}
