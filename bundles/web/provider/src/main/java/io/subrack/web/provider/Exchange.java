/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.api.ProblemType;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.spi.GuardAttributes;
import io.subrack.web.spi.InRequest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: what the handler gets as the request, and what Jetty's server calls back when the exchange is
 * over.
 */
final class Exchange extends Request.Wrapper implements Callback, Runnable {
    private static final String LATE = "its handler did not answer in time";

    /** Name of the request attribute that is this object. */
    static final String ATTRIBUTE = "io.subrack.web.exchange";

    /** What is told of a request whose client went away; nginx's number, because there is no standard one. */
    static final int CLIENT_CLOSED = 499;

    private static final VarHandle OVER;
    private static final VarHandle TOLD;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OVER = lookup.findVarHandle(Exchange.class, "over", boolean.class);
            TOLD = lookup.findVarHandle(Exchange.class, "told", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final DoorHandler door;
    private final Answer response;
    private final RequestTrace trace;
    private final Callback callback;
    private final String id;
    private final String path;

    private @Nullable Route route;
    private @Nullable Hosted hosted;
    private @Nullable String template;
    private @Nullable Visitor visitor;

    private @Nullable BodyMeter body;
    private boolean bodyLeft;
    private boolean suspended;
    private @Nullable Thread runner;
    private boolean interrupted;
    private volatile boolean ended;
    private @Nullable Flow flow;

    private volatile boolean over;
    private volatile boolean told;
    private volatile @Nullable Hold hold;

    Exchange(DoorHandler door, Request request, Response response, Callback callback, String id, String path) {
        super(request);
        this.door = door;
        this.response = new Answer(this, response);
        trace = new RequestTrace(door, this);
        this.callback = callback;
        this.id = id;
        this.path = path;
    }

    String id() {
        return id;
    }

    /** Returns its trace, and what is recorded of it. */
    RequestTrace trace() {
        return trace;
    }

    /** Returns who sends the request; empty for nobody, and for who was turned away. */
    String subject() {
        Visitor known = visitor;
        return known == null ? "" : known.caller().subject();
    }

    /** Returns the decoded path. */
    String path() {
        return path;
    }

    Answer response() {
        return response;
    }

    /** Answers with a problem. */
    void refuse(ProblemType type, @Nullable String detail) {
        Problems.write(this, response, this, id, type, detail);
    }

    void routed(Route to) {
        route = to;
    }

    /** Notes who sends the request. */
    void visitedBy(Visitor who) {
        visitor = who;
    }

    /** Marks that the request counts as running in a handler from now on. */
    void entered(Hosted host, BodyMeter meter) {
        hosted = host;
        body = meter;
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
            case InRequest.ATTRIBUTE -> trace;
            case RequestAttributes.REQUEST_ID -> id;
            case RequestAttributes.TRACE_PARENT -> trace.context().header();
            case RequestAttributes.ROUTE_TEMPLATE -> template;
            case RequestAttributes.BODY_TOO_LARGE -> bodyTooLarge();
            case RequestAttributes.CALLER, GuardAttributes.GUARD, Visitor.AUTHENTICATION ->
                visitor == null ? null : visitor.attribute(name);
            case RequestAttributes.CLIENT_ADDRESS -> door.proxies().client(this);
            default -> super.getAttribute(name);
        };
    }

    private @Nullable Boolean bodyTooLarge() {
        BodyMeter meter = body;
        return (meter != null && meter.tooLarge()) ? Boolean.TRUE : null;
    }

