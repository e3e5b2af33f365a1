/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.SpanRecorder.Kind;
import io.subrack.kernel.spi.TraceContext;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

/** What is recorded of requests, and to which trace it belongs. */
@SuppressWarnings("try") // what is entered is only left
class OtelRecorderTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    private final Recorded recorded = new Recorded(Sampler.parentBased(Sampler.alwaysOn()));
    private final Tracer bundles = recorded.provider.get("com.acme");
    private final OtelRecorder recorder = new OtelRecorder(recorded.provider.get("io.subrack"), List.of("/health"));

    @AfterEach
    void leavesNothingBehind() {
        assertThat(Context.current()).isEqualTo(Context.root());
        assertThat(MDC.get(OtelSpan.LOG_KEY)).isNull();
    }

    private SpanRecorder.Span request(TraceContext caller) {
        return Objects.requireNonNull(recorder.request(caller, "/a", "GET", 1_000));
    }

    private static TraceContext caller(String flags) {
        return TraceContext.goOn("00-" + TRACE + "-" + PARENT + "-" + flags, "x=1,y=2", "tenant=acme");
    }

    @Test
    void goesOnWithTheTraceOfTheCaller() {
        SpanRecorder.Span span = request(caller("01"));
        span.end();

        SpanData data = recorded.spans.get(0);
        assertThat(data.getTraceId()).isEqualTo(TRACE);
        assertThat(data.getParentSpanId()).isEqualTo(PARENT);
        assertThat(data.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(data.getStartEpochNanos()).isEqualTo(1_000);
        assertThat(span.context().traceId()).isEqualTo(TRACE);
        assertThat(span.context().spanId()).isEqualTo(data.getSpanId());
        assertThat(span.context().parentId()).isEqualTo(PARENT);
        assertThat(span.context().sampled()).isTrue();
        assertThat(span.context().state()).isEqualTo("x=1,y=2");
    }

    @Test
    void recordsNothingOfATraceThatItsCallerDoesNotRecord() {
        SpanRecorder.Span span = request(caller("00"));
        try (var unused = span.enter()) {
            assertThat(recorder.child(Kind.CLIENT, "SELECT a")).isNull();
            assertThat(MDC.get(OtelSpan.LOG_KEY)).isNull();
            assertThat(Objects.requireNonNull(recorder.current()).header())
                    .isEqualTo(span.context().header());
        }
        span.end();

        assertThat(span.isRecording()).isFalse();
        assertThat(span.context().header()).startsWith("00-" + TRACE).endsWith("-00");
        assertThat(recorded.spans).isEmpty();
    }

    @Test
    void beginsATraceWhereTheCallerNamesNone() {
        TraceContext none = TraceContext.begin();
        SpanRecorder.Span span = request(none);
        span.end();

        assertThat(span.context().parentId()).isNull();
        assertThat(span.context().sampled()).isTrue();
        assertThat(recorded.spans.get(0).getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void knowsTheInnermostSpanOfAThread() {
        SpanRecorder.Span request = request(caller("01"));
        try (var outer = request.enter()) {
            SpanRecorder.Span method = Objects.requireNonNull(recorder.child(Kind.INTERNAL, "A.get"));
            try (var inner = method.enter()) {
                assertThat(MDC.get(OtelSpan.LOG_KEY)).isEqualTo(method.context().spanId());
                Span own = bundles.spanBuilder("price").startSpan();
                try (Scope scope = own.makeCurrent()) {
                    Objects.requireNonNull(recorder.child(Kind.CLIENT, "SELECT a"))
                            .end();
                    TraceContext carried = Objects.requireNonNull(recorder.current());
                    assertThat(carried.header())
                            .isEqualTo(
                                    "00-" + TRACE + "-" + own.getSpanContext().getSpanId() + "-01");
                    assertThat(carried.state()).isEqualTo("x=1,y=2");
                    assertThat(carried.baggage()).isEqualTo("tenant=acme");
                    assertThat(Baggage.current().getEntryValue("tenant")).isEqualTo("acme");
                }
                own.end();
            }
            method.end();
            assertThat(MDC.get(OtelSpan.LOG_KEY)).isEqualTo(request.context().spanId());
        }
        request.end();

        assertThat(recorded.spans).extracting(SpanData::getName).containsExactly("SELECT a", "price", "A.get", "GET");
        for (int i = 0; i < 3; i++) {
            assertThat(recorded.spans.get(i).getParentSpanId())
                    .isEqualTo(recorded.spans.get(i + 1).getSpanId());
        }
    }

    @Test
    void leavesTheRequestWhateverABundleHasLeftOpen() {
        SpanRecorder.Span request = request(caller("01"));
        try (var unused = request.enter()) {
            Scope forgotten = bundles.spanBuilder("forgotten").startSpan().makeCurrent();
            assertThat(forgotten).isNotNull();
        }

        assertThat(recorder.current()).isNull();
        assertThat(recorder.child(Kind.CLIENT, "SELECT a")).isNull();
    }

    @Test
    void saysWhatFailed() {
        SpanRecorder.Span span = request(caller("01"));
        span.failed("java.io.IOException", new java.io.IOException("gone"));
        span.end();

        SpanData data = recorded.spans.get(0);
        assertThat(data.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(data.getEvents()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatFailedEvenWithoutWhatItWouldSay(Supplier<String> message) {
        Exception silent = new Exception() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                return message.get();
            }
        };
        SpanRecorder.Span span = request(caller("01"));

        span.failed("com.acme.Silent", silent);
        span.end();

        SpanData data = recorded.spans.get(0);
        assertThat(data.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(data.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("com.acme.Silent");
        assertThat(data.getEvents()).singleElement().satisfies(event -> {
            assertThat(event.getName()).isEqualTo("exception");
            assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.type")))
                    .isEqualTo(silent.getClass().getName());
        });
    }

    static List<Supplier<String>> saysWhatFailedEvenWithoutWhatItWouldSay() {
        return List.of(
                () -> {
                    throw new IllegalStateException("no message");
                },
                () -> {
                    throw new StackOverflowError();
                },
                () -> {
                    throw new NoClassDefFoundError("com/acme/Gone");
                });
    }

    @Test
    void recordsNothingOfWhatIsExcluded() {
        TraceContext caller = caller("01");

        assertThat(recorder.request(caller, "/health", "GET", 1)).isNull();
        assertThat(recorder.request(caller, "/health/live", "GET", 1)).isNull();
        assertThat(recorder.request(caller, "/healthy", "GET", 1)).isNotNull();
    }
}
