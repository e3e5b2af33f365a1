/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.kernel.spi.Measurement;
import io.subrack.kernel.testing.TestGuard;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestLogTest {
    @TempDir
    Path data;

    private Path file() {
        return data.resolve("logs").resolve("requests.log");
    }

    private static RequestLine line(String path, String subject) {
        return new RequestLine(
                Instant.parse("2026-01-02T03:04:05.006Z"),
                "127.0.0.1",
                "GET",
                "/greeter/{name}",
                path,
                200,
                12,
                3_045_678,
                "com.acme.greeter",
                "1.0.0",
                "7f3a",
                "0af7",
                subject);
    }

    @Test
    void writesNamesAndValues() {
        assertThat(line("/greeter/ada", "").text(false))
                .isEqualTo("time=2026-01-02T03:04:05.006Z client=127.0.0.1 method=GET route=/greeter/{name}"
                        + " path=/greeter/ada status=200 bytes=12 millis=3.045 bundle=com.acme.greeter version=1.0.0"
                        + " request=7f3a trace=0af7 subject=\"\"\n");
    }

    @Test
    void letsNothingFromOutsidePassForAnotherFieldOrLine() throws Exception {
        String evil = "/a b\" status=200\n\u001b[2J\u202e\u2028\u0085\\";

        String text = line(evil, "a=b").text(false);
        String json = line(evil, "\",\"status\":500,\"").text(true);

        assertThat(text)
                .contains(" path=\"/a b\\\" status=200\\u000a\\u001b[2J\\u202e\\u2028\\u0085\\\\\" status=200 bytes")
                .endsWith(" subject=\"a=b\"\n");
        assertThat(text.lines()).hasSize(1);
        JsonNode read = new ObjectMapper().readTree(json);
        assertThat(read.path("path").asText()).isEqualTo(evil);
        assertThat(read.path("status").asInt()).isEqualTo(200);
        assertThat(read.path("millis").asDouble()).isEqualTo(3.045);
        assertThat(read.path("subject").asText()).isEqualTo("\",\"status\":500,\"");
    }

    @Test
    void keepsALineForEachRequestWithWhoMadeItButWithoutItsQuery() throws Exception {
        String id;
        try (Door door = new Door(data, "request.log", "json")) {
            var owner = FakeBundles.bundle("com.acme.orders", "1.2.0");
            door.routes.publish(owner, "test").set(List.of(new Mount("/orders", Access.GUARDED, Door.text("three"))));
            String token = door.guard.token(TestGuard.user("ada", Set.of(), Set.of()));
            id = door.send(door.request("/orders/7?token=secret-1")
                            .header("Authorization", "Bearer " + token)
                            .build())
                    .headers()
                    .firstValue("X-Request-Id")
                    .orElseThrow();
            door.get("/nobody%0ahere");
            assertThat(door.raw("GET /a%ZZ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .contains(" 400 ");
        }

        List<String> lines = Files.readAllLines(file());
        assertThat(lines).noneMatch(line -> line.contains("secret-1")).hasSizeGreaterThanOrEqualTo(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.path("request").asText()).isEqualTo(id);
        assertThat(first.path("subject").asText()).isEqualTo("u-ada");
        assertThat(first.path("path").asText()).isEqualTo("/orders/7");
        assertThat(first.path("route").asText()).isEqualTo("/orders");
        assertThat(first.path("status").asInt()).isEqualTo(200);
        assertThat(first.path("bytes").asInt()).isEqualTo(5);
        assertThat(first.path("bundle").asText()).isEqualTo("com.acme.orders");
        assertThat(first.path("version").asText()).isEqualTo("1.2.0");
        assertThat(first.path("client").asText()).isEqualTo("127.0.0.1");
        assertThat(first.path("trace").asText()).matches("[0-9a-f]{32}");
    }

    @Test
    void keepsNoLogUnlessItIsAskedTo() throws Exception {
        try (Door door = new Door(data)) {
            door.get("/nobody");
            assertThat(door.server.requestLog()).isNull();
        }

        assertThat(file()).doesNotExist();
    }

    @Test
    void countsWhatItCannotTakeAndMakesNobodyWait() throws Exception {
        RequestLog log = RequestLog.idle(rolling(1 << 20, 2), 3);
        for (int i = 0; i < 10; i++) {
            log.add(line("/" + i, ""));
        }

        assertThat(value(log, "subrack_request_log_dropped_total")).isEqualTo(7);
        log.started();
        Door.await(() -> value(log, "subrack_request_log_lines_total") == 3);
        log.close();
        assertThat(Files.readAllLines(file())).hasSize(3);
    }

    @Test
    void countsWhatTheDiskDoesNotTakeAndGoesOnLater() throws Exception {
        Files.createDirectories(file());
        RequestLog log = RequestLog.idle(rolling(1 << 20, 2), 100).started();
        log.add(line("/lost", ""));
        Door.await(() -> value(log, "subrack_request_log_dropped_total") == 1);

        Files.delete(file());
        log.add(line("/kept", ""));
        log.close();

        assertThat(Files.readString(file())).contains("/kept").doesNotContain("/lost");
    }

    @Test
    void putsFullFilesAsideAndKeepsSoMany() throws Exception {
        try (RollingFile file = rolling(100, 3)) {
            for (int i = 0; i < 10; i++) {
                file.write((i + "x".repeat(58) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }

        try (Stream<Path> all = Files.list(data.resolve("logs"))) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("requests.log", "requests.1.log.gz", "requests.2.log.gz");
        }
        assertThat(Files.readString(file())).startsWith("9");
        assertThat(unpacked("requests.1.log.gz")).startsWith("8");
        assertThat(unpacked("requests.2.log.gz")).startsWith("7");
    }

    private String unpacked(String name) throws IOException {
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(data.resolve("logs").resolve(name)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private RollingFile rolling(long mostBytes, int mostFiles) {
        return new RollingFile(data.resolve("logs"), "requests", mostBytes, mostFiles);
    }

    private static double value(RequestLog log, String name) {
        return log.measurements().stream()
                .filter(measurement -> measurement.name().equals(name))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElseThrow();
    }
}
