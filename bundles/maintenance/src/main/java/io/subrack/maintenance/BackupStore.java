/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.Jobs;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backups that are kept in {@code <data>/backups}: {@code <id>.zip}, and beside it {@code <id>.json} with what lists show,
 * so that nobody reads through the zip for that. A zip under that name is whole.
 */
final class BackupStore {
    static final String DIRECTORY = "backups";

    private static final String ZIP = ".zip";
    private static final String ID = "[0-9]{8}-[0-9]{6}-[0-9a-f]{8}";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Logger log = LoggerFactory.getLogger(BackupStore.class);

    private final Path directory;

    BackupStore(Path data) {
        this.directory = data.resolve(DIRECTORY);
    }

    /** Makes a backup. Nothing is left of one that fails. */
    BackupInfo make(BackupContent content, String version, Instant now, Jobs.Progress progress) {
        String id = STAMP.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8);
        Path aside = directory.resolve(id + ".tmp");
        try {
            Disk.directories(directory);
            removeLeftovers();
            Disk.requireRoom(directory, content.estimate(), "A backup");
            BackupInfo info;
            try {
                info = write(id, aside, content, version, now, progress);
                progress.step("Put in its place");
                Disk.replace(directory.resolve(id + ".json"), json(info));
                Disk.move(aside, zip(id));
            } finally {
                Files.deleteIfExists(aside);
            }
            return info;
        } catch (IOException e) {
            throw Disk.failed("The backup", e);
        }
    }

    private static BackupInfo write(
            String id, Path aside, BackupContent content, String version, Instant now, Jobs.Progress progress)
            throws IOException {
        MessageDigest digest = Digests.sha256();
        BackupManifest manifest;
        try (OutputStream out = new BufferedOutputStream(new DigestOutputStream(Disk.create(aside), digest), 1 << 16)) {
            manifest = BackupWriter.write(content, out, version, now, progress);
        }
        Disk.force(aside);
        return BackupInfo.of(id, manifest, Files.size(aside), Digests.hex(digest));
    }

    /** Returns all backups, the newest first. */
    List<BackupInfo> list() {
        List<BackupInfo> all = new ArrayList<>();
        for (String id : ids()) {
            find(id).ifPresent(all::add);
        }
        all.sort(Comparator.comparing(BackupInfo::created).reversed());
        return all;
    }

    /** Says whether there is any. */
    boolean isEmpty() {
        return ids().isEmpty();
    }

    private List<String> ids() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(ID + "\\.zip"))
                    .map(name -> name.substring(0, name.length() - ZIP.length()))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw Disk.failed("The list of backups", e);
        }
    }

    Optional<BackupInfo> find(String id) {
        if (!id.matches(ID) || !Files.exists(zip(id))) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(id, Files.readAllBytes(directory.resolve(id + ".json"))));
        } catch (NoSuchFileException e) {
            return describe(id);
        } catch (IOException | DateTimeException e) {
            log.warn("What is known of the backup {} cannot be read: {}", id, e.toString());
            return describe(id);
        }
    }

    /** Reads the zip itself: somebody has put it there by hand. */
    private Optional<BackupInfo> describe(String id) {
        try (BackupFile file = BackupFile.open(zip(id), "999999.0.0")) {
            BackupInfo info = BackupInfo.of(id, file.manifest(), Files.size(zip(id)), Digests.of(zip(id)));
            Disk.replace(directory.resolve(id + ".json"), json(info));
            return Optional.of(info);
        } catch (IOException | BackupException e) {
            log.warn("{} is no backup: {}", zip(id), e.toString());
            return Optional.empty();
        }
    }

    /** Returns the file of a backup. @throws ProblemException if there is none of that id */
    Path file(String id) {
        if (!id.matches(ID) || !Files.exists(zip(id))) {
            throw new ProblemException(
                    MaintenanceProblem.BACKUP_UNKNOWN,
                    "there is no backup of that id; GET /backups lists those there are");
        }
        return zip(id);
    }

    void delete(String id) {
        try {
            Files.deleteIfExists(file(id));
            Files.deleteIfExists(directory.resolve(id + ".json"));
            Disk.forceNames(directory);
        } catch (IOException e) {
            throw Disk.failed("The deletion", e);
        }
    }

    /** Deletes the oldest until so many are left. */
    void keep(int most) {
        List<BackupInfo> all = list();
        for (BackupInfo surplus : all.subList(Math.min(most, all.size()), all.size())) {
            delete(surplus.id());
            log.info("Deleted the backup {}: {} newer ones are kept", surplus.id(), most);
        }
    }

    private Path zip(String id) {
        return directory.resolve(id + ZIP);
    }

    /** Only one backup is made at a time, so what is unfinished is nobody's. */
    private void removeLeftovers() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean alone =
                        name.matches(ID + "\\.json") && !Files.exists(zip(name.substring(0, name.length() - 5)));
                if (name.endsWith(".tmp") || alone) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static byte[] json(BackupInfo info) throws IOException {
        ObjectNode node = MAPPER.createObjectNode()
                .put("created", info.created().toString())
                .put("size", info.size())
                .put("sha256", info.sha256())
                .put("set", info.set())
                .put("version", info.version())
                .put("database", info.database());
        info.notes().forEach(node.putArray("notes")::add);
        return MAPPER.writeValueAsBytes(node);
    }

    private static BackupInfo read(String id, byte[] json) throws IOException {
        JsonNode node = MAPPER.readTree(json);
        List<String> notes = new ArrayList<>();
        node.path("notes").forEach(note -> notes.add(note.asText()));
        return new BackupInfo(
                id,
                Instant.parse(node.path("created").asText()),
                node.path("size").asLong(),
                node.path("sha256").asText(),
                node.path("set").asLong(),
                node.path("version").asText(),
                node.path("database").asText(),
                notes);
    }
}
