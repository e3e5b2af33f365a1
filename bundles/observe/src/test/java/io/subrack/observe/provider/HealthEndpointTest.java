/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Platform.State;
import io.subrack.web.spi.Access;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HealthEndpointTest {
    private final FakeFrontDoor frontDoor = new FakeFrontDoor();
    private final FakePlatform platform = new FakePlatform();
    private final FakeDeployments deployments = new FakeDeployments();
    private final FakeFramework framework = new FakeFramework();
    private HealthChecks checks;
    private HealthEndpoint endpoint;

    @BeforeEach
    void open() throws Exception {
        var settings = new Settings(Duration.ofMillis(20), 100, Duration.ofMinutes(5));
        checks = new HealthChecks(framework.context(), framework, deployments, settings);
        endpoint = new HealthEndpoint(framework.context(), frontDoor, platform, checks);
    }

    @AfterEach
    void close() {
        endpoint.close();
        checks.close();
    }

    @Test
    void isReadyWhenThePlatformIsAndNoCheckObjects() throws Exception {
        var call = get("/health/ready");

        assertThat(call.status).isEqualTo(200);
        assertThat(call.headers).containsEntry("Content-Type", "application/json");
        assertThat(call.body())
                .isEqualTo(
                        "{\"status\":\"UP\",\"checks\":[{\"name\":\"platform\",\"status\":\"UP\",\"state\":\"READY\"}]}");
    }

    @Test
    void isNotReadyWhileDegradedAndNamesWhatIsAwaited() throws Exception {
        platform.state = State.DEGRADED;
        platform.awaiting = List.of("com.acme.notes waits for a \"Clock\"");

        var call = get("/health/ready");

        assertThat(call.status).isEqualTo(503);
        assertThat(call.body())
                .contains("\"status\":\"DOWN\"", "\"state\":\"DEGRADED\"")
                .contains("\"awaiting\":[\"com.acme.notes waits for a \\\"Clock\\\"\"]");
    }

    @Test
    void isLiveAndNotStartedWhileBooting() throws Exception {
        platform.state = State.BOOTING;

        assertThat(get("/health/live").status).isEqualTo(200);
        assertThat(get("/health/started").status).isEqualTo(503);
        assertThat(get("/health/ready").status).isEqualTo(503);
    }

    @Test
    void staysStartedWhenDegradedOrStopping() throws Exception {
        platform.state = State.DEGRADED;
        assertThat(get("/health/started").status).isEqualTo(200);

        platform.state = State.STOPPING;
        assertThat(get("/health/started").status).isEqualTo(200);
        assertThat(get("/health/ready").status).isEqualTo(503);
    }

    @Test
    void aFailedCheckOfTheTagTurnsItsGroupDownAndNoOther() throws Exception {
        deployments.add("com.acme.notes", "1.0.0", 30, Health.SERVING);
        framework.addCheck(notes(30), "disk", new Result(Result.Status.CRITICAL, "disk is full"), "ready", "disks");

        await(() -> get("/health/ready").status == 503);

        assertThat(get("/health/live").status).isEqualTo(200);
        assertThat(get("/health/ready").body())
                .contains("{\"name\":\"disk\",\"status\":\"DOWN\"}")
                .doesNotContain("full");
    }

    @Test
    void operatorsSeeWhatAFailedCheckSaid() throws Exception {
        deployments.add("com.acme.notes", "1.0.0", 30, Health.SERVING);
        framework.addCheck(notes(30), "disk", new Result(Result.Status.CRITICAL, "disk is full"), "live");

        await(() -> get("/health/details").body().contains("disk is full"));

        assertThat(frontDoor.mounts.get("/health/details").requirement())
                .isEqualTo(AccessRequirement.scopes("platform.read"));
        assertThat(frontDoor.mounts.get("/health/live").access()).isEqualTo(Access.ALWAYS);
        assertThat(get("/health/details").body()).contains("\"bundle\":\"com.acme.notes\"", "\"result\":\"CRITICAL\"");
    }

    @Test
    void asksAgainSoonWhatObjects() throws Exception {
        close();
        var settings = new Settings(Duration.ofHours(1), 100, Duration.ofMinutes(5));
        checks = new HealthChecks(framework.context(), framework, deployments, settings);
        endpoint = new HealthEndpoint(framework.context(), frontDoor, platform, checks);
        deployments.add("com.acme.notes", "1.0.0", 30, Health.SERVING);
        framework.addCheck(notes(30), "disk", new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "not yet"), "ready");
        await(() -> get("/health/ready").status == 503);

        framework.changeCheck("disk", new Result(Result.Status.OK, "now"));

        await(() -> get("/health/ready").status == 200);
    }

    @Test
    void aWarningIsStillUp() throws Exception {
        framework.addCheck(
                FakeFramework.bundle(3, "io.subrack.x", "1", "platform:x"),
                "disk",
                new Result(Result.Status.WARN, "80 percent"),
                "ready");

        await(() -> get("/health/ready").body().contains("disk"));

        assertThat(get("/health/ready").status).isEqualTo(200);
    }

    @Test
    void theChecksOfAStagedBundleDoNotCount() throws Exception {
        deployments.add("com.acme.notes", "1.0.0", 30, Health.SERVING);
        framework.addCheck(notes(31), "staged", new Result(Result.Status.CRITICAL, "no"), "ready");
        framework.addCheck(notes(30), "live one", new Result(Result.Status.OK, "yes"), "ready");

        await(() -> get("/health/ready").body().contains("live one"));

        assertThat(get("/health/ready").status).isEqualTo(200);
        assertThat(get("/health/ready").body()).doesNotContain("staged");
    }

    @Test
    void aCheckThatHangsKeepsNobodyWaiting() throws Exception {
        var release = new CountDownLatch(1);
        var hanging = new CountDownLatch(1);
        framework.slowness = () -> {
            hanging.countDown();
            awaitQuietly(release);
        };
        framework.addCheck(notes(30), "slow", new Result(Result.Status.OK, "yes"), "live");
        hanging.await();

        var call = get("/health/live");

        assertThat(call.status).isEqualTo(200);
        release.countDown();
    }

    @Test
    void answersOnlyItsOwnPathsByGetAndHead() throws Exception {
        assertThat(Call.get(frontDoor.handler("/health/live"), "/health/live/x").status)
                .isEqualTo(404);
        var post = Call.of(frontDoor.handler("/health/live"), "POST", "/health/live", "*/*");
        assertThat(post.status).isEqualTo(405);
        assertThat(post.headers).containsEntry("Allow", "GET, HEAD");
        assertThat(post.body()).contains("urn:subrack:problem:http:method-not-allowed");
        assertThat(Call.of(frontDoor.handler("/health/live"), "HEAD", "/health/live", "*/*")
                        .body())
                .isEmpty();
    }

    @Test
    void takesItsRoutesAwayWhenItStops() {
        endpoint.close();

        assertThat(frontDoor.mounts).isEmpty();
    }

    private static org.osgi.framework.Bundle notes(long id) {
        return FakeFramework.bundle(id, "com.acme.notes", "1.0.0", "subrack:com.acme.notes:000000000000:" + id);
    }

    private Call get(String path) throws Exception {
        return Call.get(frontDoor.handler(path), path);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
