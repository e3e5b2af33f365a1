/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.StoredSamples.accepted;
import static io.subrack.kernel.deployment.StoredSamples.committed;
import static io.subrack.kernel.deployment.StoredSamples.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Deployment.Status;
import io.subrack.kernel.api.DeploymentProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cuts the power at each file operation of a deployment, and of the recovery after it. */
final class StoreCrashTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void aFirstStartThatIsCutEndsInTheEmptySet(PowerCut.Kind kind) {
        for (int at = 1; ; at++) {
            Path root = directory.resolve("first" + at);
            boolean whole = openUntilCut(root, new PowerCut(kind, at));

            assertThat(new FileDeploymentStore(root).current().number()).isZero();

            if (whole) {
                assertThat(at).isGreaterThan(6);
                return;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeploymentThatIsCutLeavesTheOldSetOrTheNew(PowerCut.Kind kind) throws IOException {
        boolean sawOld = false;
        boolean sawNew = false;
        for (int at = 1; ; at++) {
            Path root = started("deploy" + at);
            int acknowledged = deployUntilCut(root, new PowerCut(kind, at));

            long current = check(root, acknowledged);
            sawOld |= current == 1;
            sawNew |= current == 2;

            if (acknowledged == 3) {
                break;
            }
        }
        assertThat(sawOld && sawNew).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aRecoveryThatIsCutIsTakenUpAgain(PowerCut.Kind kind) throws IOException {
        for (int at = 1; ; at++) {
            int acknowledged = 0;
            boolean whole = false;
            for (int again = 1; !whole; again++) {
                Path root = started("recover" + at + "-" + again);
                acknowledged = deployUntilCut(root, new PowerCut(kind, at));
                whole = openUntilCut(root, new PowerCut(kind, again));
                check(root, acknowledged);
            }
            if (acknowledged == 3) {
                return;
            }
        }
    }

    private Path started(String name) {
        Path root = directory.resolve(name);
        FileDeploymentStore store = new FileDeploymentStore(root);
        store.begin(accepted("old", 0));
        store.commit(set(1, "old"), committed("old", 0));
        store.end(committed("old", 0));
        return root;
    }

    private static boolean openUntilCut(Path root, PowerCut files) {
        try {
            new FileDeploymentStore(root, files, Clock.systemUTC());
            return true;
        } catch (PowerCut.Darkness cut) {
            return false;
        }
    }

    /** Returns how many of begin, commit and end came back. */
    private static int deployUntilCut(Path root, PowerCut files) {
        int acknowledged = 0;
        try {
            FileDeploymentStore store = new FileDeploymentStore(root, files, Clock.systemUTC());
            store.begin(accepted("new", 1));
            acknowledged++;
            store.commit(set(2, "new"), committed("new", 1));
            acknowledged++;
            store.end(committed("new", 1));
            acknowledged++;
        } catch (PowerCut.Darkness cut) {
            // that is what was asked for
        }
        return acknowledged;
    }

    private static long check(Path root, int acknowledged) throws IOException {
        FileDeploymentStore store = new FileDeploymentStore(root);
        long current = store.current().number();
        assertThat(current).isIn(acknowledged >= 2 ? new Long[] {2L} : new Long[] {1L, 2L});
        assertThat(store.current()).isEqualTo(current == 2 ? set(2, "new") : set(1, "old"));
        assertThat(store.set(2).isPresent()).isEqualTo(current == 2);
        checkOutcome(store, acknowledged, current);
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
        assertThat(root.resolve("journal")).isEmptyDirectory();
        goOn(store);
        return current;
    }

    private static void checkOutcome(FileDeploymentStore store, int acknowledged, long current) {
        assertThat(store.deployment("old")).contains(committed("old", 0));
        var deployment = store.deployment("new");
        if (acknowledged == 0 && deployment.isEmpty()) {
            assertThat(current).isEqualTo(1); // nobody was told that it is accepted
        } else if (current == 2) {
            assertThat(deployment).contains(committed("new", 1));
        } else {
            assertThat(deployment.orElseThrow().status()).isEqualTo(Status.INTERRUPTED);
            assertThat(deployment.orElseThrow().failure().orElseThrow().type())
                    .isEqualTo(DeploymentProblem.INTERRUPTED);
            assertThat(deployment.orElseThrow().failure().orElseThrow().sentence())
                    .isEqualTo("The platform was ended while this deployment was under way; set 1 is live, and nothing"
                            + " of the deployment is left. Deploy again if it is still wanted.");
        }
    }

    private static void goOn(FileDeploymentStore store) {
        long base = store.current().number();
        store.begin(accepted("next", base));
        store.commit(set(base + 1, "next"), committed("next", base));
        store.end(committed("next", base));
        assertThat(store.current().number()).isEqualTo(base + 1);
    }
}
