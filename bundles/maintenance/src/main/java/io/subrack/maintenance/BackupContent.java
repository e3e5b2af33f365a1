/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.data.api.DataException;
import io.subrack.data.api.DataProblem;
import io.subrack.data.api.Schemas;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.DataLayout;
import io.subrack.kernel.spi.Jobs;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the data directory of a running platform in an order that gives a whole, whatever is changed meanwhile. Sets,
 * artifacts and revisions are never written again once they are there, so the pointers are read first and then what they
 * name; of the logs the heads come first, and then what was there at least.
 */
final class BackupContent {
    private static final int ATTEMPTS = 5;
    private static final Pattern SET = Pattern.compile("(\\d{8,18})\\.json");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What is read by rules of its own. */
    private static final Set<String> SPECIAL = Set.of("artifacts", "audit", "configuration", "db", "deployments");

    private final Path data;
    private final Optional<Schemas> schemas;
    private final List<String> notes = new ArrayList<>();
    private long set;
    private String database = "none";

    /** Takes what is read. */
    interface Sink {
        void bytes(String name, byte[] content) throws IOException;

        /**
         * Takes a file up to a length.
         *
         * @return false if it is not there any more
         */
        boolean file(String name, Path file, long length) throws IOException;
    }

    BackupContent(Path data, Optional<Schemas> schemas) {
        this.data = data;
        this.schemas = schemas;
    }

    long set() {
        return set;
    }

    String database() {
        return database;
    }

    List<String> notes() {
        return notes;
    }

    /** Returns how many bytes it will be at most, roughly; the database is copied once before it is read. */
    long estimate() throws IOException {
        long sum = 0;
        for (Path entry : entries(data)) {
            String name = entry.getFileName().toString();
            if (DataLayout.isBackedUp(name)) {
                sum += Disk.size(entry) * (name.equals("db") ? 2 : 1);
            }
        }
        return sum;
    }

    void read(Sink sink, Jobs.Progress progress) throws IOException {
        progress.step("Deployment sets and their artifacts");
        readDeployments(sink, progress);
        progress.percent(30);
        progress.step("Configuration");
        readConfiguration(sink);
        progress.step("Database");
        progress.percent(40);
        readDatabase(sink, progress);
        progress.step("Audit log and other files");
        progress.percent(75);
        readAudit(sink);
        for (Path entry : entries(data)) {
            String name = entry.getFileName().toString();
            if (DataLayout.isBackedUp(name) && !SPECIAL.contains(name)) {
                progress.checkCancelled();
                readAll(sink, entry);
            }
        }
    }

    /** The history is listed before the pointer is read, so that it knows of no set that is not in the backup. */
    private void readDeployments(Sink sink, Jobs.Progress progress) throws IOException {
        Path root = data.resolve("deployments");
        List<Path> history = entries(root.resolve("deployments"));
        if (!Files.exists(root.resolve("current"))) {
            return;
        }
        Map<Long, byte[]> sets = new TreeMap<>();
        byte[] pointer = readSets(root, sets);
        sink.bytes("deployments/current", pointer);
        Set<String> needed = artifacts(Objects.requireNonNull(sets.get(set)));
        Set<String> artifacts = new LinkedHashSet<>(needed);
        for (Map.Entry<Long, byte[]> each : sets.entrySet()) {
            sink.bytes("deployments/sets/" + String.format(Locale.ROOT, "%08d.json", each.getKey()), each.getValue());
            artifacts.addAll(artifacts(each.getValue()));
        }
        for (Path file : history) {
            if (file.toString().endsWith(".json")) {
                sink.file("deployments/deployments/" + file.getFileName(), file, Long.MAX_VALUE);
            }
        }
        for (String hex : artifacts) {
            progress.checkCancelled();
            String name = "artifacts/sha256/" + hex.substring(0, 2) + "/" + hex + ".jar";
            if (!sink.file(name, data.resolve(name), Long.MAX_VALUE)) {
                missing(hex, needed.contains(hex));
            }
        }
    }

    private void missing(String hex, boolean live) {
        String sentence = "The artifact " + hex.substring(0, 12) + " of deployment set " + set + " is not in the store";
        if (live) {
            throw new ProblemException(
                    MaintenanceProblem.FAILED,
                    sentence
                            + "; a backup without it could not start. Deploy its bundle again, then repeat the backup.");
        }
        notes.add("The artifact " + hex.substring(0, 12)
                + " of an older set is not in the backup: that set cannot be rolled" + " back to.");
    }

