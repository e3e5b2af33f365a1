/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import io.subrack.web.spi.FrontDoor;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** What is read from the platform at each scrape: nothing of a bundle that is gone can stay behind. */
@Component(service = PlatformCollector.class, immediate = true)
public final class PlatformCollector implements MultiCollector {
    private static final String CAPABILITY_LOCATION = "subrack:";

    private final BundleContext context;
    private final Meters meters;
    private final Platform platform;
    private final Deployments deployments;
    private final FrontDoor frontDoor;

    @Activate
    public PlatformCollector(
            BundleContext context,
            @Reference Meters meters,
            @Reference Platform platform,
            @Reference Deployments deployments,
            @Reference FrontDoor frontDoor) {
        this.context = context;
        this.meters = meters;
        this.platform = platform;
        this.deployments = deployments;
        this.frontDoor = frontDoor;
        meters.add(this);
    }

    @Deactivate
    void close() {
        meters.remove(this);
    }

    @Override
    public MetricSnapshots collect() {
        var bundles = deployments.bundles();
        var routes = frontDoor.routes();
        return new MetricSnapshots(List.<MetricSnapshot>of(
                info(),
                ready(),
                currentSet(),
                bundlesByHealth(bundles),
                bundleUp(bundles),
                generations(),
                bundleGenerations(),
                bundleThreads(),
                routesByState(routes),
                inFlight(routes)));
    }

    private InfoSnapshot info() {
        return InfoSnapshot.builder()
                .name("subrack_platform")
                .help("The version that runs")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(Labels.of("version", platform.version()))
                        .build())
                .build();
    }

    private GaugeSnapshot ready() {
        return gauge("subrack_platform_ready", "1 while the expected set is serving")
                .dataPoint(point(platform.state() == Platform.State.READY ? 1 : 0))
                .build();
    }

    private GaugeSnapshot currentSet() {
        return gauge("subrack_deployment_set", "Number of the current deployment set")
                .dataPoint(point(deployments.currentSet().number()))
                .build();
    }

    private static GaugeSnapshot bundlesByHealth(List<BundleStatus> bundles) {
        var gauge = gauge("subrack_bundles", "Capability bundles of the current set by health");
        for (var health : Health.values()) {
            long count =
                    bundles.stream().filter(bundle -> bundle.health() == health).count();
            gauge.dataPoint(point(count, "health", lower(health)));
        }
        return gauge.build();
    }

    private static GaugeSnapshot bundleUp(List<BundleStatus> bundles) {
        var gauge = gauge("subrack_bundle_up", "1 while the capability bundle is serving");
        for (var bundle : bundles) {
            gauge.dataPoint(point(
                    bundle.health() == Health.SERVING ? 1 : 0,
                    "bundle",
                    bundle.entry().symbolicName(),
                    "version",
                    bundle.entry().version().toString()));
        }
        return gauge.build();
    }

    private GaugeSnapshot generations() {
        long count = Stream.of(context.getBundles())
                .map(Bundle::getLocation)
                .filter(location -> location.startsWith(CAPABILITY_LOCATION))
                .count();
        return gauge(
                        "subrack_generations",
                        "Installed instances of capability bundles; more than there are bundles only during a deployment")
                .dataPoint(point(count))
                .build();
    }

    private GaugeSnapshot bundleGenerations() {
        var counts = new TreeMap<String, Integer>();
        for (var bundle : context.getBundles()) {
            if (bundle.getLocation().startsWith(CAPABILITY_LOCATION)) {
                counts.merge(String.valueOf(bundle.getSymbolicName()), 1, Integer::sum);
            }
        }
        var gauge = gauge(
                "subrack_bundle_generations",
                "Installed instances of the capability bundle; more than one only during a deployment");
        counts.forEach((bundle, count) -> gauge.dataPoint(point(count, "bundle", bundle)));
        return gauge.build();
    }

    private static GaugeSnapshot bundleThreads() {
        var gauge = gauge("subrack_bundle_threads", "Threads that work with the class loader of the capability bundle");
        BundleThreads.count()
                .forEach((bundle, count) -> gauge.dataPoint(point(
                        count,
                        "bundle",
                        String.valueOf(bundle.getSymbolicName()),
                        "instance",
                        Long.toString(bundle.getBundleId()),
                        "version",
                        bundle.getVersion().toString())));
        return gauge.build();
    }

    private static GaugeSnapshot routesByState(List<FrontDoor.RouteStatus> routes) {
        var gauge = gauge("subrack_routes", "Routes of the front door by state");
        for (var state : FrontDoor.State.values()) {
            long count = routes.stream().filter(route -> route.state() == state).count();
            gauge.dataPoint(point(count, "state", lower(state)));
        }
        return gauge.build();
    }

    private static GaugeSnapshot inFlight(List<FrontDoor.RouteStatus> routes) {
        var gauge = gauge("http_server_requests_in_flight", "Requests that are running right now");
        running(routes)
                .forEach((owner, count) ->
                        gauge.dataPoint(point(count, "bundle", owner.bundle(), "version", owner.version())));
        return gauge.build();
    }

    /** Adds up what runs: the routes of one version of a bundle share one count. */
    static Map<RequestMeters.Owner, Integer> running(List<FrontDoor.RouteStatus> routes) {
        var running = new HashMap<RequestMeters.Owner, Integer>();
        for (var route : routes) {
            running.merge(new RequestMeters.Owner(route.bundle(), route.version()), route.inFlight(), Math::max);
        }
        return running;
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(long value, String... labels) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .value((double) value)
                .labels(Labels.of(labels))
                .build();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
