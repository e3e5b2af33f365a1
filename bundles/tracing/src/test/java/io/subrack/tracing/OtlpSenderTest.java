/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a collector gets, and what its answers mean. */
class OtlpSenderTest {
    private HttpServer collector;
    private int status = 200;
    private byte[] body = {};
    private Headers headers = new Headers();

    @BeforeEach
    void start() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            headers = exchange.getRequestHeaders();
            body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private static SpanQueue.Batch batch() {
        Recorded recorded = new Recorded(Sampler.alwaysOn());
        recorded.provider.get("test").spanBuilder("one").startSpan().end();
        List<SpanData> spans = recorded.spans;
        return new SpanQueue.Batch(spans);
    }

    private SpanQueue.Outcome send(String... more) throws Exception {
        return send(collector.getAddress().getPort(), more);
    }

    private static SpanQueue.Outcome send(int port, String... more) throws Exception {
        Map<String, String> configuration =
                new HashMap<>(Map.of("endpoint", "http://127.0.0.1:" + port, "timeout.millis", "5000"));
        for (int i = 0; i < more.length; i += 2) {
            configuration.put(more[i], more[i + 1]);
        }
        TracingSettings settings = new SettingsReader(configuration, name -> null).read();
        return new OtlpSender(settings, "1").send(batch());
    }

    @Test
    void postsJsonCompressedWithHeaders() throws Exception {
        SpanQueue.Outcome outcome =
                send("protocol", "http/json", "compression", "gzip", "headers", "Authorization=Bearer%20x");

        assertThat(outcome.sent()).isTrue();
        assertThat(headers.getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(headers.getFirst("Authorization")).isEqualTo("Bearer x");
        var sent = new ObjectMapper().readTree(new GZIPInputStream(new ByteArrayInputStream(body)));
        assertThat(sent.at("/resourceSpans/0/scopeSpans/0/spans/0/name").asText())
                .isEqualTo("one");
    }

    @Test
    void postsProtobuf() throws Exception {
        assertThat(send().sent()).isTrue();
        assertThat(headers.getFirst("Content-Type")).isEqualTo("application/x-protobuf");
        assertThat(headers.getFirst("Content-Encoding")).isNull();
        assertThat(body[0]).isEqualTo((byte) 0x0A);
    }

    @ParameterizedTest
    @CsvSource({"429, true", "503, true", "500, false", "401, false", "404, false", "302, false"})
    void knowsWhenToTryAgain(int answer, boolean again) throws Exception {
        status = answer;

        SpanQueue.Outcome outcome = send();

        assertThat(outcome.sent()).isFalse();
        assertThat(outcome.again()).isEqualTo(again);
        assertThat(outcome.reason()).contains(Integer.toString(answer));
        assertThat(outcome.pause().toSeconds()).isEqualTo(again ? 7 : 0);
    }

    @Test
    void triesAgainWhereNobodyListens() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        SpanQueue.Outcome outcome = send(free);

        assertThat(outcome.sent()).isFalse();
        assertThat(outcome.again()).isTrue();
    }

    @Test
    void tellsNothingOfHeadersThatCannotBeSent() throws Exception {
        TracingSettings read = new SettingsReader(Map.of(), name -> null).read();
        for (Map<String, String> each : List.of(Map.of("Authorization: hunter2", ""), Map.of("a", "hunter2\n"))) {
            TracingSettings settings = new TracingSettings(
                    true,
                    read.endpoint(),
                    read.json(),
                    each,
                    null,
                    read.gzip(),
                    read.timeout(),
                    read.sampler(),
                    read.resource(),
                    read.queue(),
                    read.batch(),
                    read.delay(),
                    read.attributeChars(),
                    read.excluded());

            SpanQueue.Outcome outcome = new OtlpSender(settings, "1").send(batch());

            assertThat(outcome.sent() || outcome.again()).isFalse();
            assertThat(outcome.reason()).contains("headers").doesNotContain("hunter2");
        }
    }
}
