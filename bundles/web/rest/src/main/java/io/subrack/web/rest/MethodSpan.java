/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.kernel.spi.SpanRecorder;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.glassfish.jersey.server.model.Invocable;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Records the resource method of one request, from its call to its return: an asynchronous answer comes later, and is the
 * request's own span. Or it comes before, in another thread: then the span ends with it, and the method's thread leaves it
 * when the method returns.
 */
final class MethodSpan implements RequestEventListener {
    private final RequestEventListener rest;
    private final SpanRecorder recorder;
    private volatile SpanRecorder.@Nullable Span span;
    private volatile @Nullable Stay stay;
    private volatile long returned;

    /** The stay of the method's thread in the span, which is that thread's to end. */
    private record Stay(Thread thread, SpanRecorder.Entered entered) {}

    MethodSpan(RequestEventListener rest, SpanRecorder recorder) {
        this.rest = rest;
        this.recorder = recorder;
    }

    @Override
    public void onEvent(RequestEvent event) {
        try {
            switch (event.getType()) {
                case RESOURCE_METHOD_START -> begin(event.getUriInfo().getMatchedResourceMethod());
                case RESOURCE_METHOD_FINISHED -> leave();
                case FINISHED -> end(event);
                default -> {
                    // The method is not concerned.
                }
            }
        } finally {
            rest.onEvent(event);
        }
    }

    private void begin(@Nullable ResourceMethod method) {
        if (method == null) {
            return;
        }
        Invocable invocable = method.getInvocable();
        String type = invocable.getHandler().getHandlerClass().getSimpleName();
        String name = invocable.getHandlingMethod().getName();
        SpanRecorder.Span begun = recorder.child(SpanRecorder.Kind.INTERNAL, type + "." + name);
        if (begun != null) {
            begun.set(
                    "code.function.name",
                    invocable.getHandler().getHandlerClass().getName() + "." + name);
            span = begun;
            stay = new Stay(Thread.currentThread(), begun.enter());
        }
    }

    private void leave() {
        Stay within = stay;
        if (within != null && within.thread() == Thread.currentThread()) {
            stay = null;
            within.entered().close();
            returned = now();
        }
    }

    private static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private void end(RequestEvent event) {
        SpanRecorder.Span ended = span;
        if (ended == null) {
            return;
        }
        span = null;
        leave();
        try {
            tell(ended, event);
        } finally {
            long before = returned;
            ended.end(before == 0 ? now() : before);
        }
    }

    /** What the method threw counts as a failure if it became an answer that says so. */
    private static void tell(SpanRecorder.Span ended, RequestEvent event) {
        Throwable thrown = event.getException();
        boolean failed = event.getContainerResponse() == null
                || event.getContainerResponse().getStatus() >= 500;
        if (thrown != null && failed) {
            Throwable cause =
                    thrown.getCause() != null && thrown.getClass().getName().startsWith("org.glassfish.")
                            ? thrown.getCause()
                            : thrown;
            ended.failed(cause.getClass().getName(), cause);
        }
    }
}
