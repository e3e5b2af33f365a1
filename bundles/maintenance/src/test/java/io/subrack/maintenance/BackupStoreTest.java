/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup holds, and what is kept of backups. */
class BackupStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path directory;

    private Path data;
    private BackupStore store;

    @BeforeEach
    void makeData() throws IOException {
        data = DataFiles.make(directory.resolve("data"));
        store = new BackupStore(data);
    }

    @Test
    void holdsWhatIsNeededToRunAndNothingThatIsNot() throws IOException {
        var backup = make(NOW);

        assertThat(unpacked(backup))
                .isEqualTo(Map.ofEntries(
                        Map.entry("deployments/current", "{\"format\":1,\"set\":2}"),
                        Map.entry(
                                "deployments/sets/00000001.json",
                                Files.readString(data.resolve("deployments/sets/00000001.json"))),
                        Map.entry(
                                "deployments/sets/00000002.json",
                                Files.readString(data.resolve("deployments/sets/00000002.json"))),
                        Map.entry("deployments/deployments/d-1.json", "{}"),
                        Map.entry("artifacts/sha256/ab/" + DataFiles.ARTIFACT + ".jar", "live"),
                        Map.entry("configuration/com.acme.json", "{\"revision\":1}"),
                        Map.entry("configuration/revisions/00000001~com.acme.json", "{\"revision\":1}"),
                        Map.entry("secrets/db", "hunter2"),
                        Map.entry("auth/master.key", "key"),
                        Map.entry("db/subrack.script", "whole"),
                        Map.entry("db/subrack.key", "key of the database"),
                        Map.entry("audit/head.json", "{}"),
                        Map.entry("audit/audit-0000000000000001.jsonl", "{\"a\":1}\n"),
                        Map.entry("com.acme.files/note", "of a bundle")));
        assertThat(backup.set()).isEqualTo(2);
        assertThat(backup.database()).isEqualTo("hsqldb");
        assertThat(backup.notes()).singleElement().asString().contains("cannot be rolled back to");
        assertThat(Files.exists(directory.resolve("db-copy"))).isFalse();
    }

    @Test
    void saysWhereTheDatabaseIsThatIsNotInIt() throws IOException {
        var backup = store.make(new BackupContent(data, Optional.of(DataFiles.elsewhere())), "1.0.0", NOW, new Quiet());

        assertThat(backup.database()).isEqualTo("postgresql");
        assertThat(backup.notes()).anySatisfy(note -> assertThat(note).contains("pg_dump"));
        assertThat(unpacked(backup)).doesNotContainKey("db/subrack.script");
    }

    @Test
    void isRefusedWhenTheLiveSetCannotBeWhole() throws IOException {
        Files.delete(data.resolve("artifacts/sha256/ab/" + DataFiles.ARTIFACT + ".jar"));

        assertThatThrownBy(() -> make(NOW))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("could not start");

        assertThat(store.list()).isEmpty();
        assertThat(data.resolve("backups")).isEmptyDirectory();
    }

    @Test
    void leavesNothingOfOneThatIsCancelled() {
        assertThatThrownBy(() -> store.make(content(), "1.0.0", NOW, new Quiet(1)))
                .isInstanceOf(CancellationException.class);

        assertThat(data.resolve("backups")).isEmptyDirectory();
        assertThat(Files.exists(directory.resolve("db-copy"))).isFalse();
    }

    @Test
    void leavesNothingOfOneWhoseDatabaseCannotBeCopied() {
        assertThatThrownBy(() ->
                        store.make(new BackupContent(data, Optional.of(DataFiles.full())), "1.0.0", NOW, new Quiet()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no room");

        assertThat(data.resolve("backups")).isEmptyDirectory();
    }

    @Test
    void saysThatThereIsNoRoomBeforeItBegins() {
        assertThatThrownBy(() -> Disk.requireRoom(directory, Long.MAX_VALUE / 2, "A backup"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(MaintenanceProblem.NO_ROOM))
                .hasMessageContaining("Make room");
    }

    @Test
    void keepsTheNewest() {
        var first = make(NOW);
        var second = make(NOW.plusSeconds(60));
        var third = make(NOW.plusSeconds(120));

        store.keep(2);

        assertThat(store.list()).containsExactly(third, second);
        assertThat(store.find(first.id())).isEmpty();
        assertThatThrownBy(() -> store.file(first.id())).hasMessageContaining("no backup of that id");
    }

    @Test
    void readsWhatSomebodyHasPutThere() throws IOException {
        var backup = make(NOW);
        Files.delete(data.resolve("backups/" + backup.id() + ".json"));

        assertThat(store.list()).containsExactly(backup);
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        var backup = make(NOW);

        assertThat(Files.getPosixFilePermissions(store.file(backup.id()))).hasSize(2);
        assertThat(Files.getPosixFilePermissions(data.resolve("backups"))).hasSizeLessThanOrEqualTo(9);
    }

    @Test
    void hasNoIdThatLeadsElsewhere() {
        for (var id : new String[] {"../secrets/db", "", "..", "20261123-100000-0000000g"}) {
            assertThatThrownBy(() -> store.file(id)).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void makesOneOfAPlatformThatHasNothingYet() throws IOException {
        var empty = Files.createDirectory(directory.resolve("empty"));

        var backup = new BackupStore(empty).make(new BackupContent(empty, Optional.empty()), "1.0.0", NOW, new Quiet());

        assertThat(backup.set()).isZero();
        assertThat(backup.database()).isEqualTo("none");
    }

    private BackupInfo make(Instant at) {
        return store.make(content(), "1.0.0", at, new Quiet());
    }

    private BackupContent content() {
        return new BackupContent(data, Optional.of(DataFiles.database(directory)));
    }

    private Map<String, String> unpacked(BackupInfo backup) throws IOException {
        var target = Files.createDirectory(directory.resolve("unpacked"));
        try (var file = BackupFile.open(store.file(backup.id()), "1.0.0")) {
            file.unpack(target, new Quiet());
        }
        return DataFiles.read(target);
    }
}
