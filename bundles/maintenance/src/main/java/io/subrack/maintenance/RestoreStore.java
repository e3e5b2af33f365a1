/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.DataLayout;
import io.subrack.kernel.spi.Jobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What waits in {@code <data>/restore} for the next start, and what was applied by the last one. A restore is unpacked and
 * compared beside, and is there for the launcher when its directory gets its name, in one step.
 */
final class RestoreStore {
    private static final String UNFINISHED = "incoming-";
    private static final String REPLACED = "replaced-";
    private static final String NOTED = "last.json";
    private static final int BLOCK_BYTES = 1 << 16;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path directory;

    RestoreStore(Path data) {
        this.directory = data.resolve(DataLayout.RESTORE);
    }

    /**
     * A restore that waits, or was applied.
     *
     * @param source where the file came from: {@code backup <id>}, {@code upload}, {@code file}
     * @param by who asked for it
     * @param created when the backup was made
     * @param before the directory with what was there before; null while it waits
     */
    record Restore(
            String source,
            String by,
            Instant requested,
            Instant created,
            String version,
            long set,
            String database,
            @Nullable String before) {}

    /**
     * Keeps what somebody sends, to be restored and deleted afterwards.
     *
     * @throws ProblemException {@link MaintenanceProblem#NO_ROOM}
     */
    Path receive(InputStream content) {
        Path file = directory.resolve(UNFINISHED + UUID.randomUUID() + ".zip");
        boolean whole = false;
        try {
            Disk.directories(directory);
            try (OutputStream out = Disk.create(file)) {
                byte[] block = new byte[BLOCK_BYTES];
                long received = 0;
                for (int read = content.read(block); read >= 0; read = content.read(block)) {
                    if (received % (16L << 20) < BLOCK_BYTES) {
                        Disk.requireRoom(directory, BLOCK_BYTES, "The upload");
                    }
                    out.write(block, 0, read);
                    received += read;
                }
            }
            whole = true;
            return file;
        } catch (IOException e) {
            throw Disk.failed("The upload", e);
        } finally {
            if (!whole) {
                discard(file);
            }
        }
    }

    /** Deletes what {@link #receive} kept. */
    void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    /**
     * Checks and unpacks a backup and leaves it for the next start, in the place of one that waited already.
     *
     * @param platform the version that is to restore it
     * @throws BackupException if it cannot be restored; nothing is changed then
     */
    Restore stage(Path zip, String source, String by, String platform, Jobs.Progress progress) {
        Path incoming = directory.resolve(UNFINISHED + UUID.randomUUID());
        try {
            Disk.directories(directory);
            progress.step("Check what it says of itself");
            try (BackupFile file = BackupFile.open(zip, platform)) {
                Disk.requireRoom(directory, file.manifest().size(), "The restore");
                progress.step("Unpack and compare each file");
                Path content = incoming.resolve(DataLayout.CONTENT);
                Disk.directories(content);
                file.unpack(content, progress);
                BackupManifest manifest = file.manifest();
                Restore restore = new Restore(
                        source,
                        by,
                        Instant.now(),
                        manifest.created(),
                        manifest.version(),
                        manifest.set(),
                        manifest.database(),
                        null);
                Disk.replace(incoming.resolve(DataLayout.MARKER), json(restore));
                publish(incoming);
                return restore;
            } finally {
                Disk.delete(incoming);
                removeReplaced();
            }
        } catch (IOException e) {
            throw Disk.failed("The restore", e);
        }
    }

    private void publish(Path incoming) throws IOException {
        Path pending = directory.resolve(DataLayout.PENDING);
        if (Files.exists(pending)) {
            Disk.move(pending, directory.resolve(REPLACED + UUID.randomUUID()));
        }
        Disk.move(incoming, pending);
    }

    /** Takes the restore that waits away. @return whether there was one */
    boolean withdraw() {
        try {
            boolean waits = pending().isPresent();
            if (waits) {
                Disk.move(directory.resolve(DataLayout.PENDING), directory.resolve(REPLACED + UUID.randomUUID()));
            }
            removeReplaced();
            return waits;
        } catch (IOException e) {
            throw Disk.failed("The withdrawal", e);
        }
    }

    private void removeReplaced() throws IOException {
        try (Stream<Path> all = Files.exists(directory) ? Files.list(directory) : Stream.of()) {
            for (Path each : all.toList()) {
                if (each.getFileName().toString().startsWith(REPLACED)) {
                    Disk.delete(each);
                }
            }
        }
    }

    /** Deletes what an earlier process left unfinished. Nobody may be at work. */
    void tidy() throws IOException {
        try (Stream<Path> all = Files.exists(directory) ? Files.list(directory) : Stream.of()) {
            for (Path each : all.toList()) {
                if (each.getFileName().toString().startsWith(UNFINISHED)) {
                    Disk.delete(each);
                }
            }
        }
        removeReplaced();
    }

    /** Returns the restore that waits for the next start. */
    Optional<Restore> pending() {
        return read(directory.resolve(DataLayout.PENDING).resolve(DataLayout.MARKER), null);
    }

    /** Returns the restore that this start has applied, if nobody has taken note of it. */
    Optional<Restore> applied() {
        return read(directory.resolve(DataLayout.APPLIED), before());
    }

    /** Returns the restore that was applied last, and that somebody has taken note of. */
    Optional<Restore> last() {
        Optional<Restore> applied = applied();
        return applied.isPresent() ? applied : read(directory.resolve(NOTED), null);
    }

    /** Takes note of the restore that was applied. */
    void note(Restore applied) throws IOException {
        Disk.replace(directory.resolve(NOTED), json(applied));
        Files.deleteIfExists(directory.resolve(DataLayout.APPLIED));
        Disk.forceNames(directory);
    }

    private @Nullable String before() {
        Path file = directory.resolve(DataLayout.APPLIED_BEFORE);
        try {
            return Files.exists(file) ? Files.readString(file).strip() : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static Optional<Restore> read(Path file, @Nullable String before) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode node = MAPPER.readTree(Files.readAllBytes(file));
            return Optional.of(new Restore(
                    node.path("source").asText(),
                    node.path("by").asText(),
                    Instant.parse(node.path("requested").asText()),
                    Instant.parse(node.path("created").asText()),
                    node.path("version").asText(),
                    node.path("set").asLong(),
                    node.path("database").asText(),
                    before == null ? node.path("before").textValue() : before));
        } catch (IOException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    private static byte[] json(Restore restore) throws IOException {
        ObjectNode node = MAPPER.createObjectNode()
                .put("source", restore.source())
                .put("by", restore.by())
                .put("requested", restore.requested().toString())
                .put("created", restore.created().toString())
                .put("version", restore.version())
                .put("set", restore.set())
                .put("database", restore.database());
        if (restore.before() != null) {
            node.put("before", restore.before());
        }
        return MAPPER.writeValueAsBytes(node);
    }

    /** Returns what the one who restores should know. */
    static List<String> hints(Restore restore) {
        return restore.database().equals("postgresql")
                ? List.of("The database is not in this backup: restore it with pg_restore before the platform starts.")
                : List.of();
    }
}
