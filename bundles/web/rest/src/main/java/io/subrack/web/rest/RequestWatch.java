/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.web.spi.InRequest;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;
import org.jspecify.annotations.Nullable;

/**
 * What we want to be told of each request: whom {@link AccessCheck} lets through, what is recorded of its method, and when a
 * thread that is not the request's takes it up. One listener for all of it, because Jersey makes lists for several.
 */
final class RequestWatch implements ApplicationEventListener, RequestEventListener {
    /** What a thread is in that others have resumed a request in. */
    private static final ThreadLocal<SpanRecorder.@Nullable Entered> RESUMED = new ThreadLocal<>();

    private final AccessCheck access;

    RequestWatch(AccessCheck access) {
        this.access = access;
    }

    @Override
    public void onEvent(ApplicationEvent event) {
        // Only requests are of interest.
    }

    @Override
    public RequestEventListener onRequest(RequestEvent begun) {
        InRequest in = in(begun);
        SpanRecorder recorder = in == null ? null : in.recorder();
        return recorder == null ? this : new MethodSpan(this, recorder);
    }

    @Override
    public void onEvent(RequestEvent event) {
        switch (event.getType()) {
            case LOCATOR_MATCHED, REQUEST_MATCHED -> access.onEvent(event);
            case ON_EXCEPTION, RESP_FILTERS_START -> takeUp(event);
            case FINISHED -> leave();
            default -> {
                // Nothing is to be done there.
            }
        }
    }

    /** An asynchronous answer is made in the thread that resumes it: it belongs to its own request there, too. */
    private void takeUp(RequestEvent event) {
        InRequest in = in(event);
        if (in != null && !in.isHere() && RESUMED.get() == null) {
            RESUMED.set(in.enter());
        }
    }

    private void leave() {
        SpanRecorder.Entered entered = RESUMED.get();
        if (entered != null) {
            RESUMED.remove();
            entered.close();
        }
    }

    private static @Nullable InRequest in(RequestEvent event) {
        Object in = Answers.exchange(event.getContainerRequest()).request().getAttribute(InRequest.ATTRIBUTE);
        return in instanceof InRequest request ? request : null;
    }
}
