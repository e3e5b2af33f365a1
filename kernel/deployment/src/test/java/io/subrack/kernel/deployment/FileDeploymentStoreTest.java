/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.StoredSamples.accepted;
import static io.subrack.kernel.deployment.StoredSamples.committed;
import static io.subrack.kernel.deployment.StoredSamples.set;
import static io.subrack.kernel.deployment.StoredSamples.undone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileDeploymentStoreTest {
    @TempDir
    Path root;

    @Test
    void startsWithTheEmptySet() {
        DeploymentSet current = new FileDeploymentStore(root).current();

        assertThat(current.number()).isZero();
        assertThat(current.bundles()).isEmpty();
        assertThat(root.resolve("sets/00000000.json")).exists();
    }

    @Test
    void givesBackAfterARestartWhatWasCommitted() {
        FileDeploymentStore store = new FileDeploymentStore(root);
        deploy(store, "d1");

        FileDeploymentStore reopened = new FileDeploymentStore(root);

        assertThat(reopened.current()).isEqualTo(set(1, "d1"));
        assertThat(reopened.set(0)).map(DeploymentSet::number).contains(0L);
        assertThat(reopened.set(2)).isEmpty();
        assertThat(reopened.deployment("d1")).contains(committed("d1", 0));
        assertThat(root.resolve("journal")).isEmptyDirectory();
    }

    @Test
    void listsTheNewestFirst() {
        FileDeploymentStore store = new FileDeploymentStore(root);
        deploy(store, "zz");
        deploy(store, "aa");
        store.begin(accepted("mm", 2));
        store.end(undone("mm", 2));
        store.begin(accepted("running", 3));

        assertThat(store.sets(2)).extracting(DeploymentSet::number).containsExactly(2L, 1L);
        assertThat(store.history(3)).extracting(Deployment::id).containsExactly("running", "mm", "aa");
        assertThat(store.deployment("running")).contains(accepted("running", 3));
        assertThat(new FileDeploymentStore(root).history(9))
                .extracting(Deployment::id)
                .containsExactly("running", "mm", "aa", "zz");
    }

    @Test
    void refusesASetOutOfOrder() {
        FileDeploymentStore store = new FileDeploymentStore(root);

        assertThatThrownBy(() -> store.commit(set(2, "d1"), committed("d1", 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("set 2 is not the successor of set 0");
        assertThat(store.current().number()).isZero();
    }

    @Test
    void takesNoIdForAPath() {
        FileDeploymentStore store = new FileDeploymentStore(root);

        assertThat(store.deployment("../current")).isEmpty();
        assertThat(store.deployment("")).isEmpty();
    }

    @Test
    void forcesEightTimesForACommittedDeployment() {
        CountingFiles files = new CountingFiles();
        FileDeploymentStore store = new FileDeploymentStore(root, files, Clock.systemUTC());
        files.operations().clear();

        deploy(store, "d1");

        assertThat(files.forces()).isEqualTo(8);
        assertThat(files.operations())
                .containsExactly(
                        "write d1.json.tmp",
                        "move",
                        "forceNames journal",
                        "write 00000001.json.tmp",
                        "move",
                        "forceNames sets",
                        "write current.tmp",
                        "move",
                        "forceNames " + root.getFileName(),
                        "write d1.json.tmp",
                        "move",
                        "forceNames deployments",
                        "delete d1.json");
    }

    @Test
    void forgetsOldSets() {
        FileDeploymentStore store = new FileDeploymentStore(root);
        for (int i = 1; i <= 5; i++) {
            deploy(store, "d" + i);
        }

        var artifacts = store.keepNewest(2);

        assertThat(store.sets(9)).extracting(DeploymentSet::number).containsExactly(5L, 4L);
        assertThat(artifacts)
                .containsExactlyInAnyOrder(
                        new Sha256(String.format("%064x", 4)), new Sha256(String.format("%064x", 5)));
        assertThat(new FileDeploymentStore(root).current()).isEqualTo(set(5, "d5"));
    }

    @Test
    void doesNotGuessWhenThePointerIsDamaged() throws IOException {
        deploy(new FileDeploymentStore(root), "d1");
        Path pointer = root.resolve("current");
        Files.writeString(pointer, "{\"format\": 1, \"se");

        assertThatThrownBy(() -> new FileDeploymentStore(root))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.STORE_FAILED))
                .hasMessageStartingWith(pointer + " cannot be read: ")
                .hasMessageEndingWith(
                        "Write the number of the set that was live into it, as {\"format\": 1, \"set\": 12};"
                                + " the sets are in " + root.resolve("sets") + ".");
    }

    @Test
    void doesNotGuessWhenThePointerIsGone() throws IOException {
        deploy(new FileDeploymentStore(root), "d1");
        Files.delete(root.resolve("current"));

        assertThatThrownBy(() -> new FileDeploymentStore(root))
                .hasMessage("There are deployment sets in " + root + " but no file 'current' that says which is live."
                        + " Restore it from a backup, or write {\"format\": 1, \"set\": 12} into it with the right"
                        + " number.");
    }

    @Test
    void saysWhichSetIsDamaged() throws IOException {
        deploy(new FileDeploymentStore(root), "d1");
        Path file = root.resolve("sets/00000001.json");
        Files.writeString(file, Files.readString(file).replace("\"STARTED\"", "\"FLYING\""));

        assertThatThrownBy(() -> new FileDeploymentStore(root))
                .hasMessageStartingWith(file + " cannot be read: ")
                .hasMessageContaining("FLYING")
                .hasMessageEndingWith("Restore it from a backup, or make an older set live by writing its number into "
                        + root.resolve("current") + ".");
    }

    @Test
    void leavesFilesOfANewerVersionAlone() throws IOException {
        deploy(new FileDeploymentStore(root), "d1");
        Path file = root.resolve("sets/00000001.json");
        Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 7"));

        assertThatThrownBy(() -> new FileDeploymentStore(root))
                .hasMessage(file + " was written by a newer Subrack (format 7, this one knows 1). Start that version"
                        + " again.");
    }

    @Test
    void readsASetFromBeforeThereWereGrants() throws IOException {
        deploy(new FileDeploymentStore(root), "d1");
        Path file = root.resolve("sets/00000001.json");
        String old = Files.readString(file)
                .replaceAll(",\\s*\"grants\" : \\[[^]]*]", "")
                .replaceFirst(",\\s*\"by\" : \\{[^}]*}", "");
        Files.writeString(file, old);

        DeploymentSet read = new FileDeploymentStore(root).current();

        assertThat(old).doesNotContain("grants").doesNotContain("u-ada");
        assertThat(read.bundles()).containsExactly(set(1, "d1").bundles().get(0).withGrants(List.of()));
    }

    @Test
    void doesNotTakeForAGrantWhatIsNoScope() throws IOException {
        deploy(new FileDeploymentStore(root), "d1");
        Path file = root.resolve("sets/00000001.json");
        Files.writeString(file, Files.readString(file).replace("\"text.read\"", "\"text read\""));

        assertThatThrownBy(() -> new FileDeploymentStore(root))
                .hasMessageStartingWith(file + " cannot be read: the list 'grants' has something that is not a scope");
    }

    @Test
    void bootsWithoutADamagedIntent() throws IOException {
        deploy(new FileDeploymentStore(root), "d1");
        Files.writeString(root.resolve("journal/d2.json"), "no json");

        FileDeploymentStore store = new FileDeploymentStore(root);

        assertThat(store.current().number()).isEqualTo(1);
        assertThat(store.deployment("d2")).isEmpty();
        assertThat(root.resolve("journal/d2.json.damaged")).exists();
    }

    @Test
    void putsThePointerBackWhenItCannotBeForced() {
        DiskFiles disk = new DiskFiles();
        FailingOnce files = new FailingOnce(disk);
        FileDeploymentStore store = new FileDeploymentStore(root, files, Clock.systemUTC());
        store.begin(accepted("d1", 0));
        files.failing = root;

        assertThatThrownBy(() -> store.commit(set(1, "d1"), committed("d1", 0)))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.STORE_FAILED))
                .hasMessageEndingWith("disk on fire. See to free space and permissions.");

        assertThat(store.current().number()).isZero();
        assertThat(new FileDeploymentStore(root).current().number()).isZero();
    }

    @Test
    void writesFilesThatAPersonCanRead() throws IOException {
        deploy(new FileDeploymentStore(root), "d1");

        List<String> lines = Files.readAllLines(root.resolve("sets/00000001.json"));

        assertThat(lines)
                .startsWith("{", "  \"format\" : 1,", "  \"number\" : 1,", "  \"created\" : \"2026-11-01T10:00:01Z\",")
                .contains("    \"symbolicName\" : \"com.acme.notes\",", "    \"state\" : \"STARTED\",");
    }

    private static void deploy(FileDeploymentStore store, String id) {
        long base = store.current().number();
        store.begin(accepted(id, base));
        store.commit(set(base + 1, id), committed(id, base));
        store.end(committed(id, base));
    }

    /** Fails to force the names of one directory, one time. */
    private static final class FailingOnce implements DurableFiles {
        private final DurableFiles disk;
        Path failing = Path.of("nothing");

        FailingOnce(DurableFiles disk) {
            this.disk = disk;
        }

        @Override
        public void write(Path file, byte[] content) throws IOException {
            disk.write(file, content);
        }

        @Override
        public void force(Path file) throws IOException {
            disk.force(file);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            disk.move(from, to);
        }

        @Override
        public void forceNames(Path directory) throws IOException {
            if (directory.equals(failing)) {
                failing = Path.of("nothing");
                throw new IOException("disk on fire");
            }
            disk.forceNames(directory);
        }

        @Override
        public void delete(Path file) throws IOException {
            disk.delete(file);
        }
    }
}
