/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.kernel.spi.Traffic.Rates;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.RequestObserver.Exchange;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final String GREETER = "com.acme.greeter";

    private final FakeFrontDoor frontDoor = new FakeFrontDoor();
    private final FakeFramework framework = new FakeFramework();
    private final TrafficBook book = new TrafficBook();
    private final Meters meters = new Meters();
    private RequestMeters requests;
    private TrafficSampler traffic;

    @BeforeEach
    void open() {
        var settings = new Settings(Duration.ofSeconds(5), 100, Duration.ofMinutes(5));
        requests = new RequestMeters(meters, book, settings, Set::of, Clock.systemUTC());
        traffic = new TrafficSampler(book, frontDoor, Duration.ofDays(1));
    }

    @AfterEach
    void close() {
        traffic.close();
        meters.close();
    }

    @Test
    void findsTheBucketOfEachDuration() {
        for (long micros = 0; micros < 200_000_000; micros = micros * 9 / 8 + 1) {
            int index = LatencyBuckets.index(micros * 1_000 + 999);
            assertThat(LatencyBuckets.lowest(index)).isLessThanOrEqualTo(micros);
            if (index < LatencyBuckets.COUNT - 1) {
                assertThat(LatencyBuckets.lowest(index + 1)).isGreaterThan(micros);
            }
        }
        assertThat(LatencyBuckets.index(-5)).isZero();
        assertThat(LatencyBuckets.index(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.COUNT - 1);
    }

    @Test
    void tellsPercentilesToAQuarterOfAPowerOfTwo() {
        for (int millis = 1; millis <= 100; millis++) {
            ask("/greeter", 200, millis);
        }
        traffic.sample();

        Rates rates = traffic.bundle(GREETER).orElseThrow();

        assertThat(rates.p50Millis()).isCloseTo(50, within(8.0));
        assertThat(rates.p95Millis()).isCloseTo(95, within(15.0));
    }

    @Test
    void takesNoStreamForASlowAnswer() {
        ask("/greeter", 200, 10);
        requests.completed(
                new Exchange(GREETER, "1.0.0", "GET", "/greeter/news", 200, Duration.ofHours(1), true, true));
        traffic.sample();

        Rates rates = traffic.bundle(GREETER).orElseThrow();

        assertThat(rates.p95Millis()).isCloseTo(10, within(3.0));
        assertThat(rates.errorsPerSecond()).isZero();
    }

    @Test
    void countsRequestsAndErrorsOfTheLastMinute() throws Exception {
        for (int i = 0; i < 30; i++) {
            ask("/greeter/{name}", i % 3 == 0 ? 500 : 200, 1);
        }
        Thread.sleep(20);
        traffic.sample();

        Rates rates = traffic.bundle(GREETER).orElseThrow();
        assertThat(rates.errorsPerSecond() * 3).isCloseTo(rates.requestsPerSecond(), within(0.1));
        assertThat(traffic.platform().requestsPerSecond()).isEqualTo(rates.requestsPerSecond());
        assertThat(traffic.routes(GREETER)).containsOnlyKeys("/greeter/{name}");
        assertThat(traffic.history()).hasSize(1);
        assertThat(traffic.history().get(0).requestsPerSecond()).isPositive();

        for (int i = 0; i < TrafficWindow.SAMPLES; i++) {
            traffic.sample();
        }
        assertThat(traffic.bundle(GREETER)).isEmpty();
        assertThat(traffic.routes(GREETER)).isEmpty();
        assertThat(traffic.platform()).isEqualTo(Rates.NONE);
    }

    @Test
    void keepsAQuarterOfAnHour() {
        for (int i = 0; i < 200; i++) {
            traffic.sample();
        }

        assertThat(traffic.history()).hasSize(180);
    }

    @Test
    void showsWhatRunsAlsoWhereNothingIsOverYet() {
        frontDoor.routes.add(new FrontDoor.RouteStatus("/slow", "com.acme.slow", "1.0.0", FrontDoor.State.LIVE, 4));
        frontDoor.routes.add(
                new FrontDoor.RouteStatus("/slow/reports", "com.acme.slow", "1.0.0", FrontDoor.State.LIVE, 4));

        assertThat(traffic.bundle("com.acme.slow").orElseThrow().inFlight()).isEqualTo(4);
        assertThat(traffic.platform().inFlight()).isEqualTo(4);
    }

    @Test
    void answersTheSummary() throws Exception {
        framework.bundles.add(FakeFramework.bundle(30, GREETER, "1.0.0", "subrack:com.acme.greeter:0:1"));
        framework.bundles.add(FakeFramework.bundle(31, GREETER, "1.1.0", "subrack:com.acme.greeter:0:2"));
        var endpoint = new SummaryEndpoint(framework.context(), frontDoor, traffic);
        ask("/greeter", 200, 3);
        traffic.sample();

        var json = summary();

        assertThat(json.at("/platform/requestsPerSecond").doubleValue()).isPositive();
        assertThat(json.at("/platform/heapUsed").longValue()).isPositive();
        assertThat(json.at("/platform/threads").intValue()).isPositive();
        for (var series :
                new String[] {"seconds", "requestsPerSecond", "errorsPerSecond", "p95Millis", "heapUsed", "cpu"}) {
            assertThat(json.at("/platform/history/" + series)).as(series).hasSize(1);
        }
        assertThat(json.at("/bundles/0/bundle").textValue()).isEqualTo(GREETER);
        assertThat(json.at("/bundles/0/generations").intValue()).isEqualTo(2);
        assertThat(json.at("/bundles/0/p95Millis").doubleValue()).isPositive();
        assertThat(frontDoor.mounts.get(SummaryEndpoint.PATH).requirement())
                .isEqualTo(AccessRequirement.scopes("platform.read"));
        endpoint.close();
        assertThat(frontDoor.mounts).isEmpty();
    }

    private JsonNode summary() throws Exception {
        var call = Call.get(frontDoor.handler(SummaryEndpoint.PATH), SummaryEndpoint.PATH);
        assertThat(call.status).isEqualTo(200);
        return new ObjectMapper().readTree(call.body());
    }

    private void ask(String route, int status, long millis) {
        requests.completed(new Exchange(GREETER, "1.0.0", "GET", route, status, Duration.ofMillis(millis), false));
    }
}
