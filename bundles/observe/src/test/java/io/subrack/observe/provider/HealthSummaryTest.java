/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.kernel.api.Platform.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HealthSummaryTest {
    private final FakeFrontDoor frontDoor = new FakeFrontDoor();
    private final FakePlatform platform = new FakePlatform();
    private final FakeFramework framework = new FakeFramework();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private HealthChecks checks;
    private HealthSummary summary;

    @BeforeEach
    void open() throws Exception {
        var settings = new Settings(Duration.ofMillis(20), 100, Duration.ofMinutes(5));
        checks = new HealthChecks(framework.context(), framework, new FakeDeployments(), settings);
        summary = new HealthSummary(framework.context(), frontDoor, platform, checks);
        summary.setEvents((type, data) -> told.add(type + " " + data.get("status")));
    }

    @AfterEach
    void close() {
        summary.close();
        checks.close();
    }

    @Test
    void showsEachCheckOnceWithAllItsTags() throws Exception {
        framework.addCheck(
                FakeFramework.bundle(1, "io.subrack.x", "1.0.0", "platform:x"),
                "disk",
                new Result(Result.Status.CRITICAL, "disk is full"),
                "ready",
                "live");
        await(() -> !get().get("checks").isEmpty());

        var json = get();

        assertThat(json.get("status").textValue()).isEqualTo("DOWN");
        assertThat(json.get("state").textValue()).isEqualTo("READY");
        assertThat(json.get("checks")).hasSize(1);
        assertThat(json.at("/checks/0/tags")).hasSize(2);
        assertThat(json.at("/checks/0/up").booleanValue()).isFalse();
        assertThat(json.at("/checks/0/status").textValue()).isEqualTo("CRITICAL");
        assertThat(json.at("/checks/0/messages/0").textValue()).isEqualTo("disk is full");
        assertThat(json.at("/checks/0/bundle").textValue()).isEqualTo("io.subrack.x");
        assertThat(json.at("/checks/0/checked").textValue()).endsWith("Z");
        assertThat(frontDoor.mounts.get(HealthSummary.PATH).requirement())
                .isEqualTo(AccessRequirement.scopes("platform.read"));
    }

    @Test
    void isDegradedWhileSomethingIsAwaited() {
        platform.state = State.DEGRADED;
        platform.awaiting = List.of("com.acme.notes waits for a \"Clock\"");

        assertThat(get().get("status").textValue()).isEqualTo("DEGRADED");
        assertThat(get().at("/awaiting/0").textValue()).contains("\"Clock\"");
    }

    @Test
    void tellsOfEachChangeOnce() {
        framework.addCheck(
                FakeFramework.bundle(1, "io.subrack.x", "1.0.0", "platform:x"),
                "disk",
                new Result(Result.Status.OK, "fine"),
                "ready");
        await(() -> told.contains("health UP"));
        framework.changeCheck("disk", new Result(Result.Status.CRITICAL, "full"));
        await(() -> told.contains("health DEGRADED"));

        assertThat(told).containsOnlyOnce("health DEGRADED");
    }

    private JsonNode get() {
        try {
            var call = Call.get(frontDoor.handler(HealthSummary.PATH), HealthSummary.PATH);
            assertThat(call.status).isEqualTo(200);
            return new ObjectMapper().readTree(call.body());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        io.subrack.kernel.testing.Await.until("the condition", condition::getAsBoolean);
    }
}
