/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Platform.State;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.deployment.bundles.Calling;
import io.subrack.kernel.deployment.bundles.Failing;
import io.subrack.kernel.deployment.bundles.Greeting;
import io.subrack.kernel.deployment.bundles.Hanging;
import io.subrack.kernel.deployment.bundles.Needy;
import io.subrack.kernel.deployment.bundles.Throwing;
import io.subrack.kernel.deployment.bundles.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.osgi.framework.Version;

/** How the current set comes up, and goes down. */
@ResourceLock("hanging.release")
class EngineBootTest {
    @TempDir
    Path data;

    private EngineFixture fixture;

    @BeforeEach
    void open() {
        fixture = new EngineFixture(data, EngineFixture.hasty(Duration.ZERO));
    }

    @AfterEach
    void end() {
        System.clearProperty("hanging.release");
        fixture.close();
    }

    private SetEntry entry(TestJar jar, StartState state) {
        var info = fixture.engine.store(jar.stream());
        return new SetEntry(info.symbolicName(), info.version(), info.digest(), state, List.of());
    }

    private static TestJar jar(String symbolicName) {
        return TestJar.bundle(symbolicName, "1.0.0");
    }

    /** Writes set 1 and opens everything anew over it. */
    private void givenASetOf(SetEntry... entries) {
        DeploymentSet set = new DeploymentSet(1, Instant.now(), "ada", "", "d1", List.of(entries));
        fixture.store.commit(
                set,
                Progress.refused(0, "ada", "", new Deployment.Failure(DeploymentProblem.INTERRUPTED, "not really")));
        fixture.close();
        fixture = new EngineFixture(data, EngineFixture.hasty(Duration.ZERO));
    }

    private List<String> healths() {
        return fixture.engine.bundles().stream()
                .map(status -> status.entry().symbolicName() + " " + status.health())
                .toList();
    }

    @Test
    void bringsUpTheCurrentSetByItself() {
        givenASetOf(
                entry(EngineChangesTest.textConsumer(), StartState.STARTED),
                entry(EngineChangesTest.textApi("1.0.0"), StartState.STARTED),
                entry(jar("com.acme.idle").activator(Greeting.class), StartState.STOPPED));
        assertThat(fixture.engine.state()).isEqualTo(State.BOOTING);

        fixture.booted();

        assertThat(fixture.participant.calls).containsExactly("expect 3");
        assertThat(fixture.engine.state()).isEqualTo(State.READY);
        assertThat(fixture.engine.awaiting()).isEmpty();
        assertThat(healths())
                .containsExactly("com.acme.idle STOPPED", "com.acme.reader SERVING", "com.acme.text SERVING");
        assertThat(fixture.framework.context().getBundles())
                .filteredOn(bundle -> bundle.getLocation().startsWith("subrack:"))
                .allMatch(bundle -> bundle.getLocation().matches("subrack:com\\.acme\\.\\w+:[0-9a-f]{12}:\\d+"));
    }

    @Test
    void startsTheOthersWhenSomeAreBroken() throws IOException {
        SetEntry damaged = entry(jar("com.acme.damaged"), StartState.STARTED);
        SetEntry lost = new SetEntry(
                "com.acme.lost", Version.valueOf("1.0.0"), new Sha256("ab".repeat(32)), StartState.STARTED, List.of());
        givenASetOf(
                damaged,
                lost,
                entry(jar("com.acme.throwing").activator(Throwing.class), StartState.STARTED),
                entry(EngineChangesTest.textConsumer(), StartState.STARTED),
                entry(jar("com.acme.good").activator(Greeting.class), StartState.STARTED));
        Path file = data.resolve("artifacts/sha256/" + damaged.artifact().hex().substring(0, 2) + "/"
                + damaged.artifact().hex() + ".jar");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        fixture.booted();

        assertThat(fixture.say()).containsExactly("hello from 1.0.0");
        assertThat(fixture.engine.state()).isEqualTo(State.DEGRADED);
        assertThat(healths())
                .containsExactly(
                        "com.acme.damaged FAILED",
                        "com.acme.good SERVING",
                        "com.acme.lost FAILED",
                        "com.acme.reader FAILED",
                        "com.acme.throwing FAILED");
        EngineFixture.eventually(() -> fixture.engine.awaiting().stream()
                .anyMatch(sentence -> sentence.contains("Nobody exports package " + Text.class.getPackageName())));
        assertThat(fixture.engine.awaiting())
                .anyMatch(sentence -> sentence.contains("com.acme.damaged") && sentence.contains("damaged"))
                .anyMatch(sentence -> sentence.contains("com.acme.lost") && sentence.contains("Upload it first"))
                .anyMatch(sentence -> sentence.contains("com.acme.reader") && sentence.contains("bundles.text"))
                .anyMatch(sentence -> sentence.contains("no flux capacitor"));
    }

