/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Phase;
import io.subrack.observe.provider.RequestMeters.Owner;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.RequestObserver.Exchange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;

class MetricsEndpointTest {
    private static final Owner GREETER = new Owner("com.acme.greeter", "1.0.0");

    private final FakeFrontDoor frontDoor = new FakeFrontDoor();
    private final FakeDeployments deployments = new FakeDeployments();
    private final FakeFramework framework = new FakeFramework();
    private final Meters meters = new Meters();
    private final Set<Owner> installed = new HashSet<>(Set.of(GREETER));
    private final MovableClock clock = new MovableClock();
    private RequestMeters requests;
    private MetricsEndpoint endpoint;
    private DeploymentMeters deploymentMeters;
    private PlatformCollector collector;

    @BeforeEach
    void open() {
        var settings = new Settings(Duration.ofSeconds(5), 10, Duration.ofMinutes(5));
        requests = new RequestMeters(meters, new TrafficBook(), settings, () -> installed, clock);
        endpoint = new MetricsEndpoint(framework.context(), frontDoor, meters, requests);
        deploymentMeters = new DeploymentMeters(meters, deployments);
        collector = new PlatformCollector(framework.context(), meters, new FakePlatform(), deployments, frontDoor);
    }

    @AfterEach
    void close() {
        collector.close();
        deploymentMeters.close();
        endpoint.close();
        meters.close();
    }

    @Test
    void countsAndTimesRequestsByBundleRouteAndStatus() throws Exception {
        requests.completed(exchange(GREETER, "/greeter/{name}", 200, 3));
        requests.completed(exchange(GREETER, "/greeter/{name}", 200, 80));
        requests.completed(exchange(GREETER, "/greeter/{name}", 404, 1));

        var text = scrape();

        var labels =
                "bundle=\"com.acme.greeter\",method=\"GET\",route=\"/greeter/{name}\",status=\"200\",version=\"1.0.0\"";
        assertThat(text)
                .contains("http_server_requests_seconds_count{" + labels + "} 2")
                .contains("http_server_requests_seconds_bucket{" + labels + ",le=\"0.005\"} 1")
                .contains("http_server_requests_seconds_bucket{" + labels + ",le=\"0.1\"} 2")
                .contains("status=\"404\",version=\"1.0.0\"} 1");
    }

    @Test
    void countsBrokenAnswers() throws Exception {
        requests.completed(
                new Exchange(GREETER.bundle(), GREETER.version(), "GET", "/greeter", 200, Duration.ofMillis(1), true));

        assertThat(scrape())
                .contains("http_server_requests_broken_total{bundle=\"com.acme.greeter\",version=\"1.0.0\"} 1");
    }

    @Test
    void forgetsABundleVersionSomeTimeAfterItIsGone() throws Exception {
        requests.completed(exchange(GREETER, "/greeter", 200, 3));
        installed.clear();

        assertThat(scrape()).contains("com.acme.greeter");
        clock.advance(Duration.ofMinutes(4));
        assertThat(scrape()).contains("com.acme.greeter");
        clock.advance(Duration.ofMinutes(2));
        assertThat(scrape()).doesNotContain("com.acme.greeter");
    }

    @Test
    void keepsABundleVersionThatComesBackInTime() throws Exception {
        requests.completed(exchange(GREETER, "/greeter", 200, 3));
        installed.clear();
        scrape();
        installed.add(GREETER);
        clock.advance(Duration.ofMinutes(6));
        scrape();
        installed.clear();
        clock.advance(Duration.ofMinutes(1));

        assertThat(scrape()).contains("com.acme.greeter");
    }

    @Test
    void putsWhatIsBeyondTheLimitTogether() throws Exception {
        for (int i = 0; i < 50; i++) {
            requests.completed(exchange(GREETER, "/greeter/" + i, 200, 1));
        }

        var text = scrape();

        assertThat(text.lines().filter(line -> line.startsWith("http_server_requests_seconds_count")))
                .hasSize(11);
        assertThat(text)
                .contains("http_server_requests_seconds_count{bundle=\"(other)\",method=\"(other)\",route=\"(other)\","
                        + "status=\"(other)\",version=\"\"} 40");
    }

    @Test
    void makesRoomForNewSeriesWithoutBeingScraped() throws Exception {
        var settings = new Settings(Duration.ofSeconds(5), 10, Duration.ZERO);
        var eager = new RequestMeters(meters, new TrafficBook(), settings, () -> installed, clock);
        for (int i = 0; i < 10; i++) {
            eager.completed(exchange(new Owner("com.acme.gone", "1." + i), "/gone", 200, 1));
        }

        clock.advance(Duration.ofMinutes(1));
        eager.completed(exchange(GREETER, "/greeter", 200, 1));

        assertThat(scrape()).contains("com.acme.greeter").doesNotContain("com.acme.gone");
    }

