/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.Accounts;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.Mount;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageHandlerTest {
    private final House house = new House();
    private final PageHandler handler = new PageHandler(house.site);
    private final Map<String, List<String>> headers = new HashMap<>(Map.of("Host", List.of("subrack.example")));
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, List<String>> answered = new HashMap<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private InputStream body = new ByteArrayInputStream(new byte[0]);
    private int status;

    @Test
    void mountsTheSetupAndItsStyleAlways() {
        List<Mount> mounts = PageMounts.mounts(handler);

        assertThat(mounts)
                .filteredOn(mount -> mount.access() == Access.ALWAYS)
                .extracting(Mount::prefix)
                .containsExactly("/setup", "/assets/auth");
        assertThat(mounts).allMatch(mount -> mount.access() != Access.GUARDED);
    }

    @Test
    void writesPagesAsBytes() throws Exception {
        handle("GET", "/login");

        assertThat(status).isEqualTo(200);
        assertThat(answered.get("Content-Length")).containsExactly(Integer.toString(written.size()));
        assertThat(written.toString(StandardCharsets.UTF_8)).contains("Log in · Subrack");
        assertThat(answered.get("Set-Cookie")).singleElement().asString().startsWith(Visit.FORM_COOKIE);
        assertThat(attributes).containsEntry(RequestAttributes.ROUTE_TEMPLATE, "/login");
    }

    @Test
    void namesNoRouteThatIsNotThere() throws Exception {
        handle("GET", "/login/none");

        assertThat(status).isEqualTo(404);
        assertThat(attributes).doesNotContainKey(RequestAttributes.ROUTE_TEMPLATE);
    }

    @Test
    void takesTheAddressThatTheFrontDoorVouchesFor() throws Exception {
        house.user();
        attributes.put(RequestAttributes.CLIENT_ADDRESS, "203.0.113.9");
        logIn();

        assertThat(house.accounts.sessions.values())
                .singleElement()
                .extracting("address")
                .isEqualTo("203.0.113.9");
    }

    @Test
    void takesThePeersAddressWithoutOne() throws Exception {
        house.user();
        logIn();

        assertThat(house.accounts.sessions.values())
                .singleElement()
                .extracting("address")
                .isEqualTo("192.0.2.44");
    }

    private void logIn() throws Exception {
        String cookie = "a".repeat(24);
        headers.put("Cookie", List.of(Visit.FORM_COOKIE + "=" + cookie));
        headers.put("Sec-Fetch-Site", List.of("same-origin"));
        headers.put("Content-Type", List.of("application/x-www-form-urlencoded"));
        String token = house.accounts.formToken("form:" + cookie);
        String form = "form_token=" + token + "&name=ada&password=correct+horse+battery";
        body = new ByteArrayInputStream(form.getBytes(StandardCharsets.US_ASCII));

        handle("POST", "/login");

        assertThat(answered.get("Set-Cookie")).singleElement().asString().startsWith(Accounts.SESSION_COOKIE);
    }

    @Test
    void saysThatABodyIsTooLarge() throws Exception {
        headers.put("Sec-Fetch-Site", List.of("same-origin"));
        headers.put("Content-Type", List.of("application/x-www-form-urlencoded"));
        attributes.put(RequestAttributes.BODY_TOO_LARGE, Boolean.TRUE);
        body = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("more than the front door allows");
            }
        };

        handle("POST", "/login");

        assertThat(status).isEqualTo(413);
    }

    private void handle(String method, String path) throws Exception {
        handler.handle(
                servlet(HttpServletRequest.class, (proxy, called, arguments) -> switch (called.getName()) {
                    case "getMethod" -> method;
                    case "getRequestURI" -> path;
                    case "getQueryString" -> null;
                    case "getRemoteAddr" -> "192.0.2.44";
                    case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                    case "getHeaders" -> Collections.enumeration(headers.get((String) arguments[0]));
                    case "getHeader" ->
                        headers.getOrDefault((String) arguments[0], List.of("")).get(0);
                    case "getLocales" -> Collections.enumeration(List.of(Locale.ENGLISH));
                    case "getAttribute" -> attributes.get((String) arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    case "getInputStream" -> new Input(body);
                    default -> throw new UnsupportedOperationException(called.getName());
                }),
                servlet(HttpServletResponse.class, (proxy, called, arguments) -> {
                    switch (called.getName()) {
                        case "setStatus" -> status = (Integer) arguments[0];
                        case "setHeader", "addHeader" -> add((String) arguments[0], (String) arguments[1]);
                        case "setContentLength" -> add("Content-Length", arguments[0].toString());
                        case "getOutputStream" -> {
                            return new Output(written);
                        }
                        default -> throw new UnsupportedOperationException(called.getName());
                    }
                    return null;
                }));
    }

    private void add(String name, String value) {
        answered.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    private static <T> T servlet(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    private static final class Input extends ServletInputStream {
        private final InputStream bytes;

        Input(InputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
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

    private static final class Output extends ServletOutputStream {
        private final ByteArrayOutputStream bytes;

        Output(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int b) {
            bytes.write(b);
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
