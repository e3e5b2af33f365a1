/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.web.api.RequestAttributes;
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

/** Where pages meet servlets. */
final class PageHandler implements MountHandler {
    private static final int MAX_AGENT_CHARS = 256;

    private final Site site;

    PageHandler(Site site) {
        this.site = site;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        String route = site.route(path);
        if (!route.isEmpty()) {
            request.setAttribute(RequestAttributes.ROUTE_TEMPLATE, route);
        }
        Answer answer = site.answer(call(request, path));
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        answer.cookies().forEach(cookie -> response.addHeader("Set-Cookie", cookie));
        if (answer.status() != HttpServletResponse.SC_NOT_MODIFIED) {
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }

    private static Call call(HttpServletRequest request, String path) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
        }
        return new Call(
                request.getMethod(),
                path,
                request.getQueryString(),
                headers,
                body(request),
                Collections.list(request.getLocales()),
                origin(request));
    }

    private static Origin origin(HttpServletRequest request) {
        String agent = Objects.requireNonNullElse(request.getHeader("User-Agent"), "");
        Object id = request.getAttribute(RequestAttributes.REQUEST_ID);
        Object address = Objects.requireNonNullElse(
                request.getAttribute(RequestAttributes.CLIENT_ADDRESS), request.getRemoteAddr());
        return new Origin(
                String.valueOf(address),
                agent.length() > MAX_AGENT_CHARS ? agent.substring(0, MAX_AGENT_CHARS) : agent,
                id == null ? "" : id.toString());
    }

    private static byte @Nullable [] body(HttpServletRequest request) throws IOException {
        if (!request.getMethod().equals("POST")) {
            return new byte[0];
        }
        try {
            byte[] body = request.getInputStream().readNBytes(Call.MAX_BODY_BYTES + 1);
            return body.length > Call.MAX_BODY_BYTES ? null : body;
        } catch (IOException e) {
            if (Boolean.TRUE.equals(request.getAttribute(RequestAttributes.BODY_TOO_LARGE))) {
                return null;
            }
            throw e;
        }
    }
}
