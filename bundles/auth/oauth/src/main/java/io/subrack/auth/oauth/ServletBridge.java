/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.Accounts;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns servlet requests into {@link Call}s, and {@link Reply}s into servlet answers. */
final class ServletBridge implements MountHandler {
    private static final int MAX_AGENT_CHARS = 256;

    private final OAuthServer server;

    ServletBridge(OAuthServer server) {
        this.server = server;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        Reply reply = server.answer(call(request, path))
                .orElseThrow(() -> new ProblemException(
                        WebProblem.RESOURCE_NOT_FOUND,
                        "there is no endpoint here; " + Paths.SERVER_METADATA + " lists them"));
        request.setAttribute(RequestAttributes.ROUTE_TEMPLATE, path);
        response.setStatus(reply.status());
        reply.headers().forEach(response::setHeader);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static Call call(HttpServletRequest request, String path) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
        }
        String agent = Objects.requireNonNullElse(request.getHeader("User-Agent"), "");
        Object address = request.getAttribute(RequestAttributes.CLIENT_ADDRESS);
        Object requestId = request.getAttribute(RequestAttributes.REQUEST_ID);
        return new Call(
                request.getMethod(),
                path,
                request.getQueryString(),
                headers,
                body(request),
                new Accounts.Origin(
                        Objects.toString(address, Objects.requireNonNullElse(request.getRemoteAddr(), "")),
                        agent.length() > MAX_AGENT_CHARS ? agent.substring(0, MAX_AGENT_CHARS) : agent,
                        requestId == null ? "" : requestId.toString()));
    }

    private static @Nullable String body(HttpServletRequest request) throws IOException {
        try {
            byte[] body = request.getInputStream().readNBytes(FormParameters.MAX_BYTES + 1);
            return body.length > FormParameters.MAX_BYTES ? null : new String(body, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            if (Boolean.TRUE.equals(request.getAttribute(RequestAttributes.BODY_TOO_LARGE))) {
                return null;
            }
            throw e;
        }
    }
}
