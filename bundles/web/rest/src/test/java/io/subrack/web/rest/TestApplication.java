/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One REST application behind a front door, for one test: {@link Things} at the root, or what the test hosts instead. */
final class TestApplication implements BeforeEachCallback, AfterEachCallback {
    static {
        JerseyApplication.prepareRuntime();
    }

    private TestDoor door;
    private RestApplication application;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        door = new TestDoor();
        Things.GATE.set(new CountDownLatch(1));
        host("/", new Things());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        door.close();
        application.close();
    }

    TestDoor door() {
        return door;
    }

    RestApplication application() {
        return application;
    }

    void host(String base, Object... resources) {
        host(base, List.of(), resources);
    }

    void host(String base, List<AppModel.Extension> extensions, Object... resources) {
        List<InstanceSource> sources = Arrays.stream(resources)
                .map(resource ->
                        resource instanceof InstanceSource source ? source : new InstanceSource.Constant(resource))
                .toList();
        application = new RestApplication(model(base, extensions, sources, List.of()), () -> {});
        door.mount(base, application);
    }

    static AppModel model(
            String base, List<AppModel.Extension> extensions, List<InstanceSource> resources, List<Class<?>> classes) {
        return new AppModel(
                "com.acme.things 1.0.0",
                base,
                TestApplication.class.getClassLoader(),
                resources,
                extensions,
                classes,
                List.of(),
                Map.of(),
                new PublicPaths(Set.of("/")),
                false);
    }

    /** Sends what no client would let through. */
    String raw(String request) throws Exception {
        try (var socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .contains("\"type\":\"urn:subrack:problem:" + code + "\"")
                .contains("\"status\":" + status);
    }
}
