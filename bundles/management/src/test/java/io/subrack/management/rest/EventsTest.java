/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Phase;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.testing.Await;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
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
        Await.until("the stream's end", () -> api.streams.count() == 0);
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
        return new Events(SseReader.open(client, api.uri("/deployments/" + slow + "/events"), lastEventId));
    }

    /** Says each event in one line. */
    private record Events(SseReader reader) implements AutoCloseable {
        String next(String name) throws IOException {
            var event = reader.next(name);
            var view = event.data();
            var text = switch (name) {
                case "step" ->
                    view.get("phase").textValue() + " " + view.get("text").textValue();
                case "end" -> view.get("status").textValue();
                default ->
                    view.get("status").textValue() + " " + view.get("phase").textValue();
            };
            return event.id() + " " + name + " " + text;
        }

        boolean nextComment(String text) throws IOException {
            return reader.nextComment(text);
        }

        boolean atEnd() throws IOException {
            return reader.atEnd();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
