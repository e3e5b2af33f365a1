/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.api.ProblemType;
import io.subrack.web.api.WebProblem;
import io.subrack.web.provider.RequestPath.Refused;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor.State;
import io.subrack.web.spi.RequestObserver;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first handler of each request: refuses what is malformed, finds the route, checks access, counts the request in,
 * and hands it to the servlet below; holds it where the route has nobody to serve it right now.
 */
final class DoorHandler extends Handler.Wrapper {
    static final HttpField RETRY_AFTER = new PreEncodedHttpField(HttpHeader.RETRY_AFTER, "5");

    /** The route template of requests that nobody owns. */
    static final String UNMATCHED = "unmatched";

    private static final Logger log = LoggerFactory.getLogger(DoorHandler.class);
    private static final String PLATFORM = "platform";
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final HttpField ALLOW = new PreEncodedHttpField(HttpHeader.ALLOW, METHODS);
    private static final HttpField CHALLENGE =
            new PreEncodedHttpField(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"subrack\"");
    private static final HttpField CHALLENGE_INVALID =
            new PreEncodedHttpField(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"subrack\", error=\"invalid_token\"");
    private static final HttpField CLOSE =
            new PreEncodedHttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    private static final long SLOW_BODY_GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final WebConfig config;
    private final Routes routes;
    private final OperatorToken token;
    private final Supplier<List<RequestObserver>> observers;
    private final BooleanSupplier stopping;

    private final int uriChars;
    private final long bodyBytes;
    private final int bodyBytesPerSecond;
    private final int timeoutSeconds;
    private final int ownerRequests;

    private @Nullable Handler servlets;
    private @Nullable Handler compressed;
    private @Nullable HoldQueue holds;
    private volatile boolean closed;

    /** @param stopping whether the platform is being stopped, so that nothing that is gone comes back */
    DoorHandler(
            WebConfig config,
            Routes routes,
            OperatorToken token,
            Supplier<List<RequestObserver>> observers,
            BooleanSupplier stopping) {
        this.config = config;
        this.routes = routes;
        this.token = token;
        this.observers = observers;
        this.stopping = stopping;
        uriChars = config.uri_chars();
        bodyBytes = config.body_bytes();
        bodyBytesPerSecond = config.body_bytes_per_second();
        timeoutSeconds = config.request_timeout_seconds();
        ownerRequests = ownerRequests(config);
    }

    private static int ownerRequests(WebConfig config) {
        if (config.owner_requests() > 0) {
            return config.owner_requests();
        }
        return config.threads_virtual() ? Integer.MAX_VALUE : config.threads_max() * 3 / 4;
    }

    /**
     * Sets where requests go on.
     *
     * @param plain the servlet context
     * @param compressing a handler around it that compresses answers; null for never
     */
    void leadTo(Handler plain, @Nullable Handler compressing) {
        servlets = plain;
        compressed = compressing;
        setHandler(compressing == null ? plain : compressing);
    }

    @Override
    protected void doStart() throws Exception {
        holds = new HoldQueue(
                Duration.ofSeconds(config.hold_seconds()),
                config.hold_requests(),
                getServer().getScheduler(),
                this::nanosLeft,
                this::unavailable);
        routes.onChange(this::wake);
        super.doStart();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String id = Problems.requestId(request.getHeaders().get(Problems.REQUEST_ID_HEADER));
        response.getHeaders().put(Problems.REQUEST_ID_HEADER, id);
        String raw = Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
        String path = "";
        Refused refusal = null;
        try {
            path = checked(request, raw);
        } catch (Refused e) {
            refusal = e;
        }
        Exchange exchange = new Exchange(this, request, response, callback, id, path);
        if (refusal != null) {
            refuse(exchange, refusal);
        } else if (path.equals("*")) {
            response.setStatus(HttpStatus.NO_CONTENT_204);
            response.getHeaders().put(ALLOW);
            exchange.succeeded();
        } else {
            route(exchange);
        }
        return true;
    }

