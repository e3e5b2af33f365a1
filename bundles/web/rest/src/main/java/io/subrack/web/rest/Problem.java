/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.subrack.kernel.api.ProblemType;
import io.subrack.web.api.WebProblem;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an error answer says, after RFC 9457. A 5xx says its request id and nothing else.
 *
 * @param type the {@code type} member
 * @param title the same text for each case of the type
 * @param status the HTTP status
 * @param detail a sentence about this case
 * @param extensions further members
 */
record Problem(
        String type, String title, int status, @Nullable String detail, Map<String, Object> extensions) {
    static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<Integer, WebProblem> BY_STATUS = Map.ofEntries(
            Map.entry(400, WebProblem.BAD_REQUEST),
            Map.entry(401, WebProblem.UNAUTHORIZED),
            Map.entry(403, WebProblem.FORBIDDEN),
            Map.entry(404, WebProblem.RESOURCE_NOT_FOUND),
            Map.entry(405, WebProblem.METHOD_NOT_ALLOWED),
            Map.entry(406, WebProblem.NOT_ACCEPTABLE),
            Map.entry(408, WebProblem.TIMEOUT),
            Map.entry(409, WebProblem.CONFLICT),
            Map.entry(412, WebProblem.PRECONDITION_FAILED),
            Map.entry(413, WebProblem.CONTENT_TOO_LARGE),
            Map.entry(414, WebProblem.URI_TOO_LONG),
            Map.entry(415, WebProblem.UNSUPPORTED_MEDIA_TYPE),
            Map.entry(422, WebProblem.UNPROCESSABLE),
            Map.entry(429, WebProblem.TOO_MANY_REQUESTS),
            Map.entry(431, WebProblem.HEADERS_TOO_LARGE),
            Map.entry(500, WebProblem.INTERNAL),
            Map.entry(503, WebProblem.NOT_SERVING));

    static Problem of(ProblemType type, @Nullable String detail) {
        return of(type, detail, Map.of());
    }

    static Problem of(ProblemType type, @Nullable String detail, Map<String, Object> extensions) {
        return new Problem(type.urn(), type.title(), type.status(), detail, extensions);
    }

    static Problem ofStatus(int status, @Nullable String detail) {
        WebProblem known = BY_STATUS.get(status);
        if (known != null) {
            return of(known, detail);
        }
        Status standard = Status.fromStatusCode(status);
        String title = standard == null ? "HTTP " + status : standard.getReasonPhrase();
        return new Problem("about:blank", title, status, detail, Map.of());
    }

    byte[] json(@Nullable String requestId) {
        var bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("type", type);
            out.writeStringField("title", title);
            out.writeNumberField("status", status);
            if (status < 500 && detail != null) {
                out.writeStringField("detail", detail);
            }
            if (requestId != null) {
                out.writeStringField("instance", "urn:subrack:request:" + requestId);
            }
            if (status < 500) {
                for (var extension : extensions.entrySet()) {
                    out.writeFieldName(extension.getKey());
                    write(out, extension.getValue());
                }
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** By hand, because a shared object mapper would remember the classes of bundles. */
    private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (var entry : map.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                write(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Collection<?> items) {
            out.writeStartArray();
            for (Object item : items) {
                write(out, item);
            }
            out.writeEndArray();
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long || value instanceof Double) {
            out.writeNumber(value.toString());
        } else {
            out.writeString(value.toString());
        }
    }
}
