/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Status;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Phase;
import io.subrack.kernel.deployment.bundles.Greeting;
import io.subrack.kernel.deployment.bundles.TextConsumer;
import io.subrack.kernel.deployment.bundles.text.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.LoggerFactory;

/** What the engine does to bundles when all goes well. */
class EngineChangesTest {
    @TempDir
    Path data;

    private EngineFixture fixture;

    @BeforeEach
    void boot() {
        fixture = new EngineFixture(data).booted();
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    static TestJar greeter(String version) {
        return TestJar.bundle("com.acme.greeter", version).activator(Greeting.class);
    }

    static TestJar textApi(String version) {
        return TestJar.bundle("com.acme.text", version)
                .header("Export-Package", Text.class.getPackageName() + ";version=\"" + version + "\"")
                .type(Text.class);
    }

    static TestJar textConsumer() {
        return TestJar.bundle("com.acme.reader", "1.0.0")
                .activator(TextConsumer.class)
                .header(
                        "Import-Package",
                        "org.osgi.framework," + Text.class.getPackageName() + ";version=\"[1.0,2.0)\"");
    }

    @Test
    void logsWhoMadeWhatLive() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Execution.class);
        logger.setLevel(Level.INFO);
        logger.addAppender(log);

        fixture.deployed(greeter("1.0.0"));
        fixture.deployed(greeter("2.0.0"));
        fixture.apply(new Change.Uninstall("com.acme.greeter"));

