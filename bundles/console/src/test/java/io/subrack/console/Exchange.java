/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.console;

import io.subrack.web.spi.MountHandler;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request and what becomes of it. */
final class Exchange {
    final Map<String, String> answered = new HashMap<>();
    final Map<String, String> headers = new HashMap<>();
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    int status = 200;
    private final String method;
    private final String path;
    private String query;
    private Cookie[] cookies;

    Exchange(String method, String path) {
        this.method = method;
        this.path = path;
    }

    Exchange query(String text) {
        query = text;
        return this;
    }

    Exchange header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Exchange cookie(String name, String value) {
        cookies = new Cookie[] {new Cookie("other", "x"), new Cookie(name, value)};
        return this;
    }

    Exchange with(MountHandler handler) throws Exception {
        handler.handle(request(), response());
        return this;
    }

    String body() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private HttpServletRequest request() {
        return fake(HttpServletRequest.class, (proxy, called, arguments) -> switch (called.getName()) {
            case "getMethod" -> method;
            case "getRequestURI" -> path;
            case "getQueryString" -> query;
            case "getCookies" -> cookies;
            case "getHeaders" ->
                headers.containsKey((String) arguments[0])
                        ? Collections.enumeration(List.of(headers.get((String) arguments[0])))
                        : Collections.emptyEnumeration();
            case "setAttribute" -> null;
            default -> throw new UnsupportedOperationException(called.getName());
        });
    }

    private HttpServletResponse response() {
        return fake(HttpServletResponse.class, (proxy, called, arguments) -> {
            switch (called.getName()) {
                case "setStatus" -> status = (int) arguments[0];
                case "setHeader" -> answered.put((String) arguments[0], (String) arguments[1]);
                case "setContentType" -> answered.put("Content-Type", (String) arguments[0]);
                case "setContentLength" -> answered.put("Content-Length", arguments[0].toString());
                case "getOutputStream" -> {
                    return output();
                }
                default -> throw new UnsupportedOperationException(called.getName());
            }
            return null;
        });
    }

    private ServletOutputStream output() {
        return new ServletOutputStream() {
            @Override
            public void write(int b) {
                written.write(b);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        };
    }

    static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }
}