    private String checked(Request request, String raw) throws Refused {
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

    private static void refuse(Exchange exchange, Refused refusal) {
        if (refusal.problem() == WebProblem.METHOD_NOT_ALLOWED) {
            exchange.response().getHeaders().put(ALLOW);
        }
        problem(exchange, refusal.problem(), refusal.detail());
    }

    private static void problem(Exchange exchange, ProblemType type, @Nullable String detail) {
        Problems.write(exchange.getWrapped(), exchange.response(), exchange, exchange.id(), type, detail);
    }

    /** Sends a request where its path leads right now. */
    void route(Exchange exchange) {
        while (true) {
            Route route = routes.find(exchange.path());
            if (route == null) {
                nobody(exchange);
                return;
            }
            exchange.routed(route);
            Target target = route.target();
            if (closed || route.state() == State.DOWN) {
                unavailable(exchange);
                return;
            }
            if (target == null) {
                hold(exchange, route);
                return;
            }
            if (!admitted(exchange, target)) {
                return;
            }
            Generation generation = target.hosted().generation();
            Crowd crowd = generation.platform() ? null : generation.crowd();
            if (crowd != null && !crowd.enter(ownerRequests)) {
                if (exchange.waitedBefore()) {
                    crowd.queue(exchange, ownerRequests, next -> resume(next, crowd));
                } else {
                    unavailable(exchange);
                }
                return;
            }
            try {
                if (target.hosted().enter()) {
                    serve(exchange, target);
                    return;
                }
            } finally {
                if (crowd != null) {
                    crowd.leave(ownerRequests, next -> resume(next, crowd));
                }
            }
            // The handler was shut after the table was read: a newer table leads elsewhere.
        }
    }

    private void nobody(Exchange exchange) {
        if (routes.awaitsSet() && !closed) {
            hold(exchange, null);
        } else {
            problem(exchange, WebProblem.NOT_FOUND, "No bundle serves " + exchange.path() + ".");
        }
    }

    private boolean admitted(Exchange exchange, Target target) {
        if (target.access() == Access.OPERATOR && !authorized(exchange)) {
            return false;
        }
        long limit = limit(target);
        if (exchange.getLength() > limit) {
            problem(exchange, WebProblem.CONTENT_TOO_LARGE, "The request body may have " + limit + " bytes.");
            return false;
        }
        return true;
    }

    private long limit(Target target) {
        return target.maxBodyBytes() == 0 ? bodyBytes : target.maxBodyBytes();
    }

    private boolean authorized(Exchange exchange) {
        OperatorToken.Verdict verdict = token.check(exchange.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (verdict == OperatorToken.Verdict.VALID) {
            return true;
        }
        boolean missing = verdict == OperatorToken.Verdict.MISSING;
        exchange.response().getHeaders().put(missing ? CHALLENGE : CHALLENGE_INVALID);
        problem(
                exchange,
                WebProblem.UNAUTHORIZED,
                missing
                        ? "Send the operator token: 'Authorization: Bearer <token>'."
                        : "This is not the operator token.");
        return false;
    }

    // Whatever goes wrong below must give the permit back.
    @SuppressWarnings("CatchingUnchecked")
    private void serve(Exchange exchange, Target target) {
        exchange.entered(target.hosted(), limit(target));
        try {
            Handler next = compressed != null && exchange.getHeaders().contains(HttpHeader.ACCEPT_ENCODING)
                    ? compressed
                    : servlets;
            if (next == null || !next.handle(exchange, exchange.response(), exchange)) {
                exchange.failed(new IllegalStateException("the servlet context is not there"));
            }
        } catch (Throwable e) {
            exchange.failed(e);
        }
    }

    private void hold(Exchange exchange, @Nullable Route route) {
        HoldQueue queue = holds;
        Route.Gap gap = route == null ? null : route.gap();
        boolean hopeless = gap != null && gap.hopeless() && !exchange.waitedBefore();
        if (queue == null || hopeless || stopping.getAsBoolean()) {
            unavailable(exchange);
            return;
        }
        if (!exchange.waitedBefore()) {
            exchange.addIdleTimeoutListener(timeout -> false);
            exchange.addFailureListener(failure -> queue.take(exchange, held -> held.failed(failure)));
        }
        if (!queue.add(exchange, route == null ? UNMATCHED : route.bundle())) {
            unavailable(exchange);
        } else if (ready(exchange)) {
            queue.take(exchange, this::resume);
        }
    }

    private long nanosLeft(Exchange exchange) {
        Route route = routes.find(exchange.path());
        Route.Gap gap = route == null ? null : route.gap();
        return gap == null ? 0 : gap.untilNanos() - System.nanoTime();
    }

    private boolean ready(Exchange exchange) {
        if (closed) {
            return true;
        }
        Route route = routes.find(exchange.path());
        return route == null ? !routes.awaitsSet() : route.state() != State.HELD;
    }

    private void wake() {
        HoldQueue queue = holds;
        if (queue != null && queue.size() > 0) {
            queue.release(this::ready, this::resume);
        }
    }

    private void resume(Exchange exchange) {
        execute(exchange, exchange);
    }

    private void resume(Exchange exchange, Crowd crowd) {
        execute(exchange, () -> {
            route(exchange);
            if (exchange.hosted() == null) {
                // It was sent elsewhere, so nobody will leave for it: the next one takes its turn.
                crowd.admit(ownerRequests, next -> resume(next, crowd));
            }
        });
    }

    private static void execute(Exchange exchange, Runnable task) {
        try {
            exchange.getComponents().getExecutor().execute(task);
        } catch (RejectedExecutionException e) {
            exchange.failed(e);
        }
    }

    private void unavailable(Exchange exchange) {
        HttpFields.Mutable headers = exchange.response().getHeaders();
        headers.put(RETRY_AFTER);
        if (closed && exchange.getConnectionMetaData().getHttpVersion().getVersion() <= 11) {
            headers.put(CLOSE);
        }
        problem(exchange, WebProblem.NOT_SERVING, null);
    }

    /** From now on every request is told to come back later; those that wait, too. */
    void shut() {
        closed = true;
        wake();
    }

    int holding() {
        HoldQueue queue = holds;
        return queue == null ? 0 : queue.size();
    }

    /** Whether a body of which so much has come in so much waiting is not worth waiting for. */
    boolean tooSlow(long bytes, long waitedNanos) {
        return bodyBytesPerSecond > 0
                && waitedNanos > SLOW_BODY_GRACE_NANOS
                && bytes * TimeUnit.SECONDS.toNanos(1) / waitedNanos < bodyBytesPerSecond;
    }

    Scheduler.@Nullable Task scheduleTimeout(Exchange exchange) {
        return timeoutSeconds == 0
                ? null
                : getServer().getScheduler().schedule(exchange::timedOut, timeoutSeconds, TimeUnit.SECONDS);
    }

    void aborting(Exchange exchange, String why) {
        Hosted hosted = exchange.hosted();
        log.warn(
                "{} {} (request {}) of {} is broken off: {}",
                exchange.getMethod(),
                exchange.template(),
                exchange.id(),
                hosted == null ? PLATFORM : hosted.generation(),
                why);
    }

    void observe(Exchange exchange, @Nullable Hosted hosted, int status, boolean failed) {
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
                failed);
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

    private static String known(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH" -> method;
            default -> "OTHER";
        };
    }
}