    @Override
    public @Nullable Object setAttribute(String name, @Nullable Object value) {
        if (Visitor.FIXED.contains(name)) {
            return getAttribute(name);
        }
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

    /** Reads the body within its limits of size and speed. */
    @Override
    public Content.@Nullable Chunk read() {
        BodyMeter meter = body;
        return meter == null ? super.read() : meter.pass(super.read());
    }

    /** Reads what is there of the body; what is left of it is thrown away when the answer is out. */
    @Override
    public boolean consumeAvailable() {
        boolean all = Leftover.consume(getWrapped());
        // Who asked whether to send its body at all has got its answer.
        bodyLeft = !all && !getHeaders().contains(HttpHeader.EXPECT);
        return all;
    }

    boolean multiplexed() {
        return getConnectionMetaData().getHttpVersion().getVersion() >= HttpVersion.HTTP_2.getVersion();
    }

    /** Called when the handler has returned without an answer, which will come from elsewhere. */
    void suspend(Hosted host) {
        if (!suspended) {
            suspended = true;
            host.suspended(this);
        }
    }

    /** Called when a handler takes the request up in this thread; returns what to give to {@link #returned}. */
    synchronized @Nullable Thread runs() {
        Thread outer = runner;
        runner = Thread.currentThread();
        return outer;
    }

    /** Called when the handler has returned; leaves no interrupt behind that was meant for it. */
    synchronized void returned(@Nullable Thread outer) {
        runner = outer;
        if (outer == null && interrupted) {
            interrupted = false;
            Thread.interrupted();
        }
    }

    /** Ends the request if its handler's time is over. One thread calls this, now and then. */
    void look(long now) {
        BodyMeter meter = body;
        if (meter == null || ended || over) {
            return;
        }
        long left = door.limits().requestNanos() - (now - meter.beginNanos() - meter.waitedNanos(now));
        if (left > door.limits().lookNanos() || goesOn(now) || left > 0) {
            return;
        }
        if (!endRunning() && !response.isCommitted() && suspended) {
            ended = true;
            abort(HttpStatus.GATEWAY_TIMEOUT_504, LATE);
        }
    }

    private boolean goesOn(long now) {
        if (!response.isCommitted()) {
            return false;
        }
        Flow before = flow;
        Flow after = Flow.of(before, now, Response.getContentBytesWritten(response), door.limits());
        flow = after;
        return after.goesOn();
    }

    /** Answers in the place of a handler that has a thread, or breaks its answer off; false if none has. */
    private synchronized boolean endRunning() {
        Thread thread = runner;
        if (thread == null || over) {
            return false;
        }
        ended = true;
        interrupted = true;
        door.reports().ended(this, LATE);
        if (response.takeOver()) {
            tell(HttpStatus.GATEWAY_TIMEOUT_504, true);
            Problems.writeInPlaceOfHandler(response.getWrapped(), id, multiplexed());
        } else {
            tell(response.getStatus(), true);
            response.breakOff(multiplexed(), LATE);
        }
        thread.interrupt();
        return true;
    }

    /** Ends the request from outside: with a problem where that can still be said, else by breaking the connection. */
    void abort(int status, String why) {
        Runnable failure = null;
        synchronized (this) {
            // Until this exchange is over, the channel below cannot have gone on to the connection's next request.
            if (!over) {
                door.reports().ended(this, why);
                failure = HttpChannel.from(getWrapped()).onFailure(new HttpException.RuntimeException(status, why));
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
            complete();
        }
    }

    private void complete() {
        if ((bodyLeft || multiplexed()) && response.hasLastWrite()) {
            Leftover.discard(getWrapped(), callback);
        } else {
            callback.succeeded();
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (end(status(failure), true)) {
            if (response.takenOver()) {
                complete();
            } else {
                getWrapped().setAttribute(RequestAttributes.REQUEST_ID, id);
                callback.failed(failure);
            }
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
        tell(status, failed);
        Hosted host = hosted;
        if (host != null) {
            door.left(this);
            host.leave();
        }
        return true;
    }

    /** Counts the request, once: when its answer is out, or when its time is over although its handler still runs. */
    private void tell(int status, boolean failed) {
        if (!told && TOLD.compareAndSet(this, false, true)) {
            Hosted host = hosted;
            if (host != null) {
                host.generation().count(status >= HttpStatus.INTERNAL_SERVER_ERROR_500);
            }
            door.reports().observe(this, host, status, failed);
        }
    }

    private synchronized boolean endSuspended() {
        if (!OVER.compareAndSet(this, false, true)) {
            return false;
        }
        Hosted host = hosted;
        if (host != null) {
            host.resumed(this);
        }
        return true;
    }

    long durationNanos() {
        return Math.max(0, System.nanoTime() - getHeadersNanoTime());
    }

    /** Returns how long it may wait for its route; null if it has not begun to. */
    @Nullable
    Hold hold() {
        return hold;
    }

    /** Begins the time that it may wait for its route, if that was not done. */
    Hold hold(long nanos) {
        Hold begun = hold;
        if (begun == null) {
            begun = new Hold(nanos);
            hold = begun;
        }
        return begun;
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
