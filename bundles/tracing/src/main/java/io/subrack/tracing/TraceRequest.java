/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Spans as a request to an OTLP collector ({@code ExportTraceServiceRequest} of opentelemetry-proto 1.x). The library has an
 * exporter of its own, of half a megabyte, which does not offer JSON; this one says the same.
 */
final class TraceRequest {
    private static final int HAS_IS_REMOTE = 0x100;
    private static final int IS_REMOTE = 0x200;

    private TraceRequest() {}

    static byte[] binary(List<SpanData> spans) {
        BinaryFields fields = new BinaryFields();
        write(fields, spans);
        return fields.bytes();
    }

    static byte[] json(List<SpanData> spans) {
        return JsonFields.write(fields -> write(fields, spans));
    }

    private static void write(Fields out, List<SpanData> spans) {
        Map<Resource, Map<InstrumentationScopeInfo, List<SpanData>>> grouped = new LinkedHashMap<>();
        for (SpanData span : spans) {
            grouped.computeIfAbsent(span.getResource(), unused -> new LinkedHashMap<>())
                    .computeIfAbsent(span.getInstrumentationScopeInfo(), unused -> new ArrayList<>())
                    .add(span);
        }
        out.messages(1, "resourceSpans", grouped.entrySet(), (fields, each) -> {
            Resource resource = each.getKey();
            fields.message(1, "resource", inner -> attributes(inner, 1, resource.getAttributes()));
            fields.messages(2, "scopeSpans", each.getValue().entrySet(), TraceRequest::scope);
            text(fields, 3, "schemaUrl", String.valueOf(resource.getSchemaUrl()), resource.getSchemaUrl() != null);
        });
    }

    private static void scope(Fields out, Map.Entry<InstrumentationScopeInfo, List<SpanData>> spans) {
        InstrumentationScopeInfo scope = spans.getKey();
        out.message(1, "scope", fields -> {
            text(fields, 1, "name", scope.getName(), !scope.getName().isEmpty());
            text(fields, 2, "version", String.valueOf(scope.getVersion()), scope.getVersion() != null);
            attributes(fields, 3, scope.getAttributes());
        });
        out.messages(2, "spans", spans.getValue(), TraceRequest::span);
        text(out, 3, "schemaUrl", String.valueOf(scope.getSchemaUrl()), scope.getSchemaUrl() != null);
    }

    private static void span(Fields out, SpanData span) {
        SpanContext context = span.getSpanContext();
        out.id(1, "traceId", context.getTraceId());
        out.id(2, "spanId", context.getSpanId());
        state(out, context);
        if (span.getParentSpanContext().isValid()) {
            out.id(4, "parentSpanId", span.getParentSpanId());
        }
        text(out, 5, "name", span.getName(), !span.getName().isEmpty());
        out.count(6, "kind", kind(span.getKind()));
        out.fixed64(7, "startTimeUnixNano", span.getStartEpochNanos());
        out.fixed64(8, "endTimeUnixNano", span.getEndEpochNanos());
        attributes(out, 9, span.getAttributes());
        dropped(
                out,
                10,
                "droppedAttributesCount",
                span.getTotalAttributeCount() - span.getAttributes().size());
        if (!span.getEvents().isEmpty()) {
            out.messages(11, "events", span.getEvents(), TraceRequest::event);
        }
        dropped(
                out,
                12,
                "droppedEventsCount",
                span.getTotalRecordedEvents() - span.getEvents().size());
        if (!span.getLinks().isEmpty()) {
            out.messages(13, "links", span.getLinks(), TraceRequest::link);
        }
        dropped(
                out,
                14,
                "droppedLinksCount",
                span.getTotalRecordedLinks() - span.getLinks().size());
        out.message(15, "status", fields -> status(fields, span.getStatus()));
        out.fixed32(16, "flags", flags(context, span.getParentSpanContext()));
    }

    private static int kind(SpanKind kind) {
        return switch (kind) {
            case INTERNAL -> 1;
            case SERVER -> 2;
            case CLIENT -> 3;
            case PRODUCER -> 4;
            case CONSUMER -> 5;
        };
    }

    private static int code(StatusCode code) {
        return switch (code) {
            case UNSET -> 0;
            case OK -> 1;
            case ERROR -> 2;
        };
    }

    private static int flags(SpanContext context, SpanContext origin) {
        return (context.getTraceFlags().asByte() & 0xFF) | HAS_IS_REMOTE | (origin.isRemote() ? IS_REMOTE : 0);
    }

    private static void state(Fields out, SpanContext context) {
        if (!context.getTraceState().isEmpty()) {
            List<String> members = new ArrayList<>();
            context.getTraceState().forEach((key, value) -> members.add(key + '=' + value));
            out.text(3, "traceState", String.join(",", members));
        }
    }

    private static void event(Fields out, EventData event) {
        out.fixed64(1, "timeUnixNano", event.getEpochNanos());
        out.text(2, "name", event.getName());
        attributes(out, 3, event.getAttributes());
        dropped(out, 4, "droppedAttributesCount", event.getDroppedAttributesCount());
    }

    private static void link(Fields out, LinkData link) {
        out.id(1, "traceId", link.getSpanContext().getTraceId());
        out.id(2, "spanId", link.getSpanContext().getSpanId());
        state(out, link.getSpanContext());
        attributes(out, 4, link.getAttributes());
        dropped(
                out,
                5,
                "droppedAttributesCount",
                link.getTotalAttributeCount() - link.getAttributes().size());
        out.fixed32(6, "flags", flags(link.getSpanContext(), link.getSpanContext()));
    }

    private static void status(Fields out, StatusData status) {
        text(
                out,
                2,
                "message",
                status.getDescription(),
                !status.getDescription().isEmpty());
        dropped(out, 3, "code", code(status.getStatusCode()));
    }

    private static void text(Fields out, int number, String name, String value, boolean given) {
        if (given) {
            out.text(number, name, value);
        }
    }

    /** Nothing is the default. */
    private static void dropped(Fields out, int number, String name, int count) {
        if (count != 0) {
            out.count(number, name, count);
        }
    }

    private static void attributes(Fields out, int number, Attributes attributes) {
        if (!attributes.isEmpty()) {
            List<Map.Entry<AttributeKey<?>, Object>> all = new ArrayList<>();
            attributes.forEach((key, value) -> all.add(Map.entry(key, value)));
            out.messages(number, "attributes", all, TraceRequest::attribute);
        }
    }

    private static void attribute(Fields out, Map.Entry<AttributeKey<?>, Object> attribute) {
        out.text(1, "key", attribute.getKey().getKey());
        out.message(2, "value", fields -> value(fields, attribute.getValue()));
    }

    private static void value(Fields out, Object value) {
        if (value instanceof Boolean truth) {
            out.truth(2, "boolValue", truth);
        } else if (value instanceof Long number) {
            out.integer(3, "intValue", number);
        } else if (value instanceof Double number) {
            out.real(4, "doubleValue", number);
        } else if (value instanceof List<?> list) {
            out.message(5, "arrayValue", fields -> fields.messages(1, "values", list, TraceRequest::value));
        } else {
            out.text(1, "stringValue", value instanceof Value<?> nested ? nested.asString() : value.toString());
        }
    }
}
