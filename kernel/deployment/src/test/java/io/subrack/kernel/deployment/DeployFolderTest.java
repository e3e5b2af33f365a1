/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.FolderFixture.greeter;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.GrantDecision;
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
    void deploysUpdatesAndRemovesWithTheFile() throws IOException {
        test.drop("greeter.jar", greeter("1.0.0"));
        test.awaitInstances("com.acme.greeter 1.0.0 active");

        test.drop("greeter.jar", greeter("2.0.0"));
        test.awaitInstances("com.acme.greeter 2.0.0 active");

        Files.delete(deploy.resolve("greeter.jar"));
        test.awaitInstances();
        assertThat(test.fixture.engine.history(1).get(0).author()).isEqualTo("deploy folder");
        assertThat(test.fixture.engine.history(1).get(0).reason()).isEqualTo("greeter.jar");
    }

    @Test
    void isQuick() throws IOException {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            long begun = System.nanoTime();
            test.drop(
                    "n" + i + ".jar", TestJar.bundle("com.acme.n" + i, "1.0.0").activator(Greeting.class));
            int count = i + 1;
            EngineFixture.eventually(() -> test.fixture.say().size() == count);
            millis.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
        }

        Collections.sort(millis);
        assertThat(millis.get(millis.size() / 2)).as("median of %s ms", millis).isLessThan(1_000);
    }

    @Test
    void waitsForAFileThatIsStillBeingWritten() throws IOException, InterruptedException {
        byte[] bytes = greeter("1.0.0").bytes();
        int half = bytes.length / 2;
        try (OutputStream file = Files.newOutputStream(deploy.resolve("slow.jar"))) {
            file.write(bytes, 0, half);
            file.flush();
            Thread.sleep(300);
            assertThat(test.fixture.engine.history(10)).isEmpty();
            file.write(Arrays.copyOfRange(bytes, half, bytes.length));
        }

        test.awaitInstances("com.acme.greeter 1.0.0 active");
        assertThat(test.fixture.engine.history(10)).hasSize(1);
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
            test.drop(name, greeter("1.0.0"));
        }
        test.drop("real.jar", TestJar.bundle("com.acme.real", "1.0.0").activator(Greeting.class));

        test.awaitInstances("com.acme.real 1.0.0 active");
        assertThat(test.fixture.engine.history(10)).hasSize(1);
    }

    @Test
    void takesFilesThatArriveTogetherInOneDeployment() throws IOException {
        test.drop("a-reader.jar", EngineChangesTest.textConsumer());
        test.drop("text.jar", EngineChangesTest.textApi("1.0.0"));

        test.awaitInstances("com.acme.reader 1.0.0 active", "com.acme.text 1.0.0 active");
        assertThat(test.fixture.engine.history(10)).hasSize(1);
    }

    @Test
    void reportsWhatCannotBeResolvedAndTriesAgainWithTheNextFile() throws IOException {
        test.drop("reader.jar", EngineChangesTest.textConsumer());

        String report = test.report("reader.jar");
        assertThat(report).contains("not deployed", "bundles.text", "urn:subrack:problem:deploy:unresolved");
        Deployment refused = test.fixture.engine.history(1).get(0);
        assertThat(refused.failure().orElseThrow().type()).isEqualTo(DeploymentProblem.UNRESOLVED);
        assertThat(report).contains(refused.id());

        test.drop("text.jar", EngineChangesTest.textApi("1.0.0"));

        test.awaitInstances("com.acme.reader 1.0.0 active", "com.acme.text 1.0.0 active");
        EngineFixture.eventually(() -> !Files.exists(deploy.resolve("reader.jar.report.txt")));
    }

    @Test
    void doesNotLetABrokenFileKeepTheOthersOut() throws IOException {
        test.drop("a-broken.jar", TestJar.bundle("com.acme.broken", "1.0.0").activator(Throwing.class));
        test.drop("b-greeter.jar", greeter("1.0.0"));
        Files.writeString(deploy.resolve("c-none.jar"), "this is not a jar");

        test.awaitInstances("com.acme.greeter 1.0.0 active");
        assertThat(test.report("a-broken.jar")).contains("no flux capacitor", "What was done, and undone");
        assertThat(test.report("c-none.jar")).contains("Not a usable bundle");

        test.drop("a-broken.jar", TestJar.bundle("com.acme.broken", "1.0.1").activator(Greeting.class));

        test.awaitInstances("com.acme.broken 1.0.1 active", "com.acme.greeter 1.0.0 active");
        EngineFixture.eventually(() -> !Files.exists(deploy.resolve("a-broken.jar.report.txt")));
    }

    @Test
    void neverSaysYesForTheAdmin() throws IOException {
        test.fixture.deployed(EngineChangesTest.textApi("1.0.0"), EngineChangesTest.textConsumer());

        test.drop("text.jar", EngineChangesTest.textApi("1.1.0"));

        assertThat(test.report("text.jar"))
                .contains("com.acme.reader", "The folder never says yes", "deploy:plan-needs-yes");
        assertThat(test.fixture.engine.currentSet().number()).isEqualTo(1);
    }

    @Test
    void leavesABundleAloneThatSomebodyElseChangedSince() throws IOException {
        test.drop("greeter.jar", greeter("1.0.0"));
        test.awaitInstances("com.acme.greeter 1.0.0 active");
        test.fixture.deployed(greeter("1.5.0"));

        Files.delete(deploy.resolve("greeter.jar"));
        test.drop("other.jar", TestJar.bundle("com.acme.other", "1.0.0").activator(Greeting.class));

        test.awaitInstances("com.acme.greeter 1.5.0 active", "com.acme.other 1.0.0 active");
    }

    @Test
    void goesBackToTheOtherVersionThatLiesThere() throws IOException {
        test.drop("b.jar", greeter("2.0.0"));
        test.awaitInstances("com.acme.greeter 2.0.0 active");
        test.drop("a.jar", greeter("1.0.0"));
        test.awaitInstances("com.acme.greeter 1.0.0 active");

        Files.delete(deploy.resolve("a.jar"));
        test.awaitInstances("com.acme.greeter 2.0.0 active");

        Files.delete(deploy.resolve("b.jar"));
        test.awaitInstances();
    }

    @Test
    void grantsWhatIsAskedForOnlyIfTheAdminSaidSoOfTheFolder() throws IOException {
        test.drop("greeter.jar", greeter("1.0.0").header("Subrack-Grants", "inventory.read"));
        test.awaitInstances("com.acme.greeter 1.0.0 active");
        var before = test.fixture.engine.currentSet().entry("com.acme.greeter").orElseThrow();
        test.shut();
        test.open(GrantDecision.allAsked());

        test.drop("greeter.jar", greeter("1.1.0").header("Subrack-Grants", "inventory.read"));
        test.awaitInstances("com.acme.greeter 1.1.0 active");

        assertThat(before.grants()).isEmpty();
        assertThat(test.fixture
                        .engine
                        .currentSet()
                        .entry("com.acme.greeter")
                        .orElseThrow()
                        .grants())
                .containsExactly("inventory.read");
    }

    @Test
    void followsARenamedFile() throws IOException {
        test.drop("a.jar", greeter("1.0.0"));
        test.awaitInstances("com.acme.greeter 1.0.0 active");

        Files.move(deploy.resolve("a.jar"), deploy.resolve("b.jar"), StandardCopyOption.ATOMIC_MOVE);
        test.drop("other.jar", TestJar.bundle("com.acme.other", "1.0.0").activator(Greeting.class));

        test.awaitInstances("com.acme.greeter 1.0.0 active", "com.acme.other 1.0.0 active");
        Files.delete(deploy.resolve("b.jar"));
        test.awaitInstances("com.acme.other 1.0.0 active");
        test.fixture.apply(new Change.Uninstall("com.acme.other"));
    }
}
