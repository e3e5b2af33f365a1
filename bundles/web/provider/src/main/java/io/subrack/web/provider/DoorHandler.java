/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.api.WebProblem;
import io.subrack.web.provider.RequestPath.Refused;
import io.subrack.web.spi.FrontDoor.State;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
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
 * The first handler of each request: refuses what is malformed, finds the route, asks whether it may enter, counts the
 * request in, and hands it to the servlet below; holds it where the route has nobody to serve it right now.
 */
final class DoorHandler extends Handler.Wrapper {
    private static final Logger log = LoggerFactory.getLogger(DoorHandler.class);

    static final HttpField RETRY_AFTER = new PreEncodedHttpField(HttpHeader.RETRY_AFTER, "5");

    /** The route template of requests that nobody owns. */
    static final String UNMATCHED = "unmatched";

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final HttpField ALLOW = new PreEncodedHttpField(HttpHeader.ALLOW, METHODS);
    private static final HttpField CLOSE =
            new PreEncodedHttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());

    private final Routes routes;
    private final Admission admission;
    private final RequestLimits limits;
    private final RequestReports reports;
    private final Deadlines deadlines;
    private final HeldRequests held;
    private final TrustedProxies proxies;
    private final Traces traces;

    private @Nullable Handler servlets;
    private @Nullable Handler compressed;
    private volatile boolean closed;

    /** @param stopping whether the platform is being stopped, so that nothing that is gone comes back */
    DoorHandler(
            WebConfig config,
            Routes routes,
            Admission admission,
            RequestReports reports,
            Scheduler scheduler,
            BooleanSupplier stopping) {
        this.routes = routes;
        this.admission = admission;
        this.reports = reports;
        limits = new RequestLimits(config);
        proxies = TrustedProxies.of(config.trusted_proxies(), config.trusted_proxies_header());
        traces = new Traces(config.trace_trust(), proxies);
        deadlines = new Deadlines(limits, scheduler);
        held = new HeldRequests(config, routes, scheduler, stopping, this::unavailable, this::resume);
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
        routes.onChange(held::wake);
        deadlines.start();
        super.doStart();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String id = Problems.requestId(request.getHeaders().get(Problems.REQUEST_ID_HEADER));
        response.getHeaders().put(Problems.REQUEST_ID_HEADER, id);
        String path = "";
        Refused refusal = null;
        try {
            path = limits.check(request);
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

    private static void refuse(Exchange exchange, Refused refusal) {
        if (refusal.problem() == WebProblem.METHOD_NOT_ALLOWED) {
            exchange.response().getHeaders().put(ALLOW);
        }
        exchange.refuse(refusal.problem(), refusal.detail());
    }

    /** Sends a request where its path leads right now; whatever goes wrong with that, it gets an answer. */
    // Nobody is above this in a thread of the executor, and a request that was not answered would stay for ever.
    @SuppressWarnings("CatchingUnchecked")
    void route(Exchange exchange) {
        LogContext before = LogContext.enter(exchange);
        try {
            find(exchange);
        } catch (Throwable e) {
            log.error(
                    "{} {} cannot be led anywhere (request {})",
                    exchange.getMethod(),
                    exchange.path(),
                    exchange.id(),
                    e);
            exchange.failed(e);
        } finally {
            before.leave();
        }
    }

    private void find(Exchange exchange) {
        while (true) {
            Route route = routes.find(exchange.path());
            if (route == null && !closed && routes.awaitsPlatform(exchange.path())) {
                held.hold(exchange, null);
                return;
            }
            if (!admission.isSetUp(exchange, route == null ? null : route.target())) {
                return;
            }
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
                held.hold(exchange, route);
                return;
            }
            if (!admission.admits(exchange, target) || !fits(exchange, target)) {
                return;
            }
            Generation generation = target.hosted().generation();
            Crowd crowd = generation.platform() ? null : generation.crowd();
            if (crowd != null && !crowd.enter(limits.ownerRequests())) {
                if (exchange.hold() != null) {
                    crowd.queue(exchange, limits.ownerRequests(), next -> resume(next, crowd));
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
                    crowd.leave(limits.ownerRequests(), next -> resume(next, crowd));
                }
            }
            // The handler was shut after the table was read: a newer table leads elsewhere.
        }
    }

    private void nobody(Exchange exchange) {
        if (routes.awaits(exchange.path()) && !closed) {
            held.hold(exchange, null);
        } else {
            exchange.refuse(WebProblem.NOT_FOUND, "No bundle serves " + exchange.path() + ".");
        }
    }

    private boolean fits(Exchange exchange, Target target) {
        long limit = limits.bodyBytes(target);
        if (exchange.getLength() > limit) {
            exchange.refuse(WebProblem.CONTENT_TOO_LARGE, "The request body may have " + limit + " bytes.");
            return false;
        }
        return true;
    }

    // Whatever goes wrong below must give the permit back.
    @SuppressWarnings("CatchingUnchecked")
    private void serve(Exchange exchange, Target target) {
        exchange.entered(target.hosted(), new BodyMeter(limits, limits.bodyBytes(target)));
        deadlines.add(exchange);
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

    private void resume(Exchange exchange) {
        execute(exchange, exchange);
    }

    private void resume(Exchange exchange, Crowd crowd) {
        execute(exchange, () -> {
            route(exchange);
            if (exchange.hosted() == null) {
                // It was sent elsewhere, so nobody will leave for it: the next one takes its turn.
                crowd.admit(limits.ownerRequests(), next -> resume(next, crowd));
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
        exchange.refuse(WebProblem.NOT_SERVING, null);
    }

    /** From now on every request is told to come back later; those that wait, too. */
    void shut() {
        closed = true;
        held.shut();
    }

    int holding() {
        return held.size();
    }

    /** Forgets a request that has left its handler. */
    void left(Exchange exchange) {
        deadlines.remove(exchange);
    }

    TrustedProxies proxies() {
        return proxies;
    }

    Traces traces() {
        return traces;
    }

    RequestLimits limits() {
        return limits;
    }

    RequestReports reports() {
        return reports;
    }
}
