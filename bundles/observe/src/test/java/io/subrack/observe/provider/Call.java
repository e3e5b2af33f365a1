/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.subrack.web.spi.MountHandler;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One call of a handler: the few methods of the servlet API that ours use. */
final class Call {
    int status;
    final Map<String, String> headers = new HashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    static Call of(MountHandler handler, String method, String path, String accept) throws Exception {
        var call = new Call();
        handler.handle(call.request(method, path, accept), call.response());
        return call;
    }

    static Call get(MountHandler handler, String path) throws Exception {
        return of(handler, "GET", path, "*/*");
    }

    String body() {
        return body.toString(StandardCharsets.UTF_8);
    }

    Object attribute(String name) {
        return attributes.get(name);
    }

    private HttpServletRequest request(String method, String path, String accept) {
        return proxy(HttpServletRequest.class, (name, arguments) -> switch (name) {
            case "getMethod" -> method;
            case "getRequestURI" -> path;
            case "getHeader" -> arguments[0].equals("Accept") ? accept : null;
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            default -> throw new UnsupportedOperationException(name);
        });
    }

    private HttpServletResponse response() {
        return proxy(HttpServletResponse.class, (name, arguments) -> {
            switch (name) {
                case "setStatus" -> status = (int) arguments[0];
                case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
                case "setContentLength" -> headers.put("Content-Length", arguments[0].toString());
                case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                case "getOutputStream" -> {
                    return new BodyStream(body);
                }
                default -> throw new UnsupportedOperationException(name);
            }
            return null;
        });
    }

    interface Method {
        Object call(String name, Object[] arguments);
    }

    static <T> T proxy(Class<T> type, Method method) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> switch (called.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    case "toString" -> type.getSimpleName();
                    default -> method.call(called.getName(), arguments);
                }));
    }

    private static final class BodyStream extends ServletOutputStream {
        private final ByteArrayOutputStream target;

        BodyStream(ByteArrayOutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int b) {
            target.write(b);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
