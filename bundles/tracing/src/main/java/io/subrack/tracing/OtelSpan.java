/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.TraceContext;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A span of OpenTelemetry, and the log context of who is in it. */
final class OtelSpan implements SpanRecorder.Span {
    /** What the id is called in the log. */
    static final String LOG_KEY = "span";

    private static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");

    private final Span span;
    private final Context within;
    private @Nullable TraceContext context;

    /** @param context its ids; null to find them when they are wanted */
    OtelSpan(Span span, Context within, @Nullable TraceContext context) {
        this.span = span;
        this.within = within;
        this.context = context;
    }

    @Override
    public TraceContext context() {
        TraceContext known = context;
        if (known == null) {
            known = OtelRecorder.carried(span.getSpanContext(), within);
            context = known;
        }
        return known;
    }

    @Override
    public boolean isRecording() {
        return span.isRecording();
    }

    @Override
    public void name(String name) {
        span.updateName(name);
    }

    @Override
    public void set(String key, String value) {
        span.setAttribute(key, value);
    }

    @Override
    public void set(String key, long value) {
        span.setAttribute(key, value);
    }

    @Override
    public void failed(String type, @Nullable Throwable cause) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute("error.type", type);
        if (cause != null) {
            record(cause);
        }
    }

    /** The exception may be a bundle's, and so is what asks it for its message. */
    private void record(Throwable cause) {
        try {
            span.recordException(cause);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            span.addEvent(
                    "exception", Attributes.of(EXCEPTION_TYPE, cause.getClass().getName()));
        }
    }

    @Override
    public SpanRecorder.Entered enter() {
        Context before = Context.current();
        attach(within);
        if (!span.isRecording()) {
            return () -> attach(before);
        }
        String outer = MDC.get(LOG_KEY);
        MDC.put(LOG_KEY, span.getSpanContext().getSpanId());
        return () -> {
            attach(before);
            if (outer == null) {
                MDC.remove(LOG_KEY);
            } else {
                MDC.put(LOG_KEY, outer);
            }
        };
    }

    /** Not by closing a scope: that does nothing where a bundle has left one of its own open within. */
    @SuppressWarnings("MustBeClosedChecker")
    private static void attach(Context context) {
        Scope unused = ContextStorage.get().attach(context);
    }

    @Override
    public void end() {
        span.end();
    }

    @Override
    public void end(long nanos) {
        span.end(nanos, TimeUnit.NANOSECONDS);
    }
}
