/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Status;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Phase;
import io.subrack.kernel.deployment.bundles.Failing;
import io.subrack.kernel.deployment.bundles.Giving;
import io.subrack.kernel.deployment.bundles.Greeting;
import io.subrack.kernel.deployment.bundles.Hanging;
import io.subrack.kernel.deployment.bundles.Needy;
import io.subrack.kernel.deployment.bundles.Sleeping;
import io.subrack.kernel.deployment.bundles.Throwing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Each way in which a new version can be broken: the old one goes on, and the reason is a sentence. */
@ResourceLock("hanging.release")
class EngineFailuresTest {
    private static final String SUPPLIER =
            "<service><provide interface=\"" + Supplier.class.getName() + "\"/></service>";
    private static final String CALLABLE =
            "<service><provide interface=\"" + Callable.class.getName() + "\"/></service>";
    private static final String NEEDS_SUPPLIER =
            "<reference name=\"supplier\" interface=\"" + Supplier.class.getName() + "\" parameter=\"0\"%s/>";

    @TempDir
    Path data;

    private EngineFixture fixture;

    @BeforeEach
    void boot() {
        fixture = new EngineFixture(data, EngineFixture.hasty(Duration.ofMillis(300))).booted();
        fixture.deployed(greeter("1.0.0").activator(Greeting.class));
        fixture.participant.calls.clear();
    }

    @AfterEach
    void end() {
        System.clearProperty("hanging.release");
        fixture.close();
    }

    private static TestJar greeter(String version) {
        return TestJar.bundle("com.acme.greeter", version);
    }

    private static TestJar needy(String symbolicName, String target) {
        return TestJar.bundle(symbolicName, "1.0.0")
                .component(
                        Needy.class,
                        "immediate=\"true\" init=\"1\"",
                        CALLABLE + NEEDS_SUPPLIER.formatted(" target=\"" + target + "\""));
    }

    private void assertUndone(Deployment deployment, DeploymentProblem problem, String... sentence) {
        assertThat(deployment.status()).isEqualTo(Status.UNDONE);
        assertThat(deployment.failure().orElseThrow().type()).isEqualTo(problem);
        assertThat(deployment.failure().orElseThrow().sentence()).contains(sentence);
        assertThat(deployment.newSet()).isEmpty();
        assertThat(fixture.say()).containsExactly("hello from 1.0.0");
        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
        assertThat(fixture.engine.currentSet().number()).isEqualTo(1);
        assertThat(fixture.engine.bundles()).extracting(BundleStatus::health).containsExactly(Health.SERVING);
        assertThat(fixture.participant.calls)
                .containsSubsequence("undo", "close")
                .endsWith("close");
    }

    @Test
    void undoesABundleWhoseActivatorThrows() {
        Deployment deployment = fixture.deploy(greeter("2.0.0").activator(Throwing.class));

        assertUndone(
                deployment,
                DeploymentProblem.START_FAILED,
                "com.acme.greeter 2.0.0 failed to start",
                "java.lang.IllegalStateException: no flux capacitor",
                "Throwing.start(Throwing.java:");
    }

    @Test
    void undoesABundleWhoseActivatorIsMissing() {
        Deployment deployment = fixture.deploy(greeter("2.0.0").header("Bundle-Activator", "com.acme.Nowhere"));

        assertUndone(deployment, DeploymentProblem.START_FAILED, "com.acme.greeter 2.0.0", "com.acme.Nowhere");
    }

    @Test
    void undoesABundleWhoseActivatorTakesTooLong() {
        Deployment deployment = fixture.deploy(greeter("2.0.0").activator(Sleeping.class));

        assertUndone(
                deployment,
                DeploymentProblem.START_TIMEOUT,
                "com.acme.greeter 2.0.0 did not start within 1500 ms",
                "Thread.sleep",
                "Sleeping.start(Sleeping.java:");
        assertThat(deployment.warnings()).isEmpty();
    }

