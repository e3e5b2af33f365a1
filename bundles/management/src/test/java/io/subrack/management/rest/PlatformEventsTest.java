/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.Platform;
import io.subrack.kernel.spi.Traffic;
import io.subrack.kernel.testing.Await;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one stream of everything. */
@Timeout(60)
class PlatformEventsTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ApiServer api;

    @BeforeEach
    void start() throws Exception {
        api = new ApiServer();
    }

    @AfterEach
    void close() throws Exception {
        api.close();
    }

    @Test
    void tellsWhatIsPublishedFromNowOnInItsOrder() throws Exception {
        api.hub.publish("configuration", Map.of("pid", "before"));

        try (var events = follow("")) {
            assertThat(events.next().name()).isEqualTo("hello");
            api.hub.publish("configuration", Map.of("pid", "com.acme.greeter", "revision", 7));
            api.hub.publish("pages", Map.of("bundle", "com.acme.greeter"));

            var first = events.next();
            assertThat(first.name()).isEqualTo("configuration");
            assertThat(first.data().get("pid").textValue()).isEqualTo("com.acme.greeter");
            assertThat(first.data().get("revision").intValue()).isEqualTo(7);
            assertThat(events.next().name()).isEqualTo("pages");
        }
    }

    @Test
    void goesOnAfterTheLastEventThatTheCallerHas() throws Exception {
        String seen;
        try (var events = follow("")) {
            seen = events.next("hello").id();
        }
        for (int i = 0; i < 100; i++) {
            api.hub.publish("configuration", Map.of("revision", i));
        }

        try (var events = follow(seen)) {
            for (int i = 0; i < 100; i++) {
                assertThat(events.next().data().get("revision").intValue()).isEqualTo(i);
            }
        }
    }

    @Test
    void hasACallerBeginAnewWhoMissedMoreThanIsKept() throws Exception {
        String seen;
        try (var events = follow("")) {
            seen = events.next("hello").id();
        }
        for (int i = 0; i <= EventHub.KEPT; i++) {
            api.hub.publish("configuration", Map.of("revision", i));
        }

        try (var events = follow(seen)) {
            assertThat(events.next().name()).isEqualTo("reset");
            api.hub.publish("configuration", Map.of("revision", -1));
            assertThat(events.next().data().get("revision").intValue()).isEqualTo(-1);
        }
    }

    @Test
    void hasACallerBeginAnewWhoComesFromAnotherProcess() throws Exception {
        for (var id : List.of("abc-3", "nonsense", api.hub.id(99))) {
            try (var events = follow(id)) {
                assertThat(events.next().name()).as(id).isEqualTo("reset");
            }
        }
    }

    @Test
    void tellsOfDeploymentsJobsAndBundles() throws Exception {
        try (var events = follow("")) {
            events.next("hello");
            api.postJar("/bundles", "com.acme.greeter 1.0.0");

            assertThat(events.next("deployment").data().get("status").textValue())
                    .isNotEmpty();
            assertThat(events.next("job").data().get("kind").textValue()).isEqualTo("deployment");
            var bundle = events.next("bundle").data();
            assertThat(bundle.get("symbolicName").textValue()).isEqualTo("com.acme.greeter");
            assertThat(bundle.get("change").textValue()).isEqualTo("added");
        }
    }

    @Test
    void tellsOfManyServicesAtOnce() throws Exception {
        api.framework.addService(7, Map.of());
        try (var events = follow("")) {
            events.next("hello");
            for (int i = 0; i < 50; i++) {
                api.framework.serviceCame();
            }

            int added = 0;
            int told = 0;
            while (added < 50) {
                added += events.next("services").data().get("added").intValue();
                told++;
            }
            assertThat(added).isEqualTo(50);
            assertThat(told).isLessThan(10);
        }
    }

    @Test
    void tellsOfTheTrafficWithoutAnId() throws Exception {
        api.watch.setTraffic(new OneSample());
        try (var events = follow("")) {
            var metrics = events.next("metrics");

            assertThat(metrics.id()).isEmpty();
            assertThat(metrics.data().get("requestsPerSecond").doubleValue()).isEqualTo(12.5);
            assertThat(metrics.data().get("heapUsed").longValue()).isPositive();
        }
    }

    @Test
    void showsThatItIsAlive() throws Exception {
        try (var events = follow("")) {
            assertThat(events.nextComment("still running")).isTrue();
        }
    }

    @Test
    void saysGoodbyeWhenThePlatformStops() throws Exception {
        try (var events = follow("")) {
            events.next("hello");
            api.platform.state = Platform.State.STOPPING;

            events.next("bye");
            assertThat(events.atEnd()).isTrue();
        }
    }

    @Test
    void cutsOffWhoReadsTooSlowlyAndLetsNobodyWaitForThem() throws Exception {
        var large = "x".repeat(16_000);
        try (var slow = follow("");
                var quick = follow("")) {
            slow.next("hello");
            quick.next("hello");
            for (int i = 0; i < 3 * EventHub.KEPT; i++) {
                api.hub.publish("configuration", Map.of("revision", i, "text", large));
                if (i % 100 == 99) {
                    int expected = i;
                    while (quick.next("configuration").data().get("revision").intValue() < expected) {
                        // what came before
                    }
                }
            }
            Await.until("only the quick one is left", () -> {
                drain(slow);
                return api.streams.count() == 1;
            });
        }
    }

    private static void drain(SseReader slow) {
        try {
            slow.atEnd();
        } catch (java.io.IOException e) {
            // cut off
        }
    }

    @Test
    void refusesMoreStreamsThanAreAllowed() throws Exception {
        try (var one = follow("");
                var two = follow("");
                var three = follow("")) {
            assertThat(List.of(one, two, three)).hasSize(3);
            assertThat(api.get("/events").status()).isEqualTo(429);
        }
    }

    @Test
    void refusesAnEventThatIsNone() {
        assertThatThrownBy(() -> api.hub.publish("Wrong type", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> api.hub.publish("configuration", Map.of("a", "x".repeat(20_000))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16384");
        assertThat(api.get("/events", "Last-Event-ID", "x".repeat(65)).status()).isEqualTo(400);
    }

    private SseReader follow(String lastEventId) throws Exception {
        return SseReader.open(client, api.uri("/events"), lastEventId);
    }

    private static final class OneSample implements Traffic {
        @Override
        public Rates platform() {
            return Rates.NONE;
        }

        @Override
        public Optional<Rates> bundle(String symbolicName) {
            return Optional.empty();
        }

        @Override
        public Map<String, Rates> bundles() {
            return Map.of();
        }

        @Override
        public Map<String, Double> routes(String symbolicName) {
            return Map.of();
        }

        @Override
        public List<Sample> history() {
            return List.of(new Sample(Instant.now(), 12.5, 0, 3.0, 1, 0.1));
        }
    }
}
