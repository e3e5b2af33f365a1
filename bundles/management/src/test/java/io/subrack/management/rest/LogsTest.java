/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.spi.PlatformLog;
import io.subrack.kernel.spi.PlatformLog.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsTest {
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void listsTheNewestLinesFirst() {
        server.log.write(Level.INFO, "com.acme.A", "one", Map.of());
        server.log.write(Level.WARN, "com.acme.A", "two", Map.of());

        assertThat(messages("/logs")).containsExactly("two", "one");
    }

    @Test
    void goesOnWithLinesOfTheFilesWhereThisProcessHasNoMore() {
        server.log.earlier.add(new PlatformLog.Entry(
                0, Instant.ofEpochSecond(10), Level.ERROR, "com.acme.A", "main", "before the crash", null, Map.of()));
        server.log.write(Level.INFO, "com.acme.A", "started again", Map.of());

        assertThat(messages("/logs")).containsExactly("started again", "before the crash");
    }

    @Test
    void findsByLevelLoggerTextAndRequest() {
        server.log.write(Level.INFO, "com.acme.A", "hello", Map.of("request", "r1"));
        server.log.write(Level.ERROR, "com.acme.b.B", "Good-bye", Map.of());
        server.log.write(Level.DEBUG, "org.other.C", "hello again", Map.of("request", "r2"));

        assertThat(messages("/logs?level=WARN")).containsExactly("Good-bye");
        assertThat(messages("/logs?logger=com.acme")).containsExactly("Good-bye", "hello");
        assertThat(messages("/logs?q=HELLO")).containsExactly("hello again", "hello");
        assertThat(messages("/logs?request=r1")).containsExactly("hello");
    }

    @Test
    void refusesAFilterWithASlipOfThePen() {
        var answer = server.get("/logs?lvel=ERROR");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains("level");
    }

    @Test
    void setsALevelForAWhileAndTakesItBack() {
        var set = server.putJson("/loggers/com.acme", "{\"level\": \"DEBUG\", \"minutes\": 5}");

        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().path("effective").asText()).isEqualTo("DEBUG");
        assertThat(server.log.logger("com.acme").until())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(4)), Instant.now().plus(Duration.ofMinutes(5)));

        assertThat(server.send("DELETE", "/loggers/com.acme", java.net.http.HttpRequest.BodyPublishers.noBody())
                        .status())
                .isEqualTo(204);
        assertThat(server.log.set).isEmpty();
    }

    @Test
    void refusesALevelThatDoesNotExistAndOneForEver() {
        assertThat(server.putJson("/loggers/com.acme", "{\"level\": \"LOUD\"}").status())
                .isEqualTo(422);
        assertThat(server.putJson("/loggers/com.acme", "{\"level\": \"INFO\", \"minutes\": 100000}")
                        .status())
                .isEqualTo(422);
        assertThat(server.log.set).isEmpty();
    }

    @Test
    void streamsWhatIsWrittenAndCountsWhatWasTooFast() {
        var sent = new ArrayList<String>();
        Predicate<PlatformLog.Entry> all = entry -> true;
        var feed = new LogFeed(server.log, all, all, server.owners, Long.MAX_VALUE);
        for (int i = 0; i < 1_005; i++) {
            server.log.write(Level.INFO, "com.acme.A", "line " + i, Map.of());
        }

        feed.write((name, id, json) -> sent.add(name + " " + id));

        assertThat(sent).hasSize(1_001).startsWith("dropped null", "log 6").endsWith("log 1005");
        feed.ended();
        assertThat(server.log.listeners).isEmpty();
    }

    @Test
    void resumesAfterTheLineThatTheCallerHas() {
        server.log.write(Level.INFO, "com.acme.A", "one", Map.of());
        server.log.write(Level.INFO, "com.acme.A", "two", Map.of());
        var sent = new ArrayList<String>();
        Predicate<PlatformLog.Entry> all = entry -> true;

        new LogFeed(server.log, all, all, server.owners, 1).write((name, id, json) -> sent.add(name + " " + id));

        assertThat(sent).containsExactly("log 2");
    }

    private List<String> messages(String path) {
        var messages = new ArrayList<String>();
        server.get(path)
                .json()
                .path("items")
                .forEach(item -> messages.add(item.path("message").asText()));
        return messages;
    }
}
