/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.TraceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Records by OpenTelemetry: the innermost span of a thread is the one in its {@link Context}. */
final class OtelRecorder implements SpanRecorder {
    private static final TextMapPropagator TRACE = W3CTraceContextPropagator.getInstance();
    private static final TextMapPropagator BAGGAGE = W3CBaggagePropagator.getInstance();

    private static final TextMapGetter<TraceContext> HEADERS = new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable TraceContext carrier, String key) {
            return carrier == null ? null : header(carrier, key);
        }
    };

    private final Tracer tracer;
    private final List<String> excluded;

    /** @param excluded paths whose requests are not recorded, with all below them */
    OtelRecorder(Tracer tracer, List<String> excluded) {
        this.tracer = tracer;
        this.excluded = List.copyOf(excluded);
    }

    private static @Nullable String header(TraceContext caller, String key) {
        return switch (key) {
            case TraceContext.PARENT_HEADER ->
                "00-" + caller.traceId() + '-' + caller.parentId() + (caller.sampled() ? "-01" : "-00");
            case TraceContext.STATE_HEADER -> caller.state().isEmpty() ? null : caller.state();
            case TraceContext.BAGGAGE_HEADER -> caller.baggage().isEmpty() ? null : caller.baggage();
            default -> null;
        };
    }

    @Override
    public @Nullable Span request(TraceContext caller, String path, String name, long startNanos) {
        if (isExcluded(path)) {
            return null;
        }
        Context parent = Context.root();
        if (caller.parentId() != null) {
            parent = TRACE.extract(parent, caller, HEADERS);
        }
        if (!caller.baggage().isEmpty()) {
            parent = BAGGAGE.extract(parent, caller, HEADERS);
        }
        io.opentelemetry.api.trace.Span span = tracer.spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(startNanos, TimeUnit.NANOSECONDS)
                .startSpan();
        return new OtelSpan(span, parent.with(span), context(span.getSpanContext(), caller));
    }

    private boolean isExcluded(String path) {
        for (String each : excluded) {
            if (path.startsWith(each) && (path.length() == each.length() || path.charAt(each.length()) == '/')) {
                return true;
            }
        }
        return false;
    }

    /** The parent's id is that of the caller where the trace is the caller's. */
    private static TraceContext context(SpanContext own, TraceContext caller) {
        return TraceContext.of(
                own.getTraceId(),
                own.getSpanId(),
                own.getTraceId().equals(caller.traceId()) ? caller.parentId() : null,
                own.isSampled(),
                caller.state(),
                caller.baggage());
    }

    @Override
    public @Nullable Span child(Kind kind, String name) {
        Context context = Context.current();
        io.opentelemetry.api.trace.Span parent = io.opentelemetry.api.trace.Span.fromContextOrNull(context);
        if (parent == null || !parent.isRecording()) {
            return null;
        }
        io.opentelemetry.api.trace.Span span = tracer.spanBuilder(name)
                .setParent(context)
                .setSpanKind(kind == Kind.CLIENT ? SpanKind.CLIENT : SpanKind.INTERNAL)
                .startSpan();
        return new OtelSpan(span, context.with(span), null);
    }

    @Override
    public @Nullable TraceContext current() {
        Context context = Context.current();
        SpanContext span = io.opentelemetry.api.trace.Span.fromContext(context).getSpanContext();
        return span.isValid() ? carried(span, context) : null;
    }

    /** What requests that are made within a span carry on. */
    static TraceContext carried(SpanContext span, Context context) {
        Map<String, String> headers = new HashMap<>();
        if (!span.getTraceState().isEmpty()) {
            TRACE.inject(context, headers, Map::put);
        }
        BAGGAGE.inject(context, headers, Map::put);
        return TraceContext.of(
                span.getTraceId(),
                span.getSpanId(),
                null,
                span.isSampled(),
                headers.get(TraceContext.STATE_HEADER),
                headers.get(TraceContext.BAGGAGE_HEADER));
    }
}