    /** Sets that the pointer has left far behind are deleted; then the pointer is read anew. */
    private byte[] readSets(Path root, Map<Long, byte[]> sets) throws IOException {
        for (int attempt = 1; ; attempt++) {
            sets.clear();
            byte[] pointer = Files.readAllBytes(root.resolve("current"));
            set = MAPPER.readTree(pointer).path("set").asLong();
            for (Path file : entries(root.resolve("sets"))) {
                Matcher name = SET.matcher(file.getFileName().toString());
                if (name.matches() && Long.parseLong(name.group(1)) <= set) {
                    readIfThere(file).ifPresent(json -> sets.put(Long.valueOf(name.group(1)), json));
                }
            }
            if (sets.containsKey(set)) {
                return pointer;
            }
            if (attempt == ATTEMPTS) {
                throw new IOException(root.resolve("current") + " names set " + set + ", which is not there");
            }
        }
    }

    private static Optional<byte[]> readIfThere(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // no longer kept
        }
    }

    private static Set<String> artifacts(byte[] json) throws IOException {
        Set<String> all = new LinkedHashSet<>();
        for (JsonNode bundle : MAPPER.readTree(json).path("bundles")) {
            String hex = bundle.path("artifact").asText();
            if (hex.matches("[0-9a-f]{64}")) {
                all.add(hex);
            }
        }
        return all;
    }

    /** The newest revisions first: what they refer to is older and stays. */
    private void readConfiguration(Sink sink) throws IOException {
        Path root = data.resolve("configuration");
        List<Path> all = entries(root);
        for (Path file : all) {
            if (isFile(file)) {
                readAll(sink, file);
            }
        }
        for (Path directory : all) {
            if (!isFile(directory)) {
                readAll(sink, directory);
            }
        }
    }

    private void readDatabase(Sink sink, Jobs.Progress progress) throws IOException {
        if (schemas.isEmpty()) {
            return;
        }
        Path copy;
        try {
            copy = schemas.get().backup();
        } catch (DataException e) {
            if (e.type() != DataProblem.BACKUP_ELSEWHERE) {
                throw e;
            }
            database = "postgresql";
            notes.add(
                    "The database is not in this backup: it is on PostgreSQL. Back it up at the same time with pg_dump,"
                            + " and restore it with pg_restore before the platform starts.");
            return;
        }
        try {
            for (Path file : entries(copy)) {
                progress.checkCancelled();
                sink.file("db/" + file.getFileName(), file, Long.MAX_VALUE);
            }
            database = "hsqldb";
        } finally {
            Disk.delete(copy);
        }
    }

    /** What is said to be there comes first, and of each segment only whole lines. */
    private void readAudit(Sink sink) throws IOException {
        Path root = data.resolve("audit");
        List<Path> all = entries(root);
        for (Path file : all) {
            if (file.toString().endsWith(".json")) {
                sink.file("audit/" + file.getFileName(), file, Long.MAX_VALUE);
            }
        }
        for (Path file : all) {
            if (file.toString().endsWith(".jsonl")) {
                sink.file("audit/" + file.getFileName(), file, wholeLines(file));
            }
        }
    }

    private static long wholeLines(Path file) throws IOException {
        try (RandomAccessFile lines = new RandomAccessFile(file.toFile(), "r")) {
            for (long end = lines.length(); end > 0; end--) {
                lines.seek(end - 1);
                if (lines.read() == '\n') {
                    return end;
                }
            }
            return 0;
        } catch (java.io.FileNotFoundException e) {
            return 0; // deleted for its age
        }
    }

    private void readAll(Sink sink, Path root) throws IOException {
        if (isFile(root)) {
            String name = data.relativize(root).toString().replace(File.separatorChar, '/');
            if (!BackupFile.isName(BackupManifest.PREFIX + name)) {
                notes.add("A file is not in the backup because of its name: " + BackupManifest.clean(name));
            } else if (!name.endsWith(".tmp")) {
                sink.file(name, root, Long.MAX_VALUE);
            }
        } else if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : entries(root)) {
                readAll(sink, entry);
            }
        }
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
