/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServletBridgeTest {
    private final World world = new World();
    private final ServletBridge bridge = new ServletBridge(world.server);
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, Object> answer = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Test
    void answersWithStatusHeadersAndBody() throws IOException {
        attributes.put(RequestAttributes.REQUEST_ID, "r7");
        attributes.put(RequestAttributes.CLIENT_ADDRESS, "203.0.113.9");

        bridge.handle(request(Paths.TOKEN, "grant_type=client_credentials&scope=orders.read"), response());

        assertThat(answer)
                .containsEntry("status", 200)
                .containsEntry("Content-Type", "application/json")
                .containsEntry("length", body.size());
        assertThat(body.toString(StandardCharsets.UTF_8)).contains("\"token_type\":\"Bearer\"");
        assertThat(attributes).containsEntry(RequestAttributes.ROUTE_TEMPLATE, Paths.TOKEN);
        assertThat(world.audit.events.get(0).requestId()).isEqualTo("r7");
        assertThat(world.audit.events.get(0).remoteAddress()).isEqualTo("203.0.113.9");
    }

    @Test
    void refusesABodyThatIsTooLarge() throws IOException {
        bridge.handle(request(Paths.TOKEN, "a=" + "x".repeat(40_000)), response());
        assertThat(answer).containsEntry("status", 413);

        attributes.put(RequestAttributes.BODY_TOO_LARGE, true);
        bridge.handle(request(Paths.TOKEN, null), response());
        assertThat(answer).containsEntry("status", 413);
    }

    @Test
    void passesOnThatABodyBroke() {
        assertThatThrownBy(() -> bridge.handle(request(Paths.TOKEN, null), response()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void knowsNothingBelowItsPathsBeyondTheEndpoints() {
        for (String path : List.of("/oauth2", "/oauth2/", "/oauth2/token/", "/oauth2/TOKEN", Paths.JWKS + "/x")) {
            assertThatThrownBy(() -> bridge.handle(request(path, ""), response()))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type().status()).isEqualTo(404));
        }
    }

    private HttpServletRequest request(String path, String content) {
        Map<String, String> headers =
                Map.of("Content-Type", "application/x-www-form-urlencoded", "AUTHORIZATION", World.BASIC);
        return fake(HttpServletRequest.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getRequestURI" -> path;
            case "getMethod" -> "POST";
            case "getQueryString", "getHeader" -> null;
            case "getHeaderNames" -> Collections.enumeration(headers.keySet());
            case "getHeaders" -> Collections.enumeration(List.of(headers.get((String) arguments[0])));
            case "getRemoteAddr" -> "192.0.2.7";
            case "getInputStream" -> new Input(content);
            case "getAttribute" -> attributes.get((String) arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private HttpServletResponse response() {
        return fake(HttpServletResponse.class, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "setStatus" -> answer.put("status", arguments[0]);
                case "setHeader" -> answer.put((String) arguments[0], arguments[1]);
                case "setContentLength" -> answer.put("length", arguments[0]);
                case "getOutputStream" -> {
                    return new Output();
                }
                default -> throw new UnsupportedOperationException(method.getName());
            }
            return null;
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class Input extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Input(String content) {
            bytes = content == null ? null : new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int read() throws IOException {
            if (bytes == null) {
                throw new IOException("broken");
            }
            return bytes.read();
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Output extends ServletOutputStream {
        @Override
        public void write(int b) {
            body.write(b);
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
