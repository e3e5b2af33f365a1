/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.TraceContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What a thread's lines in the log say of the request that it answers: SLF4J's mapped diagnostic context has its id, its
 * trace and the bundle. What a handler leaves there is gone when the thread leaves the request.
 */
final class LogContext implements SpanRecorder.Entered {
    static final String REQUEST = "request";
    static final String TRACE = "trace";
    static final String BUNDLE = "bundle";

    /** Before was nothing. */
    private static final LogContext NOTHING = new LogContext(null, null, null, false);

    /** The thread was in the same request already, and stays there. */
    private static final LogContext SAME = new LogContext(null, null, null, true);

    private final @Nullable Map<String, String> before;
    private final @Nullable TraceContext traceBefore;
    private final SpanRecorder.@Nullable Entered span;
    private final boolean stays;

    private LogContext(
            @Nullable Map<String, String> before,
            @Nullable TraceContext traceBefore,
            SpanRecorder.@Nullable Entered span,
            boolean stays) {
        this.before = before;
        this.traceBefore = traceBefore;
        this.span = span;
        this.stays = stays;
    }

    /** Takes the calling thread into a request. Whoever calls this calls {@link #leave} on what it returns. */
    static LogContext enter(Exchange exchange) {
        Hosted hosted = exchange.hosted();
        RequestTrace trace = exchange.trace();
        return enter(exchange.id(), trace.context(), trace.span(), hosted == null ? null : hosted.generation());
    }

    /** @param span what is recorded of the request; null for nothing */
    static LogContext enter(
            String request, TraceContext trace, SpanRecorder.@Nullable Span span, @Nullable Generation generation) {
        TraceContext current = TraceContext.current();
        LogContext before = current == trace ? SAME : saved(current, span);
        if (current != trace) {
            MDC.put(REQUEST, request);
            MDC.put(TRACE, trace.traceId());
            TraceContext.setCurrent(trace);
        }
        if (generation != null) {
            MDC.put(BUNDLE, generation.name());
        }
        return before;
    }

    private static LogContext saved(@Nullable TraceContext current, SpanRecorder.@Nullable Span span) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        return span == null && current == null && (context == null || context.isEmpty())
                ? NOTHING
                : new LogContext(context, current, span == null ? null : span.enter(), false);
    }

    /** Sets back what was before. */
    void leave() {
        if (stays) {
            return;
        }
        if (span != null) {
            span.close();
        }
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
        TraceContext.setCurrent(traceBefore);
    }

    @Override
    public void close() {
        leave();
    }
}
