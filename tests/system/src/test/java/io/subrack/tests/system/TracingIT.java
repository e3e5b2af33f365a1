/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.tests.system.Collector.Received;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a collector gets to see of requests, and what becomes of requests when it is away. */
class TracingIT {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final String PID = "io.subrack.tracing";
    private static final String CALLER = "b7ad6b7169203331";
    private static final int SERVER = 2;
    private static final int CLIENT = 3;

    private static final Collector COLLECTOR = collector();

    @RegisterExtension
    static final SharedSubrack subrack = new SharedSubrack(platform -> platform.set(PID, "endpoint", COLLECTOR.url())
            .set(PID, "protocol", "http/json")
            .set(PID, "headers", "x-api-key=" + Collector.KEY)
            .set(PID, "service.name", "ledgers")
            .set(PID, "batch.delay.millis", "50")
            .set("logging", "file.format", "json")
            .environment("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"));

    @TempDir
    static Path scratch;

    private static Collector collector() {
        try {
            return new Collector();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() {
        COLLECTOR.close();
    }

    @BeforeAll
    static void deploy() throws Exception {
        byte[] ledger = new SourceBundle("io.subrack.tests.ledger")
                .header(
                        "Import-Package",
                        "io.opentelemetry.api,io.opentelemetry.api.trace,io.opentelemetry.context,io.subrack.auth.api,"
                                + "jakarta.ws.rs,javax.sql,org.osgi.framework,org.slf4j")
                .header("Subrack-Public", "/ledger")
                .header("Subrack-Data", "ledger")
                .source("Ledger.java")
                .resource("ledger.Ledger")
                .build(subrack.platform().distribution(), scratch);
        ApiAnswer answer = subrack.operator().deploy(ledger);
        assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
    }

    /** Each test has a trace of its own. */
    private static String trace(int number) {
        return "0af7651916cd43dd8448eb211c8031" + (90 + number);
    }

    private static ApiAnswer get(String path, String trace, String flags) throws Exception {
        return subrack.platform()
                .client("")
                .send(
                        "GET",
                        path,
                        "",
                        BodyPublishers.noBody(),
                        "traceparent",
                        "00-" + trace + "-" + CALLER + "-" + flags,
                        "X-Request-Id",
                        "r-" + trace);
    }

    @Test
    void seesTheWayOfARequestThroughBundlesAndDatabase() throws Exception {
        String trace = trace(0);
        assertThat(get("/ledger/calls?token=hunter2", trace, "01").text()).isEqualTo("entries true");

        Map<String, Received> spans = COLLECTOR.await(
                trace,
                "GET /ledger/calls",
                "Ledger.calls",
                "GET /ledger/entries/{name}",
                "Ledger.entries",
                "count entries",
                "CREATE entry",
                "INSERT entry",
                "SELECT entry");

        Received request = spans.get("GET /ledger/calls");
        Received method = spans.get("Ledger.calls");
        Received inner = spans.get("GET /ledger/entries/{name}");
        Received innerMethod = spans.get("Ledger.entries");
        Received own = spans.get("count entries");
        assertThat(request.parent()).isEqualTo(CALLER);
        assertThat(method.parent()).isEqualTo(request.id());
        assertThat(inner.parent()).isEqualTo(method.id());
        assertThat(innerMethod.parent()).isEqualTo(inner.id());
        assertThat(own.parent()).isEqualTo(innerMethod.id());
        assertThat(List.of("CREATE entry", "INSERT entry", "SELECT entry"))
                .allSatisfy(name -> assertThat(spans.get(name).parent()).isEqualTo(own.id()));
        assertThat(COLLECTOR.trace(trace)).noneMatch(Received::failed);
        assertThat(request.resource())
                .containsEntry("service.name", "ledgers")
                .containsEntry("deployment.environment.name", "test");
        assertThat(COLLECTOR.trace(trace).toString()).doesNotContain("hunter2");

        assertThat(request.kind()).isEqualTo(SERVER);
        assertThat(request.attributes())
                .containsEntry("http.request.method", "GET")
                .containsEntry("http.route", "/ledger/calls")
                .containsEntry("http.response.status_code", "200")
                .containsEntry("url.path", "/ledger/calls")
                .containsEntry("url.scheme", "http")
                .containsEntry("server.address", "127.0.0.1")
                .containsEntry("client.address", "127.0.0.1")
                .containsEntry("network.protocol.version", "1.1")
                .containsEntry("subrack.bundle", "io.subrack.tests.ledger")
                .containsEntry("subrack.request.id", "r-" + trace);
        assertThat(own.scope()).isEqualTo("ledger");
        Received select = spans.get("SELECT entry");
        assertThat(select.kind()).isEqualTo(CLIENT);
        assertThat(select.attributes())
                .containsEntry("db.system.name", "hsqldb")
                .containsEntry("db.namespace", "ledger")
                .containsEntry("db.operation.name", "SELECT")
                .containsEntry("db.query.text", "select count(*) from entry where name = ?");
        logSays(trace, innerMethod.id());
    }

    /** What the bundle has logged names the span that it was in. */
    private static void logSays(String trace, String span) throws Exception {
        Path log = subrack.platform().data().resolve("logs/subrack.log");
        Waiting.until(
                "the log has the line with its trace and span " + span,
                DEADLINE,
                () -> Files.readAllLines(log).stream()
                        .anyMatch(line -> line.contains("entries are counted")
                                && line.contains("\"trace\":\"" + trace + "\"")
                                && line.contains("\"span\":\"" + span + "\"")));
    }

    @Test
    void marksWhatHasFailed() throws Exception {
        String trace = trace(1);
        assertThat(get("/ledger/broken", trace, "01").status()).isEqualTo(500);

        Map<String, Received> spans = COLLECTOR.await(trace, "GET /ledger/broken", "Ledger.broken");

        Received request = spans.get("GET /ledger/broken");
        assertThat(request.failed()).isTrue();
        assertThat(request.attributes())
                .containsEntry("http.response.status_code", "500")
                .containsEntry("error.type", "500");
        Received method = spans.get("Ledger.broken");
        assertThat(method.failed()).isTrue();
        assertThat(method.attributes()).containsEntry("error.type", "java.lang.IllegalStateException");
        assertThat(method.json().path("events").toString()).contains("the ledger is broken");
    }

    @Test
    void doesNotCallAFailureWhatTheCallerHasDone() throws Exception {
        String trace = trace(2);
        assertThat(get("/ledger/nothing", trace, "01").status()).isEqualTo(404);

        Received request = COLLECTOR.await(trace, "GET /ledger").get("GET /ledger");

        assertThat(request.failed()).isFalse();
        assertThat(request.attributes()).containsEntry("http.response.status_code", "404");
    }

    @Test
    void recordsNothingOfATraceThatItsCallerDoesNotRecord() throws Exception {
        String silent = trace(3);
        String other = trace(4);

        assertThat(get("/ledger/calls", silent, "00").text()).isEqualTo("entries true");
        assertThat(get("/ledger/calls", other, "01").text()).isEqualTo("entries true");
        COLLECTOR.await(other, "GET /ledger/calls");

        assertThat(COLLECTOR.trace(silent)).isEmpty();
        assertThat(subrack.operator()
                        .get(ApiClient.MANAGEMENT + "/logs?trace=" + silent)
                        .text())
                .contains("entries are counted");
    }

    @Test
    void goesOnWithoutACollectorAndComesBackToIt() throws Exception {
        String lost = trace(5);
        String back = trace(6);

        configure("http://127.0.0.1:1");
        callUntil("the log says that nobody is there", lost, () -> warnings() == 1);
        for (int i = 0; i < 50; i++) {
            assertThat(get("/ledger/entries/" + i, lost, "01").status()).isEqualTo(200);
        }
        String metrics = subrack.operator().get("/metrics").text();
        assertThat(warnings()).isEqualTo(1);
        assertThat(metrics).contains("subrack_tracing_spans_dropped_total").contains("subrack_tracing_spans_waiting");

        configure(COLLECTOR.url());
        callUntil("spans come again", back, () -> !COLLECTOR.trace(back).isEmpty());

        configure("");
        callUntil(
                "nothing is recorded",
                trace(7),
                () -> !subrack.operator().get("/metrics").text().contains("subrack_tracing_"));
        configure(COLLECTOR.url());
        callUntil(
                "it is recorded again",
                trace(8),
                () -> !COLLECTOR.trace(trace(8)).isEmpty());
    }

    /** A change counts a moment after it was accepted; no request fails meanwhile. */
    private static void callUntil(String what, String trace, Callable<Boolean> condition) throws Exception {
        Waiting.until(what, DEADLINE, () -> {
            if (!get("/ledger/calls", trace, "01").text().equals("entries true")) {
                throw new AssertionError("a request failed while tracing was changed");
            }
            return condition.call();
        });
    }

    private static long warnings() throws Exception {
        return Files.readAllLines(subrack.platform().log()).stream()
                .filter(line -> line.contains("Spans cannot be sent to http://127.0.0.1:1/"))
                .count();
    }

    /** Changes where spans go while the platform runs. */
    private static void configure(String endpoint) throws Exception {
        String path = ApiClient.MANAGEMENT + "/configurations/" + PID;
        ApiAnswer changed = subrack.operator()
                .send(
                        "PATCH",
                        path,
                        ApiClient.JSON,
                        BodyPublishers.ofString(
                                "{\"values\":{\"endpoint\":\"" + endpoint + "\"},\"reason\":\"a test\"}"));
        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    }
}
