/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.FakeBundles.bundle;

import io.subrack.auth.spi.Guard;
import io.subrack.kernel.testing.TestGuard;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor.Publication;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import io.subrack.web.spi.RequestObserver;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** The real server without a framework, with what a test needs around it. */
final class Door implements AutoCloseable {
    /** A setting of the test: whether the platform is still being started. */
    static final String AWAITS_SET = "awaits the set";

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    final Queue<RequestObserver.Exchange> observed = new ConcurrentLinkedQueue<>();
    final JettyServer server;
    final Routes routes;
    final HttpClient client = HttpClient.newHttpClient();
    final TestGuard guard = new TestGuard();
    volatile boolean guarded = true;
    volatile boolean guardBroken;

    Door(Path data, Object... settings) {
        Map<String, Object> properties = new HashMap<>(Map.of("port", "0", "drain.seconds", "5"));
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(
                    (String) settings[i],
                    settings[i].equals(AWAITS_SET) ? settings[i + 1] : String.valueOf(settings[i + 1]));
        }
        List<RequestObserver> observers = List.of(observed::add);
        boolean awaitsSet = Boolean.TRUE.equals(properties.remove(AWAITS_SET));
        server = new JettyServer(
                WebSettings.read(properties), data, awaitsSet, this::guard, () -> observers, () -> false);
        routes = server.routes();
    }

    private @Nullable Guard guard() {
        if (guardBroken) {
            throw new IllegalStateException("the guard is broken");
        }
        return guarded ? guard : null;
    }

    static MountHandler text(String text) {
        // Not a lambda without state: the same object would stand for all of them.
        return (request, response) -> {
            response.setContentType("text/plain");
            response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        };
    }

    Publication mount(String prefix, MountHandler handler) {
        return mount(bundle("com.acme" + prefix.replace('/', '.'), "1.0.0"), prefix, handler);
    }

    Publication mount(Bundle owner, String prefix, MountHandler handler) {
        Publication publication = routes.publish(owner, "test");
        publication.set(List.of(new Mount(prefix, Access.OPEN, handler)));
        return publication;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sends bytes as they are, half-closes, and returns all that comes back. */
    String raw(String text) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + DEADLINE);
            }
            Thread.sleep(2);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
