/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.Deployment.Status;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Phase;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.deployment.bundles.Greeting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several deployments at once. */
class EngineQueueTest {
    @TempDir
    Path data;

    private final CountDownLatch release = new CountDownLatch(1);
    private EngineFixture fixture;

    @BeforeEach
    void boot() {
        fixture = new EngineFixture(data, EngineFixture.settings(Duration.ZERO, 2)).booted();
    }

    @AfterEach
    void end() {
        release.countDown();
        fixture.close();
    }

    private String plan(String symbolicName) {
        TestJar jar = TestJar.bundle(symbolicName, "1.0.0").activator(Greeting.class);
        return fixture.plan(new Change.Deploy(fixture.artifact(jar))).id();
    }

    private void holdTheSwitch() {
        fixture.participant.onSwitch = () -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Test
    void runsOneAfterTheOtherAndRefusesWhatBecameStaleMeanwhile() throws InterruptedException {
        holdTheSwitch();
        String first = plan("com.acme.one");
        String second = plan("com.acme.two");

        fixture.engine.apply(first, false);
        Deployment waiting = fixture.engine.apply(second, false);
        Deployment still = fixture.engine.await(second, Duration.ofMillis(50));
        release.countDown();

        assertThat(waiting.phase()).isEqualTo(Phase.QUEUED);
        assertThat(still.status()).isEqualTo(Status.RUNNING);
        assertThat(fixture.engine.await(first, EngineFixture.LONG).status()).isEqualTo(Status.COMMITTED);
        Deployment stale = fixture.engine.await(second, EngineFixture.LONG);
        assertThat(stale.failure().orElseThrow().type()).isEqualTo(DeploymentProblem.PLAN_STALE);
        assertThat(stale.failure().orElseThrow().sentence()).contains(first);
        assertThat(fixture.framework.instances()).containsExactly("com.acme.one 1.0.0 active");
    }

    @Test
    void needsTheArtifactsOfADeploymentThatWaitsEvenWhenItsPlanIsForgotten() {
        holdTheSwitch();
        fixture.engine.apply(plan("com.acme.one"), false);
        var artifact = fixture.artifact(TestJar.bundle("com.acme.two", "1.0.0").activator(Greeting.class));
        fixture.engine.apply(fixture.plan(new Change.Deploy(artifact)).id(), false);

        for (int i = 0; i < 11; i++) {
            plan("com.acme.other" + i);
        }

        assertThat(fixture.engine.needed()).contains(artifact);
    }

    @Test
    void keepsNoTrialAndForgetsNoPlanForOne() {
        String pending = plan("com.acme.one");
        var request = fixture.engine.plan(pending).orElseThrow().request();

        List<Plan> trials = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            trials.add(fixture.engine.trial(request));
        }

        assertThat(fixture.engine.plan(pending)).isPresent();
        assertThat(trials).allSatisfy(trial -> {
            assertThat(trial.applicable()).isTrue();
            assertThat(fixture.engine.plan(trial.id())).isEmpty();
        });
    }

    @Test
    void turnsDeploymentsAwayWhenTooManyWait() {
        holdTheSwitch();
        List<String> plans = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            plans.add(plan("com.acme.n" + i));
        }
        fixture.engine.apply(plans.get(0), false);
        EngineFixture.eventually(() -> fixture.participant.calls.contains("switchOver"));
        fixture.engine.apply(plans.get(1), false);
        fixture.engine.apply(plans.get(2), false);

        assertThatThrownBy(() -> fixture.engine.apply(plans.get(3), false))
                .isInstanceOfSatisfying(
                        DeploymentException.class, e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.BUSY))
                .hasMessageContaining("2 deployments are waiting");
    }

    @Test
    void givesTheSameDeploymentToWhoAppliesAPlanTwice() {
        holdTheSwitch();
        String plan = plan("com.acme.one");

        Deployment first = fixture.engine.apply(plan, false);
        Deployment again = fixture.engine.apply(plan, false);
        release.countDown();
        fixture.finish(first);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(fixture.engine.currentSet().number()).isEqualTo(1);
        assertThatThrownBy(() -> fixture.engine.apply(plan, false))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.PLAN_STALE));
    }

    @Test
    void forgetsTheOldestPlans() {
        String oldest = plan("com.acme.oldest");
        for (int i = 0; i < 10; i++) {
            plan("com.acme.n" + i);
        }

        assertThat(fixture.engine.plan(oldest)).isEmpty();
    }

    @Test
    void hasFolderHostInItsHistory() {
        String id = fixture.engine.refused(
                "deploy folder", "x.jar", new Failure(DeploymentProblem.ARTIFACT_INVALID, "x.jar is no jar."));

        assertThat(fixture.engine.history(10)).extracting(Deployment::id).containsExactly(id);
        assertThat(fixture.engine.deployment(id).orElseThrow().status()).isEqualTo(Status.UNDONE);
    }

    @Test
    void endsWhatWaitsWhenThePlatformEnds() {
        holdTheSwitch();
        String first = plan("com.acme.one");
        String second = plan("com.acme.two");
        fixture.engine.apply(first, false);
        fixture.engine.apply(second, false);
        EngineFixture.eventually(() -> fixture.participant.calls.contains("switchOver"));
        Thread releasing = new Thread(() -> {
            EngineFixture.eventually(() -> fixture.engine.state() == io.subrack.kernel.api.Platform.State.STOPPING);
            release.countDown();
        });
        releasing.start();

        fixture.engine.shutDown(Duration.ofSeconds(10));

        assertThat(fixture.engine.deployment(first).orElseThrow().status()).isEqualTo(Status.COMMITTED);
        assertThat(fixture.engine
                        .deployment(second)
                        .orElseThrow()
                        .failure()
                        .orElseThrow()
                        .type())
                .isEqualTo(DeploymentProblem.INTERRUPTED);
        assertThat(fixture.framework.instances()).containsExactly("com.acme.one 1.0.0 resolved");
    }
}
