/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Phase;
import io.subrack.kernel.api.Platform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventsTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private ApiServer api;
    private String slow;

    @BeforeEach
    void startADeploymentThatStaysRunning() throws Exception {
        api = new ApiServer();
        var plan = api.postJar("/bundles?plan", "com.acme.slow 1.0.0").json();
        slow = plan.get("id").textValue();
        api.postJson("/deployments", "{\"plan\": \"" + slow + "\"}");
    }

    @AfterEach
    void close() throws Exception {
        api.close();
    }

    @Test
    void replaysWhatHappenedThenFollowsThenEnds() throws Exception {
        api.deployments.step(slow, Phase.PROBE, "first");

        try (var events = follow("")) {
            assertThat(events.next("step")).isEqualTo("1 step STAGE installed beside the old");
            assertThat(events.next("step")).isEqualTo("2 step PROBE first");
            api.deployments.step(slow, Phase.SWITCH, "second");
            assertThat(events.next("step")).isEqualTo("3 step SWITCH second");
            api.deployments.finish(slow);
            assertThat(events.next("step")).isEqualTo("4 step DONE serving");
            assertThat(events.next("end")).isEqualTo("5 end COMMITTED");
            assertThat(events.atEnd()).isTrue();
        }
        assertThat(api.streams.count()).isZero();
    }

    @Test
    void tellsTheEndThatCameWhileTheStreamWasBeingOpened() throws Exception {
        api.deployments.afterRead(() -> api.deployments.finish(slow));

        try (var events = follow("")) {
            assertThat(events.next("step")).isEqualTo("1 step STAGE installed beside the old");
            assertThat(events.next("end")).isEqualTo("3 end COMMITTED");
        }
    }

    @Test
    void tellsChangesOfPhaseWithoutAnId() throws Exception {
        try (var events = follow("")) {
            assertThat(events.next("status")).isEqualTo(" status RUNNING STAGE");
            api.deployments.step(slow, Phase.PROBE, "first");
            assertThat(events.next("status")).isEqualTo(" status RUNNING PROBE");
        }
    }

    @Test
    void goesOnAfterTheLastEventThatTheCallerHas() throws Exception {
        api.deployments.step(slow, Phase.PROBE, "first");
        api.deployments.finish(slow);

        try (var events = follow("2")) {
            assertThat(events.next("step")).isEqualTo("3 step DONE serving");
            assertThat(events.next("end")).isEqualTo("4 end COMMITTED");
        }
        try (var events = follow("3")) {
            assertThat(events.next("end")).isEqualTo("4 end COMMITTED");
        }
    }

    @Test
    void sendsACallerAwayForGoodThatHasSeenTheEnd() {
        api.deployments.finish(slow);

        assertThat(api.get("/deployments/" + slow + "/events", "Last-Event-ID", "3")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void hearsNothingOfOtherDeployments() throws Exception {
        try (var events = follow("")) {
            events.next("status");
            api.postJar("/bundles", "com.acme.greeter 1.0.0");
            api.deployments.step(slow, Phase.PROBE, "mine");

            assertThat(events.next("step")).isEqualTo("2 step PROBE mine");
        }
    }

    @Test
    void showsThatItIsAlive() throws Exception {
        try (var events = follow("")) {
            assertThat(events.nextComment("still running")).isTrue();
        }
    }

    @Test
    void endsWithThePlatform() throws Exception {
        try (var events = follow("")) {
            events.next("status");
            api.platform.state = Platform.State.STOPPING;

            assertThat(events.atEnd()).isTrue();
        }
    }

    @Test
    void forgetsACallerWhoLeft() throws Exception {
        follow("").close();

        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (api.streams.count() > 0) {
            api.deployments.step(slow, Phase.PROBE, "more");
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void refusesMoreStreamsThanAreAllowed() throws Exception {
        try (var one = follow("");
                var two = follow("");
                var three = follow("")) {
            one.next("status");
            two.next("status");
            three.next("status");

            var answer = api.get("/deployments/" + slow + "/events");

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
    }

    @Test
    void followsManyChangesInARowWithoutLosingOne() throws Exception {
        try (var events = follow("")) {
            events.next("step");
            for (int i = 0; i < 500; i++) {
                api.deployments.step(slow, Phase.PROBE, "step " + i);
            }
            for (int i = 0; i < 500; i++) {
                assertThat(events.next("step")).isEqualTo((i + 2) + " step PROBE step " + i);
            }
        }
    }

    private Events follow(String lastEventId) throws Exception {
        var request = HttpRequest.newBuilder(api.uri("/deployments/" + slow + "/events"))
                .timeout(Duration.ofSeconds(20));
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new Events(response.body());
    }

    /** Reads events one by one, in one line each. */
    private static final class Events implements AutoCloseable {
        private final BufferedReader reader;

        Events(InputStream stream) {
            reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }

        String next(String name) throws Exception {
            while (true) {
                var lines = block();
                if (lines.contains("event: " + name)) {
                    return text(lines, name);
                }
                assertThat(lines).as("the stream ended before " + name).isNotEmpty();
            }
        }

        boolean nextComment(String text) throws Exception {
            var lines = block();
            while (!lines.isEmpty() && !lines.contains(": " + text)) {
                lines = block();
            }
            return !lines.isEmpty();
        }

        boolean atEnd() throws Exception {
            while (!block().isEmpty()) {
                // whatever comes before the end
            }
            return true;
        }

        private List<String> block() throws Exception {
            var lines = new ArrayList<String>();
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isEmpty() && !lines.isEmpty()) {
                    return lines;
                }
                if (!line.isEmpty()) {
                    lines.add(line);
                }
            }
            return lines;
        }

        private static String text(List<String> lines, String name) {
            var id = field(lines, "id");
            var data = field(lines, "data");
            var json = new com.fasterxml.jackson.databind.ObjectMapper();
            try {
                var view = json.readTree(data);
                var text = name.equals("step")
                        ? view.get("phase").textValue() + " " + view.get("text").textValue()
                        : view.get("status").textValue()
                                + (name.equals("end")
                                        ? ""
                                        : " " + view.get("phase").textValue());
                return id + " " + name + " " + text;
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalStateException(data, e);
            }
        }

        private static String field(List<String> lines, String name) {
            return lines.stream()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