        assertThat(List.copyOf(log.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains(
                        "set 1 is live, by ada: ADD com.acme.greeter 1.0.0",
                        "set 2 is live, by ada: REPLACE com.acme.greeter 1.0.0 by 2.0.0",
                        "set 3 is live, by ada: REMOVE com.acme.greeter 2.0.0");
    }

    @Test
    void addsABundleAndWritesTheSetThatHasIt() {
        fixture.participant.contributions = List.of(new Contribution(Contribution.ROUTE, "/greeter"));

        Deployment deployment = fixture.deployed(greeter("1.0.0"));

        assertThat(fixture.say()).containsExactly("hello from 1.0.0");
        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
        assertThat(deployment.newSet()).contains(1L);
        assertThat(deployment.phase()).isEqualTo(Phase.DONE);
        assertThat(deployment.steps())
                .extracting(Deployment.Step::phase)
                .doesNotContain(Phase.WATCH)
                .containsSubsequence(Phase.QUEUED, Phase.STAGE, Phase.PROBE, Phase.SWITCH, Phase.RETIRE, Phase.DONE);
        assertThat(fixture.engine
                        .currentSet()
                        .entry("com.acme.greeter")
                        .orElseThrow()
                        .contributions())
                .contains(new Contribution(Contribution.ROUTE, "/greeter"));
        assertThat(new FileDeploymentStore(data.resolve("deployments")).current())
                .isEqualTo(fixture.engine.currentSet());
        assertThat(fixture.participant.calls).containsExactly("expect 0", "join", "switchOver", "committed", "close");
        assertThat(fixture.engine.bundles()).extracting(BundleStatus::health).containsExactly(Health.SERVING);
    }

    @Test
    void replacesABundleBesideTheOldOne() {
        fixture.deployed(greeter("1.0.0"));
        List<List<String>> atSwitch = new ArrayList<>();
        fixture.participant.calls.clear();
        fixture.participant.onSwitch = () -> atSwitch.add(fixture.say());

        fixture.deployed(greeter("2.0.0"));

        assertThat(atSwitch).containsExactly(List.of("hello from 1.0.0", "hello from 2.0.0"));
        assertThat(fixture.say()).containsExactly("hello from 2.0.0");
        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 2.0.0 active");
        assertThat(fixture.participant.calls)
                .containsExactly("join", "switchOver", "committed", "drain com.acme.greeter 1.0.0", "close");
    }

    @Test
    void rewiresAConsumerWithoutInterruptingItOrAnybodyElse() {
        fixture.deployed(textApi("1.0.0"), textConsumer(), greeter("1.0.0"));
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        SynchronousBundleListener listener = event -> {
            if (event.getType() == BundleEvent.STARTED || event.getType() == BundleEvent.STOPPED) {
                events.add((event.getType() == BundleEvent.STARTED ? "started " : "stopped ")
                        + event.getBundle().getSymbolicName() + " "
                        + event.getBundle().getVersion());
            }
        };
        fixture.framework.context().addBundleListener(listener);

        fixture.deployed(textApi("1.1.0"));

        assertThat(events)
                .containsExactly(
                        "started com.acme.text 1.1.0",
                        "started com.acme.reader 1.0.0",
                        "stopped com.acme.reader 1.0.0",
                        "stopped com.acme.text 1.0.0");
        assertThat(fixture.say()).containsExactly("consumed", "hello from 1.0.0");
        assertThat(fixture.framework.instances())
                .containsExactly(
                        "com.acme.greeter 1.0.0 active", "com.acme.reader 1.0.0 active", "com.acme.text 1.1.0 active");
    }

    @Test
    void stopsTheOldBeforeTheNewStartsIfTheBundleIsExclusive() {
        fixture.deployed(greeter("1.0.0").header("Subrack-Update", "exclusive"));
        List<List<String>> atSwitch = new ArrayList<>();
        fixture.participant.calls.clear();
        fixture.participant.onSwitch = () -> atSwitch.add(fixture.say());

        fixture.deployed(greeter("2.0.0").header("Subrack-Update", "exclusive"));

        assertThat(atSwitch).containsExactly(List.of("hello from 2.0.0"));
        assertThat(fixture.participant.calls)
                .startsWith(
                        "join",
                        "hold com.acme.greeter 1.0.0",
                        "drain com.acme.greeter 1.0.0",
                        "switchOver",
                        "committed")
                .endsWith("close");
        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 2.0.0 active");
    }

    @Test
    void stopsAndStartsInPlace() {
        fixture.deployed(greeter("1.0.0"));
        long id = fixture.engine.bundles().get(0).bundleId().orElseThrow();

        Deployment stopped = fixture.apply(new Change.Stop("com.acme.greeter"));

        assertThat(stopped.status()).isEqualTo(Status.COMMITTED);
        assertThat(fixture.participant.moves.get(0).staysOwned()).isTrue();
        assertThat(fixture.participant.moves.get(0).fresh()).isNull();
        assertThat(fixture.say()).isEmpty();
        assertThat(fixture.engine.bundles().get(0).health()).isEqualTo(Health.STOPPED);

        Deployment started = fixture.apply(new Change.Start("com.acme.greeter"));

        assertThat(started.status()).isEqualTo(Status.COMMITTED);
        assertThat(fixture.say()).containsExactly("hello from 1.0.0");
        assertThat(fixture.engine.bundles().get(0).bundleId()).contains(id);
    }

    @Test
    void keepsAStoppedBundleStoppedWhenItIsUpdated() {
        fixture.deployed(greeter("1.0.0"));
        fixture.apply(new Change.Stop("com.acme.greeter"));

        fixture.deployed(greeter("2.0.0"));

        assertThat(fixture.say()).isEmpty();
        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 2.0.0 resolved");
        fixture.apply(new Change.Start("com.acme.greeter"));
        assertThat(fixture.say()).containsExactly("hello from 2.0.0");
    }

    @Test
    void uninstallsABundle() {
        fixture.deployed(greeter("1.0.0"));

        fixture.apply(new Change.Uninstall("com.acme.greeter"));

        assertThat(fixture.participant.moves.get(0).staysOwned()).isFalse();
        assertThat(fixture.framework.instances()).isEmpty();
        assertThat(fixture.engine.bundles()).isEmpty();
        assertThat(fixture.engine.currentSet().number()).isEqualTo(2);
    }

    @Test
    void rollsBackToAnEarlierSet() {
        fixture.deployed(greeter("1.0.0"));
        fixture.deployed(greeter("2.0.0"));
        fixture.deployed(textApi("1.0.0"));

        fixture.apply(new Change.RollBack(1));

        assertThat(fixture.engine.currentSet().number()).isEqualTo(4);
        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
        assertThat(fixture.say()).containsExactly("hello from 1.0.0");
    }

    @Test
    void tellsListenersInOrderAndSurvivesOneThatThrows() {
        List<Phase> heard = Collections.synchronizedList(new ArrayList<>());
        fixture.engine.subscribe(deployment -> {
            throw new IllegalStateException("bad listener");
        });
        fixture.engine.subscribe(deployment -> heard.add(deployment.phase()));

        fixture.deployed(greeter("1.0.0"));

        EngineFixture.eventually(() -> heard.contains(Phase.DONE));
        assertThat(heard).isSorted().startsWith(Phase.QUEUED).contains(Phase.STAGE, Phase.PROBE, Phase.SWITCH);
    }

    @Test
    void refusesAPlanThatAnotherDeploymentOvertook() {
        String plan = fixture.plan(new Change.Deploy(fixture.artifact(greeter("1.0.0"))))
                .id();
        Deployment between = fixture.deployed(textApi("1.0.0"));

        assertThatThrownBy(() -> fixture.engine.apply(plan, true))
                .isInstanceOfSatisfying(
                        DeploymentException.class, e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.PLAN_STALE))
                .hasMessageContaining(between.id())
                .hasMessageContaining("ada")
                .hasMessageContaining("make a new plan");
    }

    @Test
    void asksForAYesWhereThePlanReachesOtherBundles() {
        fixture.deployed(textApi("1.0.0"), textConsumer());
        String plan = fixture.plan(new Change.Deploy(fixture.artifact(textApi("1.1.0"))))
                .id();

        assertThatThrownBy(() -> fixture.engine.apply(plan, false))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.PLAN_NEEDS_YES))
                .hasMessageContaining("com.acme.reader");
        assertThat(fixture.engine.currentSet().number()).isEqualTo(1);
    }

    @Test
    void refusesAPlanThatCannotBeResolved() {
        String plan = fixture.plan(new Change.Deploy(fixture.artifact(textConsumer())))
                .id();

        assertThatThrownBy(() -> fixture.engine.apply(plan, true))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.UNRESOLVED));
    }

    @Test
    void refusesAPlanItDoesNotKnow() {
        assertThatThrownBy(() -> fixture.engine.apply("00", true))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.PLAN_UNKNOWN));
        assertThatThrownBy(() -> fixture.engine.await("00", Duration.ZERO))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.DEPLOYMENT_UNKNOWN));
        assertThat(fixture.engine.deployment("00")).isEqualTo(Optional.empty());
    }
}
