/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.api.RequestAttributes;
import io.subrack.web.spi.RequestObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells observers and the log what becomes of requests. */
final class RequestReports {
    private static final Logger log = LoggerFactory.getLogger(RequestReports.class);
    static final String PLATFORM = "platform";

    /** A method that few know. */
    static final String OTHER = "OTHER";

    private final Supplier<List<RequestObserver>> observers;
    private final @Nullable RequestLog requests;

    /** @param requests where each request gets a line; null for nowhere */
    RequestReports(Supplier<List<RequestObserver>> observers, @Nullable RequestLog requests) {
        this.observers = observers;
        this.requests = requests;
    }

    /** Says that a request is ended from outside. */
    void ended(Exchange exchange, String why) {
        Hosted hosted = exchange.hosted();
        LogContext before = LogContext.enter(exchange);
        log.warn(
                "{} {} (request {}) of {} is ended after {} s: {}",
                exchange.getMethod(),
                exchange.template(),
                exchange.id(),
                hosted == null ? PLATFORM : hosted.generation(),
                TimeUnit.NANOSECONDS.toSeconds(exchange.durationNanos()),
                why);
        before.leave();
    }

    private static boolean isStream(Exchange exchange) {
        String type = exchange.response().getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null && type.startsWith("text/event-stream");
    }

    void observe(Exchange exchange, @Nullable Hosted hosted, int status, boolean failed) {
        RequestLog lines = requests;
        if (lines != null) {
            lines.add(line(exchange, hosted, status));
        }
        if (exchange.trace().isRecorded()) {
            RequestSpans.end(exchange, hosted, known(exchange.getMethod()), status, failed);
        }
        List<RequestObserver> all = observers.get();
        if (all.isEmpty()) {
            return;
        }
        RequestObserver.Exchange told = new RequestObserver.Exchange(
                hosted == null ? PLATFORM : hosted.generation().name(),
                hosted == null ? "" : hosted.generation().version(),
                known(exchange.getMethod()),
                exchange.template(),
                status,
                Duration.ofNanos(exchange.durationNanos()),
                failed,
                isStream(exchange));
        for (RequestObserver observer : all) {
            try {
                observer.completed(told);
            } catch (RuntimeException e) {
                log.warn(
                        "{} failed to take note of a request",
                        observer.getClass().getName(),
                        e);
            }
        }
    }

    private static RequestLine line(Exchange exchange, @Nullable Hosted hosted, int status) {
        return new RequestLine(
                Instant.now(),
                String.valueOf(exchange.getAttribute(RequestAttributes.CLIENT_ADDRESS)),
                exchange.getMethod(),
                exchange.template(),
                exchange.path(),
                status,
                Response.getContentBytesWritten(exchange.response()),
                exchange.durationNanos(),
                hosted == null ? PLATFORM : hosted.generation().name(),
                hosted == null ? "" : hosted.generation().version(),
                exchange.id(),
                exchange.trace().context().traceId(),
                exchange.subject());
    }

    private static String known(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH" -> method;
            default -> OTHER;
        };
    }
}
