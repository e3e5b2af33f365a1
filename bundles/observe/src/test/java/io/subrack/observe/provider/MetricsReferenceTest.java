/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.spi.Measurement;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.RequestObserver.Exchange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference lists the metrics that are there. */
class MetricsReferenceTest {
    private static final Path REFERENCE = Path.of("../../docs/reference/metrics.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9_]+)` \\|", Pattern.MULTILINE);
    private static final Pattern FAMILY = Pattern.compile("^# TYPE (\\S+) ", Pattern.MULTILINE);

    /** What the data layer measures. */
    private static final List<String> DATA = List.of(
            "subrack_data_up", "subrack_data_connections", "subrack_data_connections_max", "subrack_data_waiting");

    /** What the audit log measures. */
    private static final List<String> AUDIT = List.of(
            "subrack_audit_up",
            "subrack_audit_queued",
            "subrack_audit_records_total",
            "subrack_audit_forces_total",
            "subrack_audit_waited_total",
            "subrack_audit_refused_total");

    /** What the front door measures itself. */
    private static final List<String> REQUEST_LOG =
            List.of("subrack_request_log_lines_total", "subrack_request_log_dropped_total");

    /** What tracing measures while it is on. */
    private static final List<String> TRACING = List.of(
            "subrack_tracing_spans_sent_total", "subrack_tracing_spans_dropped_total", "subrack_tracing_spans_waiting");

    @Test
    void listsEachMetricAndOfOurOwnNoOther() throws Exception {
        var listed = ROW.matcher(Files.readString(REFERENCE))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        var scraped = FAMILY.matcher(scrape())
                .results()
                .map(family -> family.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).containsAll(scraped);
        assertThat(scraped).containsAll(ours(listed));
    }

    private static Set<String> ours(Set<String> names) {
        return names.stream()
                .filter(name -> name.startsWith("http_") || name.startsWith("subrack_"))
                .collect(Collectors.toSet());
    }

    private static String scrape() throws Exception {
        var meters = new Meters();
        var deployments = new FakeDeployments();
        deployments.add("com.acme.greeter", "1.0.0", 30, Health.SERVING);
        var frontDoor = new FakeFrontDoor();
        frontDoor.routes.add(
                new FrontDoor.RouteStatus("/greeter", "com.acme.greeter", "1.0.0", FrontDoor.State.LIVE, 4));
        new DeploymentMeters(meters, deployments);
        deployments.listeners.forEach(listener -> listener.accept(
                MetricsEndpointTest.deployment("d-1", Deployment.Status.COMMITTED, Optional.of(Instant.EPOCH))));
        var framework = new FakeFramework();
        var greeter = FakeFramework.bundle(30, "com.acme.greeter", "1.0.0", "subrack:com.acme.greeter:0:1");
        framework.bundles.add(greeter);
        new PlatformCollector(framework.context(), meters, new FakePlatform(), deployments, frontDoor);
        new SourceCollector(meters)
                .setSources(List.of(() -> Stream.of(DATA, AUDIT, REQUEST_LOG, TRACING)
                        .flatMap(List::stream)
                        .map(name -> new Measurement(name, "", Map.of(), 1))
                        .toList()));
        var settings = new Settings(Duration.ofSeconds(5), 10, Duration.ofMinutes(5));
        new RequestMeters(meters, new TrafficBook(), settings, Set::of, Clock.systemUTC())
                .completed(
                        new Exchange("com.acme.greeter", "1.0.0", "GET", "/greeter", 200, Duration.ofMillis(1), true));
        System.gc();
        var text = new ByteArrayOutputStream();
        var before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new MetricsEndpointTest.LoaderOf(greeter));
        meters.write(text, MetricsEndpoint.PROMETHEUS);
        Thread.currentThread().setContextClassLoader(before);
        meters.close();
        return text.toString(StandardCharsets.UTF_8);
    }
}