    @Test
    void namesTheComponentOfThePlatformThatFailedBeforeWhatFollows() throws Exception {
        String callable = "<service><provide interface=\"" + Callable.class.getName() + "\"/></service>";
        String supplier = "<service><provide interface=\"" + Supplier.class.getName() + "\"/></service>";
        TestJar platform = TestJar.bundle("com.acme.platform", "1.0.0")
                .component(Failing.class, "init=\"0\"", supplier)
                .component(
                        Needy.class,
                        "init=\"1\"",
                        callable + "<reference name=\"own\" interface=\"" + Supplier.class.getName()
                                + "\" parameter=\"0\"/>");
        givenASetOf(entry(
                jar("com.acme.reader")
                        .component(
                                Calling.class,
                                "immediate=\"true\" init=\"1\"",
                                "<reference name=\"call\" interface=\"" + Callable.class.getName()
                                        + "\" parameter=\"0\"/>"),
                StartState.STARTED));
        fixture.framework
                .context()
                .installBundle("platform:com.acme.platform", platform.stream())
                .start();

        fixture.booted();

        String cause = "The component Failing of com.acme.platform 1.0.0 failed to activate:"
                + " java.lang.IllegalStateException: size is -1.";
        EngineFixture.eventually(() -> fixture.engine.state() == State.DEGRADED);
        assertThat(fixture.engine.awaiting())
                .containsExactly(
                        cause,
                        "com.acme.reader 1.0.0 is not serving: Therefore java.util.function.Supplier is not there,"
                                + " which the component Needy of com.acme.platform 1.0.0 needs as reference 'own'. Therefore"
                                + " java.util.concurrent.Callable is not there, which the component Calling of"
                                + " com.acme.reader 1.0.0 needs as reference 'call'.");
    }

    @Test
    void letsABrokenBundleBeReplacedAfterwards() {
        givenASetOf(entry(jar("com.acme.greeter").activator(Throwing.class), StartState.STARTED));
        fixture.booted();

        fixture.deployed(TestJar.bundle("com.acme.greeter", "1.0.1").activator(Greeting.class));

        assertThat(healths()).containsExactly("com.acme.greeter SERVING");
        assertThat(fixture.engine.state()).isEqualTo(State.READY);
        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.1 active");
    }

    @Test
    void goesOnWithTheOthersWhenAnActivatorHangs() {
        givenASetOf(
                entry(jar("com.acme.ahanging").activator(Hanging.class), StartState.STARTED),
                entry(jar("com.acme.good").activator(Greeting.class), StartState.STARTED));

        fixture.booted();

        assertThat(healths()).containsExactly("com.acme.ahanging STARTING", "com.acme.good SERVING");
        assertThat(fixture.engine.state()).isEqualTo(State.BOOTING);
        EngineFixture.eventually(() -> fixture.engine.state() == State.DEGRADED);
        assertThat(fixture.engine.bundles().get(0).faults().get(0))
                .contains("did not start within 1500 ms", "Hanging.start(Hanging.java:");

        System.setProperty("hanging.release", "true");

        EngineFixture.eventually(() -> fixture.engine.state() == State.READY);
    }

    @Test
    void replacesABundleThatHangsSinceTheBoot() {
        givenASetOf(entry(jar("com.acme.greeter").activator(Hanging.class), StartState.STARTED));
        fixture.booted();

        Deployment deployment =
                fixture.deployed(TestJar.bundle("com.acme.greeter", "1.0.1").activator(Greeting.class));

        assertThat(deployment.warnings()).anyMatch(warning -> warning.contains("left behind"));
        assertThat(fixture.engine.state()).isEqualTo(State.READY);
        System.setProperty("hanging.release", "true");
        EngineFixture.eventually(
                () -> fixture.framework.instances().stream().noneMatch(instance -> instance.endsWith("starting")));
        fixture.deployed(jar("com.acme.other").activator(Greeting.class));
        EngineFixture.eventually(() -> fixture.framework
                .instances()
                .equals(List.of("com.acme.greeter 1.0.1 active", "com.acme.other 1.0.0 active")));
    }

    @Test
    void plansNothingBeforeTheBootAndNothingAfterTheEnd() {
        Sha256 artifact = fixture.artifact(jar("com.acme.good"));

        assertThatThrownBy(() -> fixture.plan(new Change.Deploy(artifact)))
                .isInstanceOfSatisfying(
                        DeploymentException.class, e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.BUSY));
        fixture.booted();
        fixture.plan(new Change.Deploy(artifact));
        fixture.engine.shutDown(Duration.ofSeconds(1));
        assertThatThrownBy(() -> fixture.plan(new Change.Deploy(artifact)))
                .isInstanceOfSatisfying(
                        DeploymentException.class, e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.BUSY));
        assertThat(fixture.engine.state()).isEqualTo(State.STOPPING);
    }

    @Test
    void stopsBundlesInTheReverseOrderOfTheirStart() {
        givenASetOf(
                entry(EngineChangesTest.textConsumer(), StartState.STARTED),
                entry(EngineChangesTest.textApi("1.0.0"), StartState.STARTED));
        fixture.booted();
        List<String> stopped = new ArrayList<>();
        fixture.framework.context().addBundleListener((org.osgi.framework.SynchronousBundleListener) event -> {
            if (event.getType() == org.osgi.framework.BundleEvent.STOPPED) {
                stopped.add(event.getBundle().getSymbolicName());
            }
        });

        fixture.engine.shutDown(Duration.ofSeconds(5));

        assertThat(stopped).containsExactly("com.acme.reader", "com.acme.text");
        assertThat(Optional.of(fixture.engine.state())).contains(State.STOPPING);
    }

    @Test
    void bootsAThousandBundlesAndListsThemQuickly() {
        List<SetEntry> entries = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            entries.add(entry(
                    jar("com.acme.trivial" + i).activator(Greeting.class).text("n.txt", "" + i), StartState.STARTED));
        }
        givenASetOf(entries.toArray(new SetEntry[0]));

        fixture.booted();
        fixture.engine.bundles();
        fixture.framework.context().registerService(Runnable.class, () -> {}, null);
        long begun = System.nanoTime();
        List<BundleStatus> statuses = fixture.engine.bundles();
        Duration list = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(statuses).hasSize(1_000).allMatch(status -> status.health() == Health.SERVING);
        assertThat(list).isLessThan(Duration.ofSeconds(1));
    }
}