    @Test
    void countsEachDeploymentOnceByItsResult() throws Exception {
        var running = deployment("d1", Deployment.Status.RUNNING, Optional.empty());
        var serving = deployment("d1", Deployment.Status.COMMITTED, Optional.empty());
        var over = deployment("d1", Deployment.Status.COMMITTED, Optional.of(Instant.EPOCH.plusMillis(700)));
        Stream.of(running, serving, over, over).forEach(deployments.listeners.get(0));

        assertThat(scrape())
                .contains("subrack_deployments_seconds_count{result=\"committed\"} 1")
                .contains("subrack_deployments_seconds_bucket{result=\"committed\",le=\"0.5\"} 0")
                .contains("subrack_deployments_seconds_bucket{result=\"committed\",le=\"1.0\"} 1")
                .contains("subrack_deployments_seconds_count{result=\"undone\"} 0")
                .contains("subrack_bundle_deployments_total{bundle=\"com.acme.greeter\",result=\"committed\"} 1");
    }

    @Test
    void countsTheThreadsThatWorkForABundle() throws Exception {
        var greeter = FakeFramework.bundle(30, "com.acme.greeter", "1.0.0", "subrack:com.acme.greeter:0:1");
        var gate = new CountDownLatch(1);
        var worker = new Thread(() -> awaitQuietly(gate));
        worker.setContextClassLoader(new LoaderOf(greeter));
        worker.start();
        try {
            assertThat(scrape())
                    .contains(
                            "subrack_bundle_threads{bundle=\"com.acme.greeter\",instance=\"30\",version=\"1.0.0\"} 1");
        } finally {
            gate.countDown();
            worker.join();
        }
        assertThat(scrape()).doesNotContain("subrack_bundle_threads{");
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A class loader as bundles have one. */
    static final class LoaderOf extends ClassLoader implements BundleReference {
        private final Bundle bundle;

        LoaderOf(Bundle bundle) {
            this.bundle = bundle;
        }

        @Override
        public Bundle getBundle() {
            return bundle;
        }
    }

    @Test
    void readsThePlatformAtEachScrape() throws Exception {
        deployments.add("com.acme.greeter", "1.0.0", 30, Health.SERVING);
        deployments.add("com.acme.notes", "1.0.0", 31, Health.FAILED);
        framework.bundles.add(FakeFramework.bundle(30, "com.acme.greeter", "1.0.0", "subrack:com.acme.greeter:0:1"));
        framework.bundles.add(FakeFramework.bundle(1, "io.subrack.x", "1.0.0", "platform:x"));
        frontDoor.routes.add(
                new FrontDoor.RouteStatus("/greeter", "com.acme.greeter", "1.0.0", FrontDoor.State.LIVE, 4));

        assertThat(scrape())
                .contains("subrack_bundles{health=\"serving\"} 1", "subrack_bundles{health=\"starting\"} 0")
                .contains("subrack_bundle_up{bundle=\"com.acme.notes\",version=\"1.0.0\"} 0")
                .contains("subrack_bundle_generations{bundle=\"com.acme.greeter\"} 1")
                .contains("subrack_generations 1", "subrack_deployment_set 7", "subrack_platform_ready 1")
                .contains("subrack_platform_info{version=\"0.1.0\"} 1")
                .contains("subrack_routes{state=\"live\"} 1")
                .contains("http_server_requests_in_flight{bundle=\"com.acme.greeter\",version=\"1.0.0\"} 4");

        deployments.bundles.clear();
        frontDoor.routes.clear();
        framework.bundles.clear();
        assertThat(scrape()).doesNotContain("com.acme");
    }

    @Test
    void showsTheBasicsOfTheJvm() throws Exception {
        assertThat(scrape())
                .contains("jvm_memory_used_bytes{", "jvm_threads_live_threads", "jvm_classes_loaded_classes")
                .contains("process_start_time_seconds", "process_cpu_usage");
    }

    @Test
    void isForOperatorsAndSpeaksOpenMetricsToWhoAcceptsIt() throws Exception {
        var plain = call("*/*");
        var open = call("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

        assertThat(frontDoor.mounts.get("/metrics").requirement()).isEqualTo(AccessRequirement.scopes("platform.read"));
        assertThat(plain.headers).containsEntry("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        assertThat(open.headers.get("Content-Type")).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
        assertThat(plain.body()).doesNotContain("# EOF");
    }

    private static Exchange exchange(Owner owner, String route, int status, long millis) {
        return new Exchange(owner.bundle(), owner.version(), "GET", route, status, Duration.ofMillis(millis), false);
    }

    static Deployment deployment(String id, Deployment.Status status, Optional<Instant> ended) {
        return new Deployment(
                id,
                "ada",
                "",
                1,
                status,
                Phase.DONE,
                List.of(new BundleChange(
                        "com.acme.greeter",
                        BundleChange.Action.ADD,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        "")),
                List.of(),
                Instant.EPOCH,
                ended,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private String scrape() throws Exception {
        clock.advance(Duration.ofSeconds(11));
        return call("text/plain").body();
    }

    private Call call(String accept) throws Exception {
        return Call.of(frontDoor.handler("/metrics"), "GET", "/metrics", accept);
    }

    private static final class MovableClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration step) {
            now = now.plus(step);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
