/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.GrantDecision;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.deployment.bundles.Greeting;
import io.subrack.kernel.deployment.bundles.Throwing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in, bundles live; files out, bundles gone. */
class DeployFolderTest {
    @TempDir
    Path data;

    @TempDir
    Path deploy;

    private EngineFixture fixture;
    private @Nullable DeployFolder folder;

    @BeforeEach
    void boot() {
        fixture = new EngineFixture(data).booted();
        open();
    }

    @AfterEach
    void end() {
        shut();
        fixture.close();
    }

    private void open() {
        open(GrantDecision.none());
    }

    private void open(GrantDecision grants) {
        folder = new DeployFolder(
                deploy,
                data.resolve("deploy-folder.json"),
                Duration.ofMillis(20),
                grants,
                fixture.engine,
                fixture.engine,
                fixture.engine);
        folder.activate();
    }

    private void shut() {
        folder.deactivate();
    }

    private static TestJar greeter(String version) {
        return TestJar.bundle("com.acme.greeter", version).activator(Greeting.class);
    }

    private void drop(String name, TestJar jar) throws IOException {
        Files.write(deploy.resolve(name), jar.bytes());
    }

    private void awaitInstances(String... instances) {
        EngineFixture.eventually(() -> fixture.framework.instances().equals(List.of(instances))
                && fixture.engine.history(1).stream()
                        .allMatch(last -> last.ended().isPresent()));
    }

    private String report(String name) {
        Path file = deploy.resolve(name + ".report.txt");
        return EngineFixture.eventually(
                () -> Files.exists(file) && Files.size(file) > 0 ? Files.readString(file) : null);
    }

    @Test
    void deploysUpdatesAndRemovesWithTheFile() throws IOException {
        drop("greeter.jar", greeter("1.0.0"));
        awaitInstances("com.acme.greeter 1.0.0 active");

        drop("greeter.jar", greeter("2.0.0"));
        awaitInstances("com.acme.greeter 2.0.0 active");

        Files.delete(deploy.resolve("greeter.jar"));
        awaitInstances();
        assertThat(fixture.engine.history(1).get(0).author()).isEqualTo("deploy folder");
        assertThat(fixture.engine.history(1).get(0).reason()).isEqualTo("greeter.jar");
    }

    @Test
    void isQuick() throws IOException {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            long begun = System.nanoTime();
            drop("n" + i + ".jar", TestJar.bundle("com.acme.n" + i, "1.0.0").activator(Greeting.class));
            int count = i + 1;
            EngineFixture.eventually(() -> fixture.say().size() == count);
            millis.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
        }