    @Test
    void givesUpOnAnActivatorThatNeverReturnsAndRemovesItWhenItDoes() {
        Deployment deployment = fixture.deploy(greeter("2.0.0").activator(Hanging.class));

        assertThat(deployment.failure().orElseThrow().type()).isEqualTo(DeploymentProblem.START_TIMEOUT);
        assertThat(deployment.failure().orElseThrow().sentence()).contains("Hanging.start(Hanging.java:");
        assertThat(deployment.warnings()).anyMatch(warning -> warning.contains("is left behind"));
        assertThat(fixture.framework.instances())
                .containsExactly("com.acme.greeter 1.0.0 active", "com.acme.greeter 2.0.0 starting");
        fixture.deployed(greeter("1.5.0").activator(Greeting.class));

        System.setProperty("hanging.release", "true");

        EngineFixture.eventually(() -> fixture.framework.instances().size() == 1);
        assertThat(fixture.say()).containsExactly("hello from 1.5.0");
    }

    @Test
    void namesTheServiceThatNobodyProvides() {
        Deployment deployment = fixture.deploy(needy("com.acme.needy", "(kind=none)"));

        assertUndone(
                deployment,
                DeploymentProblem.PROBE_FAILED,
                "Nobody provides service java.util.function.Supplier with target (kind=none)",
                "component Needy of com.acme.needy 1.0.0",
                "as reference 'supplier'",
                "install a bundle that does");
    }

    @Test
    void namesTheRootCauseAcrossComponents() {
        Deployment deployment = fixture.deploy(
                needy("com.acme.needy", "(kind=given)"),
                TestJar.bundle("com.acme.giver", "1.0.0")
                        .component(
                                Giving.class,
                                "init=\"1\" configuration-pid=\"com.acme.giving\" configuration-policy=\"require\"",
                                "<property name=\"kind\" value=\"given\"/>" + SUPPLIER));

        assertUndone(
                deployment,
                DeploymentProblem.PROBE_FAILED,
                "Configuration com.acme.giving is missing, which component Giving of com.acme.giver 1.0.0 requires;"
                        + " create config/com.acme.giving.properties.",
                "Therefore java.util.function.Supplier is not there, which the component Needy of com.acme.needy 1.0.0"
                        + " needs");
    }

    @Test
    void failsAtOnceWhenAComponentCannotBeActivated() {
        fixture.close();
        fixture = new EngineFixture(data).booted();
        long begun = System.nanoTime();

        Deployment deployment = fixture.deploy(greeter("2.0.0").component(Failing.class, "immediate=\"true\"", ""));

        assertUndone(
                deployment,
                DeploymentProblem.PROBE_FAILED,
                "component Failing of com.acme.greeter 2.0.0 failed to activate",
                "java.lang.IllegalStateException: size is -1");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(EngineFixture.PATIENCE.dividedBy(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<service><provide interface=\"java.lang.Runnable\"/></service>"})
    void undoesABundleThatLacksTheClassOfAComponent(String service) {
        Deployment deployment = fixture.deploy(greeter("2.0.0")
                .activator(Greeting.class)
                .header("Service-Component", "OSGI-INF/lost.xml")
                .text(
                        "OSGI-INF/lost.xml",
                        "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"lost\">"
                                + "<implementation class=\"com.acme.Lost\"/>" + service + "</scr:component>"));

        assertUndone(
                deployment,
                DeploymentProblem.PROBE_FAILED,
                "The component lost of com.acme.greeter 2.0.0 cannot be made: its class com.acme.Lost is neither in the"
                        + " bundle nor in a package that it imports.");
    }

    @Test
    void acceptsComponentsThatAreSatisfied() {
        fixture.deployed(
                needy("com.acme.needy", "(kind=given)"),
                TestJar.bundle("com.acme.giver", "1.0.0")
                        .component(
                                Giving.class,
                                "init=\"0\"".replace("0", "1"),
                                "<property name=\"kind\" value=\"given\"/>" + SUPPLIER));

        assertThat(fixture.engine.bundles()).extracting(BundleStatus::health).containsOnly(Health.SERVING);
    }

    @Test
    void undoesABundleWhoseHealthCheckIsNotOk() {
        Deployment deployment = fixture.deploy(greeter("2.0.0")
                .activator(Sick.class)
                .header("Import-Package", "org.osgi.framework,org.apache.felix.hc.api"));

        assertUndone(
                deployment,
                DeploymentProblem.PROBE_FAILED,
                "Health check acme database of com.acme.greeter 2.0.0 is CRITICAL: no connection");
    }

    /** Registers a health check that is not OK. */
    public static final class Sick implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            var properties = new java.util.Hashtable<String, Object>();
            properties.put(HealthCheck.NAME, "acme database");
            HealthCheck check = () -> new Result(Result.Status.CRITICAL, "no connection");
            context.registerService(HealthCheck.class, check, properties);
        }

