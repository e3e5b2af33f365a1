/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.api.ProblemType;
import io.subrack.web.api.WebProblem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes problem documents after RFC 9457. A 5xx says nothing but the request id: the log has the rest. */
final class Problems {
    static final HttpField CONTENT_TYPE = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/problem+json");
    static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    static final String REQUEST_ID_HEADER = "X-Request-Id";

    private static final int MAX_DETAIL_CHARS = 500;
    private static final int MAX_ID_CHARS = 64;
    private static final Map<Integer, WebProblem> BY_STATUS = new HashMap<>();

    static {
        for (WebProblem problem : WebProblem.values()) {
            BY_STATUS.putIfAbsent(problem.status(), problem);
        }
        BY_STATUS.put(HttpStatus.NOT_FOUND_404, WebProblem.RESOURCE_NOT_FOUND);
    }

    private Problems() {}

    static void write(
            Request request,
            Response response,
            Callback callback,
            String requestId,
            ProblemType type,
            @Nullable String detail) {
        response.setStatus(type.status());
        writeBody(request, response, callback, requestId, json(type, detail, requestId));
    }

    static void write(
            Request request,
            Response response,
            Callback callback,
            String requestId,
            int status,
            @Nullable String detail) {
        response.setStatus(status);
        writeBody(request, response, callback, requestId, json(status, detail, requestId));
    }

    /** Answers for a handler that is late and still runs: nothing of its request is touched. */
    static void writeInPlaceOfHandler(Response response, String requestId, boolean multiplexed) {
        response.reset();
        response.setStatus(WebProblem.HANDLER_TIMEOUT.status());
        if (!multiplexed) {
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        }
        send(response, Callback.NOOP, requestId, json(WebProblem.HANDLER_TIMEOUT, null, requestId));
    }

    private static void writeBody(
            Request request, Response response, Callback callback, String requestId, byte[] body) {
        // What is left of a body would be read as the next request.
        if (!request.consumeAvailable() && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        }
        send(response, callback, requestId, body);
    }

    private static void send(Response response, Callback callback, String requestId, byte[] body) {
        response.getHeaders().put(REQUEST_ID_HEADER, requestId);
        response.getHeaders().put(NO_STORE);
        response.getHeaders().put(CONTENT_TYPE);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    static byte[] json(ProblemType type, @Nullable String detail, String requestId) {
        return json(type.urn(), type.title(), type.status(), detail, requestId);
    }

    /** Returns the document for a bare status. */
    static byte[] json(int status, @Nullable String detail, String requestId) {
        WebProblem problem = BY_STATUS.get(status);
        if (problem == null) {
            return json("about:blank", HttpStatus.getMessage(status), status, detail, requestId);
        }
        return json(problem.urn(), problem.title(), status, detail, requestId);
    }

    private static byte[] json(String type, String title, int status, @Nullable String detail, String requestId) {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"type\":");
        quote(json, type);
        json.append(",\"title\":");
        quote(json, title);
        json.append(",\"status\":").append(status);
        if (detail != null && !detail.isEmpty() && status < HttpStatus.INTERNAL_SERVER_ERROR_500) {
            json.append(",\"detail\":");
            quote(json, detail.length() > MAX_DETAIL_CHARS ? detail.substring(0, MAX_DETAIL_CHARS) : detail);
        }
        json.append(",\"instance\":");
        quote(json, "urn:subrack:request:" + requestId);
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /** Returns the id that the client gave if it is harmless, else a new one: 16 hexadecimal digits. */
    @SuppressWarnings("deprecation") // Latin-1 bytes to a string without a decoder: one copy instead of three
    static String requestId(@Nullable String given) {
        if (given != null && wellFormed(given)) {
            return given;
        }
        byte[] digits = new byte[16];
        long random = ThreadLocalRandom.current().nextLong();
        for (int i = 0; i < digits.length; i++) {
            int digit = (int) (random >>> (i * 4)) & 15;
            digits[i] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
        return new String(digits, 0);
    }

    private static boolean wellFormed(String id) {
        if (id.isEmpty() || id.length() > MAX_ID_CHARS) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean safe = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!safe && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }
}
