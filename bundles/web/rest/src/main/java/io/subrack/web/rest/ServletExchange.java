/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.glassfish.jersey.internal.PropertiesDelegate;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.internal.JerseyRequestTimeoutHandler;
import org.glassfish.jersey.server.spi.ContainerResponseWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way through Jersey. Takes the place of Jersey's servlet container, which builds URIs and request
 * scoped holders for each request that few resources ask for, and cannot be told to answer errors with problems.
 */
final class ServletExchange implements ContainerResponseWriter, PropertiesDelegate, AsyncListener {
    private static final Logger log = LoggerFactory.getLogger(ServletExchange.class);

    private static final String BROKEN_OFF = "io.subrack.web.rest.broken-off";

    private final JerseyApplication application;
    private final HttpServletRequest request;
    private final HttpServletResponse response;

    private final Object lock = new Object();
    private @Nullable AsyncContext async; // guarded by lock
    private @Nullable Deque<Runnable> cleanups; // guarded by lock
    private @Nullable JerseyRequestTimeoutHandler timeout; // guarded by lock
    private volatile boolean over;
    private volatile boolean clientGone;
    private volatile boolean unreadable;
    private volatile @Nullable Throwable truncation;

    ServletExchange(JerseyApplication application, HttpServletRequest request, HttpServletResponse response) {
        this.application = application;
        this.request = request;
        this.response = response;
    }

