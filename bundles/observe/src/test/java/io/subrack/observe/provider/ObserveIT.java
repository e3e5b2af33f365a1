/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.launcher.PlatformMode;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.PlatformModes;
import io.subrack.kernel.testing.TestPlatform;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.RequestObserver;
import io.subrack.web.spi.RequestObserver.Exchange;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/** The bundle in the framework, with the health check executor of Felix, over a front door without HTTP. */
@Timeout(120)
class ObserveIT {
    private final FakeFrontDoor frontDoor = new FakeFrontDoor();
    private final FakeDeployments deployments = new FakeDeployments();

    @PlatformModes
    void runsTheHealthChecksOfBundlesAndWritesMetrics(PlatformMode mode) throws Exception {
        var settings = TestPlatform.with()
                .mode(mode)
                .share("org.apache.felix.healthcheck.api")
                .share("org.apache.felix.http.servlet-api")
                .share("jakarta.servlet-api")
                .onFrameworkStart(this::registerFakes)
                .evenIfNotReady();
        try (var platform = settings.start()) {
            Await.until("the routes", () -> frontDoor.mounts.containsKey("/health/details"));
            Await.until("the routes", () -> frontDoor.mounts.containsKey("/metrics"));
            assertThat(get("/health/ready").status).isEqualTo(200);

            Dictionary<String, Object> properties =
                    new Hashtable<>(Map.of("hc.name", "disk", "hc.tags", new String[] {"ready"}));
            var check = platform.context()
                    .registerService(
                            HealthCheck.class, () -> new Result(Result.Status.CRITICAL, "disk is full"), properties);
            Await.until("the failed check", () -> get("/health/ready").status == 503);
            assertThat(get("/health/details").body()).contains("disk is full");
            check.unregister();
            Await.until("the check to be gone", () -> get("/health/ready").status == 200);

            observer(platform.context())
                    .completed(new Exchange(
                            "com.acme.greeter", "1.0.0", "GET", "/greeter", 200, Duration.ofMillis(3), true));
            assertThat(get("/metrics").body())
                    .contains("subrack_platform_ready 1", "jvm_memory_used_bytes")
                    .contains("http_server_requests_seconds_bucket{bundle=\"com.acme.greeter\"");
            var openMetrics = Call.of(frontDoor.handler("/metrics"), "GET", "/metrics", "application/openmetrics-text");
            assertThat(openMetrics.body()).endsWith("# EOF\n");
            for (Bundle bundle : platform.context().getBundles()) {
                assertThat(bundle.getState()).as(bundle.toString()).isNotEqualTo(Bundle.INSTALLED);
            }
        }
        assertThat(frontDoor.mounts).isEmpty();
        assertThat(deployments.listeners).isEmpty();
        Await.until(
                "the end of its thread",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("subrack-health-checks")));
    }

    /** Also finds what the system bundle has no wire to. */
    private static RequestObserver observer(BundleContext context) throws InvalidSyntaxException {
        var references = context.getAllServiceReferences(RequestObserver.class.getName(), null);
        return (RequestObserver) context.getService(references[0]);
    }

    private void registerFakes(BundleContext context) {
        context.registerService(FrontDoor.class, frontDoor, null);
        context.registerService(Platform.class, new FakePlatform(), null);
        context.registerService(Deployments.class, deployments, null);
    }

    private Call get(String path) throws Exception {
        return Call.get(frontDoor.handler(path), path);
    }
}
