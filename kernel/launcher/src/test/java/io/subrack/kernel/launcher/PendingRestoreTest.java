/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore that is applied at the start, and starts that are killed in the middle of it. */
class PendingRestoreTest {
    private static final Map<String, String> OLD = Map.of(
            "audit/head.json", "old head",
            "deployments/current", "7",
            "setup-token", "used up",
            "left-over/file", "of a bundle");
    private static final Map<String, String> STAYS = Map.of(
            "lock", "", "logs/subrack.log", "lines", "backups/a.zip", "zip", "before-restore-20200101/x", "older");
    private static final Map<String, String> NEW =
            Map.of("audit/head.json", "new head", "deployments/current", "3", "auth/master.key", "key");

    @TempDir
    Path directory;

    @Test
    void doesNothingWithoutAPendingRestore() throws IOException {
        write(directory, OLD);

        assertThat(restore(new RestoreDisk()).apply()).isEmpty();

        assertThat(read(directory)).isEqualTo(OLD);
    }

    @Test
    void doesNothingWithAHalfOne() throws IOException {
        write(directory, OLD);
        write(directory, Map.of("restore/pending/content/deployments/current", "3"));

        assertThat(restore(new RestoreDisk()).apply()).isEmpty();

        assertThat(read(directory)).containsAllEntriesOf(OLD);
    }

    @Test
    void putsWhatIsPendingInThePlaceOfWhatIsThere() throws IOException {
        fill(directory);

        var before = restore(new RestoreDisk()).apply().orElseThrow();

        assertRestored(directory, before);
    }

    @Test
    void isCompletedByTheNextStartWhereverOneIsKilled() throws IOException {
        int kills = 0;
        for (int survived = 0; ; survived++) {
            var root = Files.createDirectory(directory.resolve("kill-" + survived));
            fill(root);
            var dying = new DyingDisk(survived);
            try {
                new PendingRestore(root, dying, Clock.systemUTC()).apply();
                break;
            } catch (KilledException e) {
                kills++;
            }
            // the next start is killed a step later, and the one after that is not
            var again = new PendingRestore(root, new DyingDisk(1), Clock.systemUTC());
            try {
                again.apply();
            } catch (KilledException e) {
                kills++;
            }
            new PendingRestore(root, new RestoreDisk(), Clock.systemUTC()).apply();

            try (Stream<Path> all = Files.list(root)) {
                var before = all.filter(it -> it.getFileName().toString().startsWith("before-restore-20"))
                        .filter(it -> !it.endsWith("before-restore-20200101"))
                        .toList();
                assertThat(before).as("after " + survived + " steps").hasSize(1);
                assertRestored(root, before.get(0));
            }
        }
        assertThat(kills).isGreaterThan(25);
    }

    @Test
    void refusesAJournalThatLeadsElsewhere() throws IOException {
        fill(directory);
        write(directory, Map.of("restore/journal", "aside ../../elsewhere"));

        assertThatThrownBy(() -> restore(new RestoreDisk()).apply())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be understood");

        assertThat(read(directory)).containsAllEntriesOf(OLD);
    }

    private PendingRestore restore(RestoreDisk disk) {
        return new PendingRestore(directory, disk, Clock.systemUTC());
    }

    private static void fill(Path root) throws IOException {
        write(root, OLD);
        write(root, STAYS);
        write(root.resolve("restore/pending/content"), NEW);
        write(root, Map.of("restore/pending/restore.json", "{}"));
    }

    private static void assertRestored(Path root, Path before) throws IOException {
        var expected = new TreeMap<>(NEW);
        expected.putAll(STAYS);
        OLD.forEach((name, text) -> expected.put(before.getFileName() + "/" + name, text));
        expected.put("restore/applied.json", "{}");
        expected.put("restore/applied.before", before.getFileName() + "\n");
        assertThat(read(root)).isEqualTo(expected);
    }

    private static void write(Path root, Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            var path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private static Map<String, String> read(Path root) throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(".tmp")) {
                    files.put(root.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return files;
    }

    /** Ends the process before a step. */
    private static final class DyingDisk extends RestoreDisk {
        private int left;

        DyingDisk(int steps) {
            left = steps;
        }

        private void step() {
            if (left-- == 0) {
                throw new KilledException();
            }
        }

        @Override
        void write(Path file, String text) throws IOException {
            step();
            super.write(file, text);
        }

        @Override
        void makeDirectory(Path made) throws IOException {
            step();
            super.makeDirectory(made);
        }

        @Override
        void move(Path from, Path to) throws IOException {
            step();
            super.move(from, to);
        }

        @Override
        void delete(Path what) throws IOException {
            step();
            super.delete(what);
        }

        @Override
        void forceNames(Path where) throws IOException {
            step();
            super.forceNames(where);
        }
    }

    private static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