        @Override
        public void stop(BundleContext context) {}
    }

    @Test
    void undoesWhatAParticipantStillAwaitsAtTheDeadline() {
        fixture.participant.awaiting = List.of("Route /greeter is taken by com.acme.other.");

        Deployment deployment = fixture.deploy(greeter("2.0.0").activator(Greeting.class));

        assertUndone(deployment, DeploymentProblem.PROBE_FAILED, "Route /greeter is taken", "waited for 1500 ms");
    }

    @Test
    void undoesWhatAParticipantRefuses() {
        for (String call : List.of("join", "switchOver")) {
            fixture.participant.throwIn = call;

            Deployment deployment = fixture.deploy(greeter("2.0.0").activator(Greeting.class));

            assertThat(deployment.failure().orElseThrow().type()).isEqualTo(DeploymentProblem.PARTICIPANT_FAILED);
            assertThat(deployment.failure().orElseThrow().sentence()).isEqualTo("fake door refused: not today");
            assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
        }
    }

    @Test
    void putsNothingLiveWhoseIntentCannotBeWritten() throws IOException {
        Path journal = data.resolve("deployments").resolve("journal");
        Files.delete(journal);
        Files.writeString(journal, "in the way");
        fixture.participant.calls.clear();
        String plan = fixture.plan(
                        new Change.Deploy(fixture.artifact(greeter("2.0.0").activator(Greeting.class))))
                .id();

        assertThatThrownBy(() -> fixture.engine.apply(plan, false))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.STORE_FAILED));

        EngineFixture.eventually(() -> fixture.engine.deployment(plan).isEmpty());
        assertThat(fixture.participant.calls).doesNotContain("switchOver");
        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
        assertThat(fixture.engine.history(10)).extracting(Deployment::id).doesNotContain(plan);
        Files.delete(journal);
        Files.createDirectory(journal);
        fixture.deployed(greeter("2.0.0").activator(Greeting.class));
    }

    @Test
    void bringsTheOldBackWhenTheNewBreaksInTheWatch() {
        fixture.participant.onSwitch =
                () -> fixture.participant.breach = Optional.of("com.acme.greeter 2.0.0 failed 7 of 9 requests.");

        Deployment deployment = fixture.deploy(greeter("2.0.0").activator(Greeting.class));

        assertUndone(deployment, DeploymentProblem.WATCH_BREACHED, "failed 7 of 9 requests");
        assertThat(deployment.steps()).extracting(Deployment.Step::phase).contains(Phase.WATCH, Phase.UNDO);
    }

    @Test
    void startsTheOldAgainWhenAnExclusiveUpdateFails() {
        fixture.deployed(greeter("1.0.0").activator(Greeting.class).header("Subrack-Update", "exclusive"));
        fixture.participant.calls.clear();

        Deployment deployment =
                fixture.deploy(greeter("2.0.0").activator(Throwing.class).header("Subrack-Update", "exclusive"));

        assertThat(deployment.status()).isEqualTo(Status.UNDONE);
        assertThat(fixture.say()).containsExactly("hello from 1.0.0");
        assertThat(fixture.participant.calls)
                .containsExactly(
                        "join", "hold com.acme.greeter 1.0.0", "drain com.acme.greeter 1.0.0", "undo", "close");
    }

    @Test
    void changesAnExclusiveBundleBackWhenItBreaksInTheWatch() {
        fixture.deployed(greeter("1.0.0").activator(Greeting.class).header("Subrack-Update", "exclusive"));
        fixture.participant.onSwitch = () -> fixture.participant.breach = Optional.of("All requests failed.");

        Deployment deployment =
                fixture.deploy(greeter("2.0.0").activator(Greeting.class).header("Subrack-Update", "exclusive"));

        assertThat(deployment.status()).isEqualTo(Status.UNDONE);
        assertThat(fixture.say()).containsExactly("hello from 1.0.0");
        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
    }

    @Test
    void keepsNothingOfADeploymentOfWhichOneBundleIsBroken() {
        Deployment deployment = fixture.deploy(
                TestJar.bundle("com.acme.good", "1.0.0").activator(Greeting.class),
                greeter("2.0.0").activator(Throwing.class));

        assertUndone(deployment, DeploymentProblem.START_FAILED, "com.acme.greeter 2.0.0");
    }
}
