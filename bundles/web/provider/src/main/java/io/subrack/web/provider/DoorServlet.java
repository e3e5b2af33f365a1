/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.api.ProblemType;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.GenericServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.QuietException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one servlet behind the front door: calls the handler that the door has chosen. */
final class DoorServlet extends GenericServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(DoorServlet.class);

    /** Whose request this thread is in: a handler that takes itself away must not wait for its own request. */
    private static final ThreadLocal<@Nullable Hosted> RUNNING = new ThreadLocal<>();

    /** Does nothing, upon which the servlet container ends a broken request itself. */
    private static final AsyncListener UNMOVED = new AsyncListener() {
        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    };

    private final boolean serverTiming;

    DoorServlet(boolean serverTiming) {
        this.serverTiming = serverTiming;
    }

    /** Returns how many of the requests in a handler are the calling thread's: 0 or 1. */
    static int ownRequests(Hosted hosted) {
        return RUNNING.get() == hosted ? 1 : 0;
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws IOException, ServletException {
        Exchange exchange = (Exchange) Objects.requireNonNull(request.getAttribute(Exchange.ATTRIBUTE));
        Hosted hosted = Objects.requireNonNull(exchange.hosted());
        Hosted outer = RUNNING.get();
        RUNNING.set(hosted);
        Thread outerThread = exchange.runs();
        LogContext before = LogContext.enter(exchange);
        try {
            call(exchange, hosted, (HttpServletRequest) request, (HttpServletResponse) response);
        } finally {
            RUNNING.set(outer);
            before.leave();
            exchange.returned(outerThread);
        }
        if (!request.isAsyncStarted()) {
            return;
        }
        if (exchange.response().takenOver()) {
            end(request.getAsyncContext());
        } else {
            // Jetty leaves a broken asynchronous request to its listeners, and for ever open if there are none.
            request.getAsyncContext().addListener(UNMOVED);
            exchange.suspend(hosted);
        }
    }

    private static void end(AsyncContext answered) {
        try {
            answered.complete();
        } catch (IllegalStateException e) {
            log.debug("completed by its handler, too", e);
        }
    }

    // Whatever a bundle's code throws ends its request and nothing else.
    @SuppressWarnings("CatchingUnchecked")
    private void call(Exchange exchange, Hosted hosted, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            hosted.handler().handle(request, response);
            if (serverTiming && !response.isCommitted() && !request.isAsyncStarted()) {
                double millis = exchange.durationNanos() / (double) TimeUnit.MILLISECONDS.toNanos(1);
                response.setHeader("Server-Timing", String.format(Locale.ROOT, "app;dur=%.1f", millis));
            }
        } catch (ProblemException e) {
            answer(exchange, hosted, request, response, e);
        } catch (Throwable e) {
            if (QuietException.isQuiet(e)) {
                throw e;
            }
            throw told(exchange, hosted, e);
        }
    }

    private static void answer(
            Exchange exchange,
            Hosted hosted,
            HttpServletRequest request,
            HttpServletResponse response,
            ProblemException e)
            throws IOException, ServletException {
        ProblemType type = e.type();
        if (type.status() >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR
                || response.isCommitted()
                || request.isAsyncStarted()) {
            throw told(exchange, hosted, e);
        }
        answer(response, type, String.valueOf(e.getMessage()), exchange.id());
    }

    /** Answers with a problem document. */
    static void answer(HttpServletResponse response, ProblemType type, String detail, String requestId)
            throws IOException {
        byte[] body = Problems.json(type, detail, requestId);
        response.resetBuffer();
        response.setStatus(type.status());
        response.setContentType(Problems.CONTENT_TYPE.getValue());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static Told told(Exchange exchange, Hosted hosted, Throwable e) {
        log.warn(
                "{} failed to answer {} {} (request {})",
                hosted.generation(),
                exchange.getMethod(),
                exchange.template(),
                exchange.id(),
                e);
        return new Told(e);
    }

    /** A failure that is in the log already, so that Jetty does not tell it once more. */
    private static final class Told extends ServletException implements QuietException {
        private static final long serialVersionUID = 1L;

        Told(Throwable cause) {
            super("told in the log", cause);
        }
    }
}
