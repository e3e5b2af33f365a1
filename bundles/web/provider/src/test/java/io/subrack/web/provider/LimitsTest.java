/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.Door.text;
import static io.subrack.web.provider.FakeBundles.bundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.web.api.RequestAttributes;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor.Publication;
import io.subrack.web.spi.FrontDoor.State;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

@Timeout(120)
class LimitsTest {
    private static final MountHandler ECHO =
            (request, response) -> request.getInputStream().transferTo(response.getOutputStream());

    @TempDir
    Path data;

    private Door door;

    @AfterEach
    void close() {
        door.close();
    }

    private static String chunked(int bytes) {
        return "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + Integer.toHexString(bytes) + "\r\n" + "x".repeat(bytes) + "\r\n0\r\n\r\n";
    }

    @Test
    void refusesABodyThatSaysItIsTooLarge() throws Exception {
        door = new Door(data, "body.bytes", 1000);
        door.mount("/a", ECHO);

        HttpResponse<String> large = door.send(door.request("/a")
                .POST(BodyPublishers.ofString("x".repeat(1001)))
                .build());
        HttpResponse<String> exact = door.send(door.request("/a")
                .POST(BodyPublishers.ofString("x".repeat(1000)))
                .build());

        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).contains("http:content-too-large", "1000 bytes");
        assertThat(exact.body()).hasSize(1000);
    }

    @Test
    void refusesABodyThatTurnsOutToBeTooLarge() throws Exception {
        door = new Door(data, "body.bytes", 1000);
        door.mount("/a", ECHO);

        assertThat(door.raw(chunked(1000))).startsWith("HTTP/1.1 200 ");
        assertThat(door.raw(chunked(1001)))
                .startsWith("HTTP/1.1 413 ")
                .contains("application/problem+json", "http:content-too-large");
    }

    @Test
    void tellsAHandlerThatTheBodyIsTooLarge() throws Exception {
        door = new Door(data, "body.bytes", 1000);
        AtomicReference<Object> attribute = new AtomicReference<>();
        door.mount("/a", (request, response) -> {
            try {
                request.getInputStream().readAllBytes();
            } catch (Exception e) {
                attribute.set(request.getAttribute(RequestAttributes.BODY_TOO_LARGE));
                response.setStatus(413);
            }
        });

        assertThat(door.raw(chunked(2000))).startsWith("HTTP/1.1 413 ");
        assertThat(attribute.get()).isEqualTo(true);
    }

    @Test
    void letsAClientReadTheRefusalOfABodyThatItStillSends() throws Exception {
        door = new Door(data, "body.bytes", 1000);
        door.mount("/a", ECHO);

        for (int i = 0; i < 20; i++) {
            BodyPublisher body = BodyPublishers.ofByteArray(new byte[3_000_000]);
            HttpResponse<String> refused = door.send(door.request("/a")
                    .POST(i % 2 == 0 ? body : BodyPublishers.fromPublisher(body))
                    .build());

            assertThat(refused.statusCode()).isEqualTo(413);
        }
    }

    @Test
    void letsAMountTakeMore() throws Exception {
        door = new Door(data, "body.bytes", 1000);
        door.routes
                .publish(bundle("com.acme.a", "1.0.0"), "test")
                .set(List.of(new Mount("/a", Access.OPEN, ECHO, 50_000)));

        HttpResponse<String> fits = door.send(door.request("/a")
                .POST(BodyPublishers.ofString("x".repeat(50_000)))
                .build());
        HttpResponse<String> large = door.send(door.request("/a")
                .POST(BodyPublishers.ofString("x".repeat(50_001)))
                .build());

        assertThat(fits.statusCode()).isEqualTo(200);
        assertThat(large.statusCode()).isEqualTo(413);
    }

    @Test
    void doesNotAskForABodyThatItWillRefuse() throws Exception {
        door = new Door(data, "body.bytes", 1000);
        door.mount("/a", ECHO);

        String answer = door.raw(
                "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2000\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void refusesLongHeadersAndUris() throws Exception {
        door = new Door(data, "header.bytes", 4096, "uri.chars", 1000);
        door.mount("/", text("ok"));

        String headers = door.raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(5000) + "\r\n\r\n");
        String uri = door.raw("GET /" + "y".repeat(1000) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        String veryLong = door.raw("GET /" + "y".repeat(6000) + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(headers).startsWith("HTTP/1.1 431 ").contains("application/problem+json", "http:headers-too-large");
        assertThat(uri).startsWith("HTTP/1.1 414 ").contains("application/problem+json", "http:uri-too-long");
        assertThat(veryLong).startsWith("HTTP/1.1 414 ").contains("application/problem+json");
    }

    @Test
    void closesAConnectionWhoseHeadersTrickleIn() throws Exception {
        door = new Door(data, "header.timeout.seconds", 1);
        door.mount("/", text("ok"));

        try (Socket socket = new Socket("127.0.0.1", door.server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET / HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
            long begin = System.nanoTime();
            assertThatThrownBy(() -> {
                        while (System.nanoTime() - begin
                                < Duration.ofSeconds(10).toNanos()) {
                            out.write("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
                            out.flush();
                            Thread.sleep(100);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void leavesASlowKeepAliveConnectionAlone() throws Exception {
        door = new Door(data, "header.timeout.seconds", 1);
        door.mount("/", text("ok"));
        byte[] request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

        try (Socket socket = new Socket("127.0.0.1", door.server.port())) {
            socket.setSoTimeout(60_000);
            byte[] answer = new byte[1000];
            socket.getOutputStream().write(request);
            assertThat(socket.getInputStream().read(answer)).isPositive();
            Thread.sleep(2_500);
            socket.getOutputStream().write(request);
            assertThat(socket.getInputStream().read(answer)).isPositive();
        }
    }

    @Test
    void givesUpABodyThatTrickles() throws Exception {
        door = new Door(data, "body.bytes.per.second", 1000);
        AtomicReference<Exception> seen = new AtomicReference<>();
        door.mount("/a", (request, response) -> {
            try {
                request.getInputStream().readAllBytes();
            } catch (IOException | RuntimeException e) {
                seen.set(e);
                throw e;
            }
        });

        try (Socket socket = new Socket("127.0.0.1", door.server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            CompletableFuture.runAsync(() -> {
                try {
                    while (seen.get() == null) {
                        out.write("x".getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                        Thread.sleep(50);
                    }
                } catch (IOException | InterruptedException e) {
                    // The server has closed: that is what this is about.
                }
            });
            byte[] start = socket.getInputStream().readNBytes(12);
            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void takesASlowButSteadyBody() throws Exception {
        door = new Door(data);
        door.mount("/a", ECHO);
        InputStream slow = new InputStream() {
            private final InputStream bytes = new ByteArrayInputStream(new byte[16_000]);

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return bytes.read(buffer, offset, Math.min(length, 160));
            }

            @Override
            public int read() throws IOException {
                return bytes.read();
            }
        };

        HttpResponse<String> response = door.send(door.request("/a")
                .POST(BodyPublishers.ofInputStream(() -> slow))
                .build());

        assertThat(response.body()).hasSize(16_000);
    }

    @Test
    void leavesThreadsToOthersWhenABundleIsSlow() throws Exception {
        door = new Door(data, "threads.max", 8, "threads.min", 4, "owner.requests", 2);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        MountHandler slow = (request, response) -> {
            inside.incrementAndGet();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
        Bundle owner = bundle("com.acme.slow", "1.0.0");
        Publication publication = door.mount(owner, "/slow", slow);
        publication.set(List.of());
        // Those that were held have been accepted: they take turns.
        List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            accepted.add(door.client.sendAsync(door.request("/slow").build(), HttpResponse.BodyHandlers.ofString()));
        }
        Door.await(() -> door.server.door().holding() == 6);
        publication.set(List.of(new Mount("/slow", Access.OPEN, slow)));
        Door.await(() -> inside.get() == 2);
        door.mount("/other", text("other"));

        HttpResponse<String> refused = door.get("/slow");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        assertThat(door.get("/other").body()).isEqualTo("other");
        assertThat(inside).hasValue(2);
        // Those whose turn has not come are held again when their handler goes.
        CompletableFuture<Void> reactivation = CompletableFuture.runAsync(() -> publication.set(List.of()));
        Door.await(() -> door.routes.routes().stream().anyMatch(route -> route.state() == State.HELD));
        end.countDown();
        Door.await(() -> door.server.door().holding() == 4);
        reactivation.get();
        publication.set(List.of(new Mount("/slow", Access.OPEN, slow)));
        for (CompletableFuture<HttpResponse<String>> response : accepted) {
            assertThat(response.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void limitsTheNumberOfConnections() throws Exception {
        door = new Door(data, "connections.max", 2);
        door.mount("/", text("ok"));

        try (Socket one = new Socket("127.0.0.1", door.server.port());
                Socket two = new Socket("127.0.0.1", door.server.port())) {
            one.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(one.getInputStream().read()).isEqualTo('H');
            two.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(two.getInputStream().read()).isEqualTo('H');
            CompletableFuture<String> third = CompletableFuture.supplyAsync(() -> {
                try {
                    return door.raw("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                } catch (IOException e) {
                    return e.toString();
                }
            });
            Thread.sleep(300);
            assertThat(third).isNotDone();
            one.shutdownOutput();

            assertThat(third.get()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void limitsHttp2BodiesToo() throws Exception {
        door = new Door(data, "body.bytes", 1000);
        door.mount("/a", ECHO);
        door.mount("/warm", text("warm"));
        door.send(door.request("/warm").version(HttpClient.Version.HTTP_2).build());

        HttpResponse<String> large = door.send(door.request("/a")
                .version(HttpClient.Version.HTTP_2)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("x".repeat(2_000))))
                .build());

        assertThat(large.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(door.send(door.request("/a")
                                .version(HttpClient.Version.HTTP_2)
                                .POST(BodyPublishers.ofString("fine"))
                                .build())
                        .body())
                .isEqualTo("fine");
    }
}