        Collections.sort(millis);
        assertThat(millis.get(millis.size() / 2)).as("median of %s ms", millis).isLessThan(150);
    }

    @Test
    void waitsForAFileThatIsStillBeingWritten() throws IOException, InterruptedException {
        byte[] bytes = greeter("1.0.0").bytes();
        int half = bytes.length / 2;
        try (OutputStream file = Files.newOutputStream(deploy.resolve("slow.jar"))) {
            file.write(bytes, 0, half);
            file.flush();
            Thread.sleep(300);
            assertThat(fixture.engine.history(10)).isEmpty();
            file.write(Arrays.copyOfRange(bytes, half, bytes.length));
        }

        awaitInstances("com.acme.greeter 1.0.0 active");
        assertThat(fixture.engine.history(10)).hasSize(1);
        assertThat(deploy.resolve("slow.jar.report.txt")).doesNotExist();
    }

    @Test
    void ignoresWhatIsNotForIt() throws IOException {
        Path aside = data.resolve("aside.jar");
        Files.write(aside, greeter("1.0.0").bytes());
        Files.createSymbolicLink(deploy.resolve("link.jar"), aside);
        Files.createDirectory(deploy.resolve("folder.jar"));
        for (String name :
                List.of(".hidden.jar", "backup.jar~", "~lock.jar", "load.jar.part", "load.jar.tmp", "x.txt")) {
            drop(name, greeter("1.0.0"));
        }
        drop("real.jar", TestJar.bundle("com.acme.real", "1.0.0").activator(Greeting.class));

        awaitInstances("com.acme.real 1.0.0 active");
        assertThat(fixture.engine.history(10)).hasSize(1);
    }

    @Test
    void takesFilesThatArriveTogetherInOneDeployment() throws IOException {
        drop("a-reader.jar", EngineChangesTest.textConsumer());
        drop("text.jar", EngineChangesTest.textApi("1.0.0"));

        awaitInstances("com.acme.reader 1.0.0 active", "com.acme.text 1.0.0 active");
        assertThat(fixture.engine.history(10)).hasSize(1);
    }

    @Test
    void reportsWhatCannotBeResolvedAndTriesAgainWithTheNextFile() throws IOException {
        drop("reader.jar", EngineChangesTest.textConsumer());

        String report = report("reader.jar");
        assertThat(report).contains("not deployed", "bundles.text", "urn:subrack:problem:deploy:unresolved");
        Deployment refused = fixture.engine.history(1).get(0);
        assertThat(refused.failure().orElseThrow().type()).isEqualTo(DeploymentProblem.UNRESOLVED);
        assertThat(report).contains(refused.id());

        drop("text.jar", EngineChangesTest.textApi("1.0.0"));

        awaitInstances("com.acme.reader 1.0.0 active", "com.acme.text 1.0.0 active");
        EngineFixture.eventually(() -> !Files.exists(deploy.resolve("reader.jar.report.txt")));
    }

    @Test
    void doesNotLetABrokenFileKeepTheOthersOut() throws IOException {
        drop("a-broken.jar", TestJar.bundle("com.acme.broken", "1.0.0").activator(Throwing.class));
        drop("b-greeter.jar", greeter("1.0.0"));
        Files.writeString(deploy.resolve("c-none.jar"), "this is not a jar");

        awaitInstances("com.acme.greeter 1.0.0 active");
        assertThat(report("a-broken.jar")).contains("no flux capacitor", "What was done, and undone");
        assertThat(report("c-none.jar")).contains("Not a usable bundle");

        drop("a-broken.jar", TestJar.bundle("com.acme.broken", "1.0.1").activator(Greeting.class));

        awaitInstances("com.acme.broken 1.0.1 active", "com.acme.greeter 1.0.0 active");
        EngineFixture.eventually(() -> !Files.exists(deploy.resolve("a-broken.jar.report.txt")));
    }

    @Test
    void neverSaysYesForTheAdmin() throws IOException {
        fixture.deployed(EngineChangesTest.textApi("1.0.0"), EngineChangesTest.textConsumer());

        drop("text.jar", EngineChangesTest.textApi("1.1.0"));

        assertThat(report("text.jar"))
                .contains("com.acme.reader", "The folder never says yes", "deploy:plan-needs-yes");
        assertThat(fixture.engine.currentSet().number()).isEqualTo(1);
    }

    @Test
    void agreesWithTheFolderAfterADowntime() throws IOException {
        drop("gone.jar", TestJar.bundle("com.acme.gone", "1.0.0").activator(Greeting.class));
        drop("changed.jar", TestJar.bundle("com.acme.changed", "1.0.0").activator(Greeting.class));
        drop("same.jar", TestJar.bundle("com.acme.same", "1.0.0").activator(Greeting.class));
        awaitInstances("com.acme.changed 1.0.0 active", "com.acme.gone 1.0.0 active", "com.acme.same 1.0.0 active");
        shut();
        long set = fixture.engine.currentSet().number();
        Files.delete(deploy.resolve("gone.jar"));
        drop("changed.jar", TestJar.bundle("com.acme.changed", "1.1.0").activator(Greeting.class));

        open();

        awaitInstances("com.acme.changed 1.1.0 active", "com.acme.same 1.0.0 active");
        assertThat(fixture.engine.currentSet().number()).isEqualTo(set + 1);
    }

    @Test
    void leavesABundleAloneThatSomebodyElseChangedSince() throws IOException {
        drop("greeter.jar", greeter("1.0.0"));
        awaitInstances("com.acme.greeter 1.0.0 active");
        fixture.deployed(greeter("1.5.0"));

        Files.delete(deploy.resolve("greeter.jar"));
        drop("other.jar", TestJar.bundle("com.acme.other", "1.0.0").activator(Greeting.class));

        awaitInstances("com.acme.greeter 1.5.0 active", "com.acme.other 1.0.0 active");
    }

    @Test
    void leavesABundleAloneThatSomebodyElseChangedSinceWhenTheOldArtifactIsGone() throws IOException {
        drop("greeter.jar", greeter("1.0.0"));
        awaitInstances("com.acme.greeter 1.0.0 active");
        Sha256 old = fixture.engine.currentSet().bundles().get(0).artifact();
        fixture.deployed(greeter("1.5.0"));
        shut();
        fixture.close();
        Files.delete(data.resolve("artifacts/sha256/" + old.hex().substring(0, 2) + "/" + old.hex() + ".jar"));

        fixture = new EngineFixture(data).booted();
        open();
        drop("other.jar", TestJar.bundle("com.acme.other", "1.0.0").activator(Greeting.class));

        awaitInstances("com.acme.greeter 1.5.0 active", "com.acme.other 1.0.0 active");
        assertThat(fixture.engine.currentSet().number()).isEqualTo(3);
    }

    @Test
    void neitherReplacesNorRevivesABundleWhenItsRecordIsLost() throws IOException {
        drop("greeter.jar", greeter("1.0.0"));
        drop("gone.jar", TestJar.bundle("com.acme.gone", "1.0.0").activator(Greeting.class));
        awaitInstances("com.acme.gone 1.0.0 active", "com.acme.greeter 1.0.0 active");
        fixture.deployed(greeter("1.5.0"));
        fixture.apply(new Change.Uninstall("com.acme.gone"));
        shut();
        Files.delete(data.resolve("deploy-folder.json"));
        long set = fixture.engine.currentSet().number();

        open();

        assertThat(report("greeter.jar")).contains("com.acme.greeter is live in another version", "put it back");
        assertThat(report("gone.jar")).contains("com.acme.gone", "was removed");
        assertThat(fixture.engine.currentSet().number()).isEqualTo(set);
        Files.delete(deploy.resolve("greeter.jar"));
        EngineFixture.eventually(() -> !Files.exists(deploy.resolve("greeter.jar.report.txt")));
        drop("greeter.jar", greeter("1.0.0"));
        awaitInstances("com.acme.greeter 1.0.0 active");
    }

    @Test
    void deploysNewFilesWhenItsRecordIsDamaged() throws IOException {
        fixture.deployed(TestJar.bundle("com.acme.other", "1.0.0").activator(Greeting.class));
        shut();
        Files.writeString(data.resolve("deploy-folder.json"), "{");
        drop("greeter.jar", greeter("1.0.0"));

        open();

        awaitInstances("com.acme.greeter 1.0.0 active", "com.acme.other 1.0.0 active");
    }

    @Test
    void removesNothingWhenAllFilesAreMissingAtTheStart() throws IOException {
        drop("greeter.jar", greeter("1.0.0"));
        awaitInstances("com.acme.greeter 1.0.0 active");
        shut();
        Files.delete(deploy.resolve("greeter.jar"));
        Files.delete(deploy);

        open();
        EngineFixture.eventually(() -> Files.isDirectory(deploy));
        drop("other.jar", TestJar.bundle("com.acme.other", "1.0.0").activator(Greeting.class));
        awaitInstances("com.acme.greeter 1.0.0 active", "com.acme.other 1.0.0 active");

        Files.delete(deploy.resolve("other.jar"));
        awaitInstances("com.acme.greeter 1.0.0 active");
    }

    @Test
    void doesNotTakeAFileForDeletedThatCannotBeLookedAt() throws IOException, InterruptedException {
        drop("greeter.jar", greeter("1.0.0"));
        awaitInstances("com.acme.greeter 1.0.0 active");
        shut();
        Path noDirectory = Files.writeString(data.resolve("no-directory"), "");
        FolderRecord record = new FolderRecord(data.resolve("deploy-folder.json"), new DiskFiles());
        FolderSync sync = new FolderSync(
                noDirectory,
                fixture.engine,
                new FolderAttempt(fixture.engine, GrantDecision.none()),
                fixture.engine,
                record);

        assertThat(sync.settle(List.of("greeter.jar"))).containsExactly("greeter.jar");

        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
        assertThat(record.names()).containsExactly("greeter.jar");
    }

    @Test
    void goesOnAfterAnError() throws IOException {
        shut();
        AtomicInteger faults = new AtomicInteger();
        AtomicBoolean reading = new AtomicBoolean();
        FolderHost faulty = new FolderHost() {
            @Override
            public boolean accepting() {
                if (faults.getAndIncrement() == 0) {
                    throw new StackOverflowError("deep");
                }
                return fixture.engine.accepting();
            }

            @Override
            public String refused(String author, String reason, Deployment.Failure failure) {
                return fixture.engine.refused(author, reason, failure);
            }

            @Override
            public void readingFolder(boolean now) {
                reading.set(now);
            }
        };
        drop("greeter.jar", greeter("1.0.0"));

        folder = new DeployFolder(
                deploy,
                data.resolve("deploy-folder.json"),
                Duration.ofMillis(20),
                GrantDecision.none(),
                fixture.engine,
                fixture.engine,
                faulty);
        folder.activate();

        awaitInstances("com.acme.greeter 1.0.0 active");
        EngineFixture.eventually(() -> !reading.get());
    }

    @Test
    void grantsWhatIsAskedForOnlyIfTheAdminSaidSoOfTheFolder() throws IOException {
        drop("greeter.jar", greeter("1.0.0").header("Subrack-Grants", "inventory.read"));
        awaitInstances("com.acme.greeter 1.0.0 active");
        var before = fixture.engine.currentSet().entry("com.acme.greeter").orElseThrow();
        shut();
        open(GrantDecision.allAsked());

        drop("greeter.jar", greeter("1.1.0").header("Subrack-Grants", "inventory.read"));
        awaitInstances("com.acme.greeter 1.1.0 active");

        assertThat(before.grants()).isEmpty();
        assertThat(fixture.engine
                        .currentSet()
                        .entry("com.acme.greeter")
                        .orElseThrow()
                        .grants())
                .containsExactly("inventory.read");
    }

    @Test
    void followsARenamedFile() throws IOException {
        drop("a.jar", greeter("1.0.0"));
        awaitInstances("com.acme.greeter 1.0.0 active");

        Files.move(deploy.resolve("a.jar"), deploy.resolve("b.jar"), StandardCopyOption.ATOMIC_MOVE);
        drop("other.jar", TestJar.bundle("com.acme.other", "1.0.0").activator(Greeting.class));

        awaitInstances("com.acme.greeter 1.0.0 active", "com.acme.other 1.0.0 active");
        Files.delete(deploy.resolve("b.jar"));
        awaitInstances("com.acme.other 1.0.0 active");
        fixture.apply(new Change.Uninstall("com.acme.other"));
    }

    @Test
    void keepsThePlatformBootingUntilTheFilesThatWereThereAreDealtWith() throws IOException {
        shut();
        fixture.close();
        drop("greeter.jar", greeter("1.0.0"));
        drop("broken.jar", TestJar.bundle("com.acme.broken", "1.0.0").activator(Throwing.class));

        fixture = new EngineFixture(data);
        open();
        var beforeBoot = fixture.engine.state();
        fixture.booted();
        EngineFixture.eventually(() -> fixture.engine.state() == Platform.State.READY);

        assertThat(beforeBoot).isEqualTo(Platform.State.BOOTING);
        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
        assertThat(report("broken.jar")).contains("com.acme.broken");
    }
}
