/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.web.spi.MountHandler;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of requests over HTTP/2 in clear: what is wrong with one stream is that stream's matter. */
@Timeout(120)
class Http2BodiesTest {
    private static final MountHandler COUNT = (request, response) ->
            response.getOutputStream().print(request.getInputStream().readAllBytes().length);

    @TempDir
    Path data;

    private Door door;

    @BeforeEach
    void open() {
        door = new Door(data, "body.bytes", 100_000);
        door.mount("/count", COUNT);
        door.mount("/deaf", Door.text("deaf"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private HttpResponse<String> post(String path, int bytes, boolean sized) throws Exception {
        BodyPublisher body = BodyPublishers.ofByteArray(new byte[bytes]);
        return door.send(door.request(path)
                .version(HttpClient.Version.HTTP_2)
                .POST(sized ? body : BodyPublishers.fromPublisher(body))
                .build());
    }

    private void connect() throws Exception {
        HttpResponse<String> first = door.send(
                door.request("/deaf").version(HttpClient.Version.HTTP_2).build());
        assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    @ParameterizedTest
    @CsvSource({"150000,true", "150000,false", "5000000,true", "5000000,false", "30000000,true", "30000000,false"})
    void refusesALargeBodyOnItsStreamAlone(int bytes, boolean sized) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        door.mount("/slow", (request, response) -> {
            inside.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            response.getOutputStream().print("slow");
        });
        connect();
        CompletableFuture<HttpResponse<String>> other = door.client.sendAsync(
                door.request("/slow").version(HttpClient.Version.HTTP_2).build(), HttpResponse.BodyHandlers.ofString());
        inside.await();

        HttpResponse<String> refused = post("/count", bytes, sized);

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body()).contains("http:content-too-large", "100000 bytes");
        assertThat(post("/count", 1_000, sized).body()).isEqualTo("1000");
        end.countDown();
        assertThat(other.get().body()).isEqualTo("slow");
    }

    @Test
    void letsAHandlerIgnoreABody() throws Exception {
        connect();

        for (int i = 0; i < 20; i++) {
            assertThat(post("/deaf", 100_000, false).body()).isEqualTo("deaf");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesABodyWithTheFirstRequestOfAConnection(boolean sized) throws Exception {
        HttpResponse<String> response = post("/count", 50_000, sized);

        assertThat(response.body()).isEqualTo("50000");
    }
}