    /** Takes up a request whose asynchronous answer broke off, to break its connection. */
    static IOException resumeBrokenOff(HttpServletRequest request) {
        if (request.getAttribute(BROKEN_OFF) instanceof ServletExchange exchange) {
            exchange.application.completed(exchange);
            exchange.end();
        }
        return new IOException("the asynchronous answer to " + request.getRequestURI() + " broke off");
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    @Nullable
    String requestId() {
        return (String) request.getAttribute(RequestAttributes.REQUEST_ID);
    }

    /** Says whether writing the answer failed because the client has left. */
    boolean clientGone() {
        return clientGone;
    }

    /** Says whether reading the request's body failed. */
    boolean unreadable() {
        return unreadable;
    }

    /** Says whether reading failed because the front door found the body too large. */
    boolean bodyTooLarge() {
        return Boolean.TRUE.equals(request.getAttribute(RequestAttributes.BODY_TOO_LARGE));
    }

    /** Tells that the answer's body broke off. Returns whether something of it is out already. */
    boolean bodyFailed(Throwable cause) {
        if (!response.isCommitted()) {
            return false;
        }
        truncation = cause;
        if (!clientGone && request.isAsyncStarted()) {
            log.error(
                    "{} broke off its answer to {} {}, request {}",
                    application.label(),
                    request.getMethod(),
                    request.getRequestURI(),
                    requestId(),
                    cause);
        }
        return true;
    }

    /** Returns why an answer that is out must not look complete; null if it may, or nobody is there to see it. */
    @Nullable
    Throwable truncation() {
        return clientGone ? null : truncation;
    }

    /** Has something done when the request is over, asynchronous or not. */
    void whenOver(Runnable cleanup) {
        synchronized (lock) {
            if (!over) {
                if (cleanups == null) {
                    cleanups = new ArrayDeque<>();
                }
                cleanups.push(cleanup);
                return;
            }
        }
        cleanup.run();
    }

    /** The thread that brought the request leaves: the request is over, upon which this returns true, or asynchronous. */
    boolean leave() {
        synchronized (lock) {
            if (async != null) {
                return false;
            }
        }
        end();
        return true;
    }

    private void end() {
        Deque<Runnable> due;
        synchronized (lock) {
            over = true;
            due = cleanups;
            cleanups = null;
        }
        if (due != null) {
            for (Runnable cleanup : due) {
                try {
                    cleanup.run();
                } catch (RuntimeException e) { // a bundle's service factory may throw what it likes
                    log.warn("{}: an instance could not be released", application.label(), e);
                }
            }
        }
    }

    /** Ends an asynchronous request that nobody answered, and gives back what it holds. */
    void abandon() {
        AsyncContext waiting;
        synchronized (lock) {
            waiting = async;
        }
        if (waiting != null && !over) {
            try {
                if (!response.isCommitted()) {
                    write(Problem.of(WebProblem.NOT_SERVING, null));
                }
                complete();
            } catch (IllegalStateException e) {
                log.debug("{}: the request ended by itself", application.label(), e);
            }
        }
        end();
    }

    // ContainerResponseWriter

    @Override
    public @Nullable OutputStream writeResponseStatusAndHeaders(long contentLength, ContainerResponse answer) {
        if (over) {
            return null;
        }
        if (answer.hasEntity() && contentLength >= 0) {
            response.setContentLengthLong(contentLength);
        }
        for (Map.Entry<String, List<String>> header : answer.getStringHeaders().entrySet()) {
            Iterator<String> values = header.getValue().iterator();
            String name = header.getKey();
            if (values.hasNext() && !name.equalsIgnoreCase("Vary") && !name.equalsIgnoreCase("Set-Cookie")) {
                response.setHeader(name, values.next());
            }
            while (values.hasNext()) {
                response.addHeader(name, values.next());
            }
        }
        response.setStatus(answer.getStatus());
        return answer.hasEntity() ? new ExchangeStreams.Answer(response, () -> clientGone = true) : null;
    }

    @Override
    public boolean suspend(long time, TimeUnit unit, @Nullable TimeoutHandler handler) {
        JerseyRequestTimeoutHandler timer;
        synchronized (lock) {
            if (over) {
                return false;
            }
            if (async == null) {
                AsyncContext started =
                        request.isAsyncStarted() ? request.getAsyncContext() : request.startAsync(request, response);
                started.setTimeout(0);
                started.addListener(this);
                async = started;
                application.suspended(this);
                timeout = new JerseyRequestTimeoutHandler(this, application.timer());
            }
            timer = timeout;
        }
        return timer != null && timer.suspend(time, unit, handler);
    }

    @Override
    public void setSuspendTimeout(long time, TimeUnit unit) {
        JerseyRequestTimeoutHandler timer;
        synchronized (lock) {
            timer = timeout;
        }
        if (timer == null) {
            throw new IllegalStateException("the request is not suspended");
        }
        timer.setSuspendTimeout(time, unit);
    }

    @Override
    public void commit() {
        complete();
    }

    @Override
    public void failure(Throwable error) {
        if (clientGone) {
            log.debug("{}: the client of {} left", application.label(), request.getRequestURI(), error);
        } else {
            log.error(
                    "{} failed to answer {} {}, request {}",
                    application.label(),
                    request.getMethod(),
                    request.getRequestURI(),
                    requestId(),
                    error);
        }
        if (response.isCommitted()) {
            truncation = error;
        } else {
            write(Problem.of(WebProblem.INTERNAL, null));
        }
        complete();
    }

    @Override
    public boolean enableResponseBuffering() {
        return true;
    }

    void write(Problem problem) {
        byte[] body = problem.json(requestId());
        try {
            response.reset();
            response.setStatus(problem.status());
            response.setContentType(Problem.MEDIA_TYPE.toString());
            response.setContentLength(body.length);
            if (!request.getMethod().equals("HEAD")) {
                response.getOutputStream().write(body);
            }
        } catch (IOException | IllegalStateException e) {
            log.debug("{}: problem {} could not be written", application.label(), problem.type(), e);
        }
    }

    private void complete() {
        AsyncContext waiting;
        JerseyRequestTimeoutHandler timer;
        synchronized (lock) {
            waiting = async;
            timer = timeout;
        }
        if (timer != null) {
            timer.close();
        }
        if (waiting != null && !over) {
            try {
                if (truncation() == null) {
                    waiting.complete();
                } else {
                    request.setAttribute(BROKEN_OFF, this);
                    waiting.dispatch(); // only a thread of the servlet container can break the connection
                }
            } catch (IllegalStateException e) {
                log.debug("{}: the request was already complete", application.label(), e);
            }
        }
    }

    // AsyncListener

    @Override
    public void onComplete(AsyncEvent event) {
        application.completed(this);
        end();
    }

    /** The container's own: there is none, but another listener may set one. It ends the request. */
    @Override
    public void onTimeout(AsyncEvent event) {
        over = true;
    }

    /** The container ends the request, in its own way: whoever answers from now on writes to nobody. */
    @Override
    public void onError(AsyncEvent event) {
        clientGone = true;
        over = true;
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }

    // PropertiesDelegate: Jakarta REST keeps a request's properties in step with the servlet's attributes

    @Override
    public @Nullable Object getProperty(String name) {
        return request.getAttribute(name);
    }

    @Override
    public Collection<String> getPropertyNames() {
        return java.util.Collections.list(request.getAttributeNames());
    }

    @Override
    public void setProperty(String name, @Nullable Object value) {
        request.setAttribute(name, value);
    }

    @Override
    public void removeProperty(String name) {
        request.removeAttribute(name);
    }

    /** Returns the request's body; asks the servlet container for it only when somebody reads. */
    InputStream body() {
        return new ExchangeStreams.Body(request, () -> unreadable = true);
    }
}
