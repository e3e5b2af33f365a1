/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.FolderFixture.greeter;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.GrantDecision;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.deployment.bundles.Greeting;
import io.subrack.kernel.deployment.bundles.Throwing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the deploy folder does about files when it begins anew, with what was lost or broken in between. */
class DeployFolderRestartTest {
    @TempDir
    Path data;

    @TempDir
    Path deploy;

    private FolderFixture test;

    @BeforeEach
    void boot() {
        test = new FolderFixture(data, deploy);
    }

    @AfterEach
    void end() {
        test.close();
    }

    @Test
    void agreesWithTheFolderAfterADowntime() throws IOException {
        test.drop("gone.jar", TestJar.bundle("com.acme.gone", "1.0.0").activator(Greeting.class));
        test.drop("changed.jar", TestJar.bundle("com.acme.changed", "1.0.0").activator(Greeting.class));
        test.drop("same.jar", TestJar.bundle("com.acme.same", "1.0.0").activator(Greeting.class));
        test.awaitInstances(
                "com.acme.changed 1.0.0 active", "com.acme.gone 1.0.0 active", "com.acme.same 1.0.0 active");
        test.shut();
        long set = test.fixture.engine.currentSet().number();
        Files.delete(deploy.resolve("gone.jar"));
        test.drop("changed.jar", TestJar.bundle("com.acme.changed", "1.1.0").activator(Greeting.class));

        test.open();

        test.awaitInstances("com.acme.changed 1.1.0 active", "com.acme.same 1.0.0 active");
        assertThat(test.fixture.engine.currentSet().number()).isEqualTo(set + 1);
    }

    @Test
    void leavesABundleAloneThatSomebodyElseChangedSinceWhenTheOldArtifactIsGone() throws IOException {
        test.drop("greeter.jar", greeter("1.0.0"));
        test.awaitInstances("com.acme.greeter 1.0.0 active");
        Sha256 old = test.fixture.engine.currentSet().bundles().get(0).artifact();
        test.fixture.deployed(greeter("1.5.0"));
        test.shut();
        test.fixture.close();
        Files.delete(data.resolve("artifacts/sha256/" + old.hex().substring(0, 2) + "/" + old.hex() + ".jar"));

        test.fixture = new EngineFixture(data).booted();
        test.open();
        test.drop("other.jar", TestJar.bundle("com.acme.other", "1.0.0").activator(Greeting.class));

        test.awaitInstances("com.acme.greeter 1.5.0 active", "com.acme.other 1.0.0 active");
        assertThat(test.fixture.engine.currentSet().number()).isEqualTo(3);
    }

    @Test
    void neitherReplacesNorRevivesABundleWhenItsRecordIsLost() throws IOException {
        test.drop("greeter.jar", greeter("1.0.0"));
        test.drop("gone.jar", TestJar.bundle("com.acme.gone", "1.0.0").activator(Greeting.class));
        test.awaitInstances("com.acme.gone 1.0.0 active", "com.acme.greeter 1.0.0 active");
        test.fixture.deployed(greeter("1.5.0"));
        test.fixture.apply(new Change.Uninstall("com.acme.gone"));
        test.shut();
        Files.delete(data.resolve("deploy-folder.json"));
        long set = test.fixture.engine.currentSet().number();

        test.open();

        assertThat(test.report("greeter.jar")).contains("com.acme.greeter is live in another version", "put it back");
        assertThat(test.report("gone.jar")).contains("com.acme.gone", "was removed");
        assertThat(test.fixture.engine.currentSet().number()).isEqualTo(set);
        Files.delete(deploy.resolve("greeter.jar"));
        EngineFixture.eventually(() -> !Files.exists(deploy.resolve("greeter.jar.report.txt")));
        test.drop("greeter.jar", greeter("1.0.0"));
        test.awaitInstances("com.acme.greeter 1.0.0 active");
    }

    @Test
    void deploysNewFilesWhenItsRecordIsDamaged() throws IOException {
        test.fixture.deployed(TestJar.bundle("com.acme.other", "1.0.0").activator(Greeting.class));
        test.shut();
        Files.writeString(data.resolve("deploy-folder.json"), "{");
        test.drop("greeter.jar", greeter("1.0.0"));

        test.open();

        test.awaitInstances("com.acme.greeter 1.0.0 active", "com.acme.other 1.0.0 active");
    }

    @Test
    void removesNothingWhenAllFilesAreMissingAtTheStart() throws IOException {
        test.drop("greeter.jar", greeter("1.0.0"));
        test.awaitInstances("com.acme.greeter 1.0.0 active");
        test.shut();
        Files.delete(deploy.resolve("greeter.jar"));
        Files.delete(deploy);

        test.open();
        EngineFixture.eventually(() -> Files.isDirectory(deploy));
        test.drop("other.jar", TestJar.bundle("com.acme.other", "1.0.0").activator(Greeting.class));
        test.awaitInstances("com.acme.greeter 1.0.0 active", "com.acme.other 1.0.0 active");

        Files.delete(deploy.resolve("other.jar"));
        test.awaitInstances("com.acme.greeter 1.0.0 active");
    }

    @Test
    void doesNotTakeAFileForDeletedThatCannotBeLookedAt() throws IOException, InterruptedException {
        test.drop("greeter.jar", greeter("1.0.0"));
        test.awaitInstances("com.acme.greeter 1.0.0 active");
        test.shut();
        Path noDirectory = Files.writeString(data.resolve("no-directory"), "");
        FolderRecord record = new FolderRecord(data.resolve("deploy-folder.json"), new DiskFiles());
        FolderSync sync = new FolderSync(
                noDirectory,
                test.fixture.engine,
                new FolderAttempt(test.fixture.engine, GrantDecision.none()),
                test.fixture.engine,
                record);

        assertThat(sync.settle(List.of("greeter.jar"))).containsExactly("greeter.jar");

        assertThat(test.fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
        assertThat(record.names()).containsExactly("greeter.jar");
    }

    @Test
    void goesOnAfterAnError() throws IOException {
        test.shut();
        AtomicInteger faults = new AtomicInteger();
        AtomicBoolean reading = new AtomicBoolean();
        FolderHost faulty = new FolderHost() {
            @Override
            public boolean accepting() {
                if (faults.getAndIncrement() == 0) {
                    throw new StackOverflowError("deep");
                }
                return test.fixture.engine.accepting();
            }

            @Override
            public String refused(String author, String reason, Deployment.Failure failure) {
                return test.fixture.engine.refused(author, reason, failure);
            }

            @Override
            public void readingFolder(boolean now) {
                reading.set(now);
            }
        };
        test.drop("greeter.jar", greeter("1.0.0"));

        test.open(GrantDecision.none(), faulty);

        test.awaitInstances("com.acme.greeter 1.0.0 active");
        EngineFixture.eventually(() -> !reading.get());
    }

    @Test
    void keepsThePlatformBootingUntilTheFilesThatWereThereAreDealtWith() throws IOException {
        test.shut();
        test.fixture.close();
        test.drop("greeter.jar", greeter("1.0.0"));
        test.drop("broken.jar", TestJar.bundle("com.acme.broken", "1.0.0").activator(Throwing.class));

        test.fixture = new EngineFixture(data);
        test.open();
        var beforeBoot = test.fixture.engine.state();
        test.fixture.booted();
        EngineFixture.eventually(() -> test.fixture.engine.state() == Platform.State.READY);

        assertThat(beforeBoot).isEqualTo(Platform.State.BOOTING);
        assertThat(test.fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
        assertThat(test.report("broken.jar")).contains("com.acme.broken");
    }
}
