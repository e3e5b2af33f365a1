/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spans on the wire, as OpenTelemetry's own exporter would write them. */
class TraceRequestTest {
    private static final SpanContext REMOTE = SpanContext.createFromRemoteParent(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.builder().put("b", "2").put("a", "1").build());

    private final ObjectMapper json = new ObjectMapper();
    private final Recorded recorded = new Recorded(Sampler.alwaysOn());

    private List<SpanData> spans() {
        Tracer tracer = recorded.provider
                .tracerBuilder("io.subrack")
                .setInstrumentationVersion("1")
                .build();
        Span parent = tracer.spanBuilder("GET /a")
                .setParent(Context.root().with(Span.wrap(REMOTE)))
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        parent.setAttribute("text", "Grüße \u0007 \ud83d\ude00");
        parent.setAttribute("number", -5);
        parent.setAttribute("zero", 0);
        parent.setAttribute("real", 0.25);
        parent.setAttribute("no", false);
        parent.setAttribute(AttributeKey.stringArrayKey("texts"), List.of("a", ""));
        parent.setAttribute(AttributeKey.longArrayKey("numbers"), List.of(1L, Long.MAX_VALUE));
        parent.addEvent("seen", Attributes.of(AttributeKey.stringKey("by"), "ada"));
        parent.recordException(new IllegalStateException("broken"));
        parent.setStatus(StatusCode.ERROR, "it is broken");
        Span child = recorded.provider
                .tracerBuilder("com.acme")
                .setSchemaUrl("https://example.org/schema")
                .build()
                .spanBuilder("")
                .setParent(Context.root().with(parent))
                .addLink(REMOTE, Attributes.of(AttributeKey.booleanKey("yes"), true))
                .startSpan();
        child.end();
        tracer.spanBuilder("sent").setSpanKind(SpanKind.PRODUCER).startSpan().end();
        tracer.spanBuilder("taken").setSpanKind(SpanKind.CONSUMER).startSpan().end();
        tracer.spanBuilder("asked").setSpanKind(SpanKind.CLIENT).startSpan().end();
        parent.end();
        return recorded.spans;
    }

    @Test
    void isWrittenInBinaryAsTheLibraryWritesIt() throws Exception {
        List<SpanData> spans = spans();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        TraceRequestMarshaler.create(spans).writeBinaryTo(expected);

        byte[] written = TraceRequest.binary(spans);

        // The library groups scopes in an order of its own, so the length is what can be compared of the whole.
        assertThat(written).hasSize(expected.size());
        for (SpanData each : spans) {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            TraceRequestMarshaler.create(List.of(each)).writeBinaryTo(one);
            assertThat(TraceRequest.binary(List.of(each)))
                    .as(each.getName())
                    .asBase64Encoded()
                    .isEqualTo(Base64.getEncoder().encodeToString(one.toByteArray()));
        }
    }

    @Test
    void isWrittenInJsonAsTheLibraryWritesIt() throws Exception {
        for (SpanData each : spans()) {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            TraceRequestMarshaler.create(List.of(each)).writeJsonTo(one);
            assertThat(json.readTree(TraceRequest.json(List.of(each))))
                    .as(each.getName())
                    .isEqualTo(withoutEmptyLists(json.readTree(one.toByteArray())));
        }
    }

    /** Which the library writes, and which say nothing. */
    private static JsonNode withoutEmptyLists(JsonNode node) {
        node.forEach(TraceRequestTest::withoutEmptyLists);
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.stream()
                    .filter(name ->
                            object.get(name).isArray() && object.get(name).isEmpty())
                    .forEach(object::remove);
        }
        return node;
    }
}
