/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.api.RequestAttributes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: what the handler gets as the request, and what Jetty's server calls back when the exchange is
 * over. One object for all of it, because there is one per request.
 */
final class Exchange extends Request.Wrapper implements Callback, Runnable {
    /** Name of the request attribute that is this object. */
    static final String ATTRIBUTE = "io.subrack.web.exchange";

    /** What is told of a request whose client went away; nginx's number, because there is no standard one. */
    private static final int CLIENT_CLOSED = 499;

    private static final VarHandle OVER;
    private static final VarHandle HELD;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OVER = lookup.findVarHandle(Exchange.class, "over", boolean.class);
            HELD = lookup.findVarHandle(Exchange.class, "held", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final DoorHandler door;
    private final Response response;
    private final Callback callback;
    private final String id;
    private final String path;

    private @Nullable Route route;
    private @Nullable Hosted hosted;
    private @Nullable String template;

    private long maxBody;
    private long bodyBytes;
    private long waitingSince;
    private long waitedNanos;
    private boolean tooLarge;

    private boolean suspended;
    private Scheduler.@Nullable Task timeout;

    private volatile boolean over;
    private volatile boolean held;
    private boolean waits;
    private long holdDeadline;
    private @Nullable AtomicInteger heldFor;

    Exchange(DoorHandler door, Request request, Response response, Callback callback, String id, String path) {
        super(request);
        this.door = door;
        this.response = response;
        this.callback = callback;
        this.id = id;
        this.path = path;
    }

    String id() {
        return id;
    }

    /** Returns the decoded path. */
    String path() {
        return path;
    }

    Response response() {
        return response;
    }

    void routed(Route to) {
        route = to;
    }

    /** Marks that the request counts as running in a handler from now on. */
    void entered(Hosted host, long bodyLimit) {
        hosted = host;
        maxBody = bodyLimit;
    }

    @Nullable
    Hosted hosted() {
        return hosted;
    }

    /** Returns the route template: what the handler said, else the prefix that matched. */
    String template() {
        String said = template;
        Route matched = route;
        return said != null ? said : matched != null ? matched.prefix() : DoorHandler.UNMATCHED;
    }

    // The attributes that each request has are fields: the map that Jetty would make for them costs more than they do.
    @Override
    public @Nullable Object getAttribute(String name) {
        return switch (name) {
            case ATTRIBUTE -> this;
            case RequestAttributes.REQUEST_ID -> id;
            case RequestAttributes.ROUTE_TEMPLATE -> template;
            case RequestAttributes.BODY_TOO_LARGE -> tooLarge ? Boolean.TRUE : null;
            default -> super.getAttribute(name);
        };
    }

    @Override
    public @Nullable Object setAttribute(String name, @Nullable Object value) {
        if (name.equals(RequestAttributes.ROUTE_TEMPLATE)) {
            String before = template;
            template = value instanceof String text ? text : null;
            return before;
        }
        return super.setAttribute(name, value);
    }

    @Override
    public Set<String> getAttributeNameSet() {
        Set<String> names = new HashSet<>(super.getAttributeNameSet());
        names.add(RequestAttributes.REQUEST_ID);
        return names;
    }

    /** Reads the body within its limits of size and speed; only the time spent waiting for the client counts. */
    @Override
    public Content.@Nullable Chunk read() {
        Content.Chunk chunk = super.read();
        if (chunk == null) {
            if (waitingSince == 0) {
                waitingSince = System.nanoTime();
            }
            return null;
        }
        if (waitingSince != 0) {
            waitedNanos += System.nanoTime() - waitingSince;
            waitingSince = 0;
        }
        bodyBytes += chunk.remaining();
        if (bodyBytes > maxBody) {
            tooLarge = true;
            return refuse(
                    chunk, HttpStatus.PAYLOAD_TOO_LARGE_413, "The request body is larger than " + maxBody + " bytes.");
        }
        if (!chunk.isLast() && door.tooSlow(bodyBytes, waitedNanos)) {
            return refuse(chunk, HttpStatus.REQUEST_TIMEOUT_408, "The request body came too slowly.");
        }
        return chunk;
    }

    private static Content.Chunk refuse(Content.Chunk chunk, int status, String reason) {
        chunk.release();
        return Content.Chunk.from(new HttpException.RuntimeException(status, reason), true);
    }

    /** Called when the handler has returned without an answer, which will come from elsewhere. */
    void suspend(Hosted host) {
        if (!suspended) {
            suspended = true;
            host.suspended(this);
            timeout = door.scheduleTimeout(this);
        }
    }

    /** Ends the request if its answer has not begun: a stream that is under way may take as long as it wants. */
    void timedOut() {
        if (!response.isCommitted()) {
            abort("its handler did not answer in time");
        }
    }

    /** Ends the request from outside: with 503 where that can still be said, else by breaking the connection. */
    void abort(String why) {
        Runnable failure = null;
        synchronized (this) {
            // Until this exchange is over, the channel below cannot have gone on to the connection's next request.
            if (!over) {
                door.aborting(this, why);
                failure = HttpChannel.from(getWrapped())
                        .onFailure(new HttpException.RuntimeException(HttpStatus.SERVICE_UNAVAILABLE_503, why));
            }
        }
        if (failure != null) {
            failure.run();
        }
    }

    @Override
    public void succeeded() {
        // A handler may have swallowed the failure of a write.
        boolean broken = response.isCommitted() && !response.hasLastWrite();
        if (end(response.getStatus(), broken)) {
            callback.succeeded();
        }
    }

    @Override
    public void failed(Throwable failure) {
        int status = status(failure);
        if (end(status, true)) {
            getWrapped().setAttribute(RequestAttributes.REQUEST_ID, id);
            callback.failed(failure);
        }
    }

    private int status(Throwable failure) {
        if (response.isCommitted()) {
            return response.getStatus();
        }
        if (failure instanceof HttpException http) {
            return http.getCode();
        }
        return failure instanceof QuietException ? CLIENT_CLOSED : HttpStatus.INTERNAL_SERVER_ERROR_500;
    }

    private boolean end(int status, boolean failed) {
        if (!suspended) {
            if (!OVER.compareAndSet(this, false, true)) {
                return false;
            }
        } else if (!endSuspended()) {
            return false;
        }
        Hosted host = hosted;
        if (host != null) {
            host.generation().count(status >= HttpStatus.INTERNAL_SERVER_ERROR_500);
            host.leave();
        }
        door.observe(this, host, status, failed);
        return true;
    }

    private synchronized boolean endSuspended() {
        if (!OVER.compareAndSet(this, false, true)) {
            return false;
        }
        Hosted host = hosted;
        if (host != null) {
            host.resumed(this);
        }
        Scheduler.Task task = timeout;
        if (task != null) {
            task.cancel();
        }
        return true;
    }

    long durationNanos() {
        return Math.max(0, System.nanoTime() - getHeadersNanoTime());
    }

    /** Starts to wait for its route. */
    void hold(AtomicInteger together) {
        heldFor = together;
        held = true;
    }

    /** Returns how many requests wait for the same bundle. */
    AtomicInteger heldFor() {
        return Objects.requireNonNull(heldFor);
    }

    /** Returns how long it may go on waiting, or how long it may wait in all when it has not begun to. */
    long holdLeft(long holdNanos) {
        long now = System.nanoTime();
        if (!waits) {
            waits = true;
            holdDeadline = now + holdNanos;
        }
        return holdDeadline - now;
    }

    boolean waitedBefore() {
        return waits;
    }

    /** Takes the request out of waiting; only one caller gets true. */
    boolean release() {
        return held && HELD.compareAndSet(this, true, false);
    }

    /** Takes up the way of a request that waited. */
    @Override
    public void run() {
        door.route(this);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.BLOCKING;
    }
}
