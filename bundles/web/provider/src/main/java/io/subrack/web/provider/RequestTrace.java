/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.TraceContext;
import io.subrack.web.spi.InRequest;
import org.jspecify.annotations.Nullable;

/** The trace that a request belongs to, and what is recorded of it; neither is begun before somebody asks. */
final class RequestTrace implements InRequest {
    private final DoorHandler door;
    private final Exchange exchange;

    private @Nullable TraceContext context;
    private SpanRecorder.@Nullable Span span;

    RequestTrace(DoorHandler door, Exchange exchange) {
        this.door = door;
        this.exchange = exchange;
    }

    TraceContext context() {
        TraceContext known = context;
        if (known == null) {
            known = door.traces().of(exchange);
            SpanRecorder recording = door.traces().recorder();
            if (recording != null) {
                span = Traces.begin(recording, exchange, known);
                known = span == null ? known : span.context();
            }
            context = known;
        }
        return known;
    }

    /** Returns what is recorded of the request, once {@link #context} was asked for; null for nothing. */
    SpanRecorder.@Nullable Span span() {
        return span;
    }

    /** Says whether anybody wants to know what became of the request; begins its span if that was not done. */
    boolean isRecorded() {
        if (span == null && context == null && door.traces().recorder() != null) {
            context();
        }
        return span != null;
    }

    @Override
    public SpanRecorder.Entered enter() {
        return LogContext.enter(exchange);
    }

    @Override
    public boolean isHere() {
        return context != null && TraceContext.current() == context;
    }

    @Override
    public @Nullable SpanRecorder recorder() {
        return span == null ? null : door.traces().recorder();
    }
}
