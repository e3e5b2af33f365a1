/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.spi.ConfigurationChange;
import io.subrack.kernel.spi.ConfigurationLayers;
import io.subrack.kernel.spi.ConfigurationRevision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin layer on disk. {@code <pid>.json} is the newest revision of a PID: replacing it is the one instant at which a
 * change counts, so that a start needs nothing else and has nothing to repair. Before that the same content is written to
 * {@code revisions/<number>~<pid>.json}, where it stays for good; one that a crash left alone there is no revision.
 */
final class ConfigurationHistory {
    private static final String DIRECTORY = "configuration";
    private static final String SUFFIX = ".json";
    private static final Pattern REVISION = Pattern.compile("(\\d{8,18})~(.+)\\.json");
    private static final Logger log = LoggerFactory.getLogger(ConfigurationHistory.class);

    private final Path directory;
    private final Path revisions;
    private final DurableFiles files;
    private final SecretFiles secrets;
    private final Clock clock;
    // All of these are guarded by this.
    private final Map<String, ConfigurationRevision> newest = new TreeMap<>();
    private final Set<String> broken = new HashSet<>();
    private boolean tidied;
    private long last;

    ConfigurationHistory(Path data, DurableFiles files, SecretFiles secrets, Clock clock) {
        this.directory = data.toAbsolutePath().resolve(DIRECTORY);
        this.revisions = directory.resolve("revisions");
        this.files = files;
        this.secrets = secrets;
        this.clock = clock;
        if (Files.isDirectory(directory)) {
            load();
        }
    }

    /** Returns the file with the newest revision of a PID. */
    static Path file(Path data, String pid) {
        return data.resolve(DIRECTORY).resolve(pid + SUFFIX);
    }

    /** Returns the newest revision of each PID, without those that cannot be read: of them one hears when they are loaded. */
    static Map<String, ConfigurationRevision> readable(Path data) {
        Map<String, ConfigurationRevision> found = new TreeMap<>();
        Path directory = data.resolve(DIRECTORY);
        if (!Files.isDirectory(directory)) {
            return found;
        }
        try {
            pointers(directory).forEach((pid, file) -> {
                try {
                    found.put(pid, StoredJson.read(file, ConfigurationHistory::revision, ""));
                } catch (DeploymentException e) {
                    log.debug("{} cannot be read", file, e);
                }
            });
        } catch (IOException e) {
            log.debug("{} cannot be read", directory, e);
        }
        return found;
    }

    private static Map<String, Path> pointers(Path directory) throws IOException {
        Map<String, Path> pointers = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            all.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).forEach(file -> {
                String name = file.getFileName().toString();
                pointers.put(name.substring(0, name.length() - SUFFIX.length()), file);
            });
        }
        return pointers;
    }

    private void load() {
        try {
            pointers(directory).forEach((pid, file) -> load(file, pid));
        } catch (IOException e) {
            log.error("{} cannot be read; what was changed through the management API does not count", directory, e);
        }
    }

    private void load(Path file, String pid) {
        try {
            newest.put(pid, read(file));
        } catch (DeploymentException e) {
            broken.add(pid);
            log.error(
                    "{} The configuration {} runs without what was set through the management API",
                    e.getMessage(),
                    pid);
        }
    }

    /** Returns the newest revision of each PID. */
    synchronized Map<String, ConfigurationRevision> newest() {
        return new TreeMap<>(newest);
    }

    synchronized Optional<ConfigurationRevision> newest(String pid) {
        return Optional.ofNullable(newest.get(pid));
    }

    /** Returns the newest revision of all; 0 if there is none. */
    synchronized long revision() {
        return newest.values().stream()
                .mapToLong(ConfigurationRevision::number)
                .max()
                .orElse(0);
    }

    /** Returns the revisions of a PID, the newest first. */
    synchronized List<ConfigurationRevision> of(String pid) {
        return newerThan(pid, 0);
    }

    /** Returns the revisions of all PIDs in between, the oldest first. */
    synchronized List<ConfigurationRevision> between(long after, long upTo) {
        return newest.keySet().stream()
                .flatMap(pid -> newerThan(pid, after).stream())
                .filter(revision -> revision.number() <= upTo)
                .sorted(Comparator.comparingLong(ConfigurationRevision::number))
                .toList();
    }

    private List<ConfigurationRevision> newerThan(String pid, long after) {
        List<ConfigurationRevision> found = new ArrayList<>();
        ConfigurationRevision next = newest.get(pid);
        while (next != null && next.number() > after) {
            found.add(next);
            next = next.previous() == 0 ? null : previous(next);
        }
        return found;
    }

    private @Nullable ConfigurationRevision previous(ConfigurationRevision revision) {
        Path file = file(revision.previous(), revision.pid());
        try {
            return read(file);
        } catch (DeploymentException e) {
            log.warn("{} The history of {} ends there", e.getMessage(), revision.pid());
            return null;
        }
    }

    /** Writes a revision; four forces, and one for each sealed text. */
    synchronized ConfigurationRevision write(ConfigurationChange change) {
        if (!ConfigurationLayers.PID.matcher(change.pid()).matches()) {
            throw new IllegalArgumentException("'" + change.pid() + "' is no PID");
        }
        if (broken.contains(change.pid())) {
            throw new UncheckedIOException(new IOException(pointer(change.pid())
                    + " is damaged; put the newest file of its PID in " + revisions + " in its place and restart"));
        }
        try {
            prepare();
            return write(change, ++last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConfigurationRevision write(ConfigurationChange change, long number) throws IOException {
        Optional<ConfigurationRevision> before = newest(change.pid());
        ConfigurationRevision revision = new ConfigurationRevision(
                number,
                before.map(ConfigurationRevision::number).orElse(0L),
                change.pid(),
                clock.instant(),
                change.by(),
                change.reason(),
                before.flatMap(ConfigurationRevision::after),
                change.values().map(values -> sealed(values, change.sealed(), number)));
        byte[] content = StoredJson.bytes(json(revision));
        try {
            for (Map.Entry<String, String> text : change.sealed().entrySet()) {
                secrets.put(sealedName(number, text.getKey()), text.getValue());
            }
            files.replace(file(number, change.pid()), content);
            files.replace(pointer(change.pid()), content);
        } catch (IOException e) {
            reload(change.pid());
            throw e;
        }
        newest.put(change.pid(), revision);
        return revision;
    }

    /** The disk has refused in the middle: what it has now is what counts. */
    private void reload(String pid) {
        newest.remove(pid);
        if (Files.exists(pointer(pid))) {
            load(pointer(pid), pid);
        }
    }

    private static Map<String, Object> sealed(Map<String, Object> values, Map<String, String> sealed, long number) {
        Map<String, Object> all = new TreeMap<>(values);
        sealed.keySet().forEach(key -> all.put(key, "$[secret:" + sealedName(number, key) + "]"));
        return all;
    }

    private static String sealedName(long number, String key) {
        return number + "~" + key.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private void prepare() throws IOException {
        if (!Files.isDirectory(revisions)) {
            Files.createDirectories(revisions);
            files.forceNames(directory);
            files.forceNames(Objects.requireNonNull(directory.getParent()));
        }
        if (!tidied) {
            tidy();
            tidied = true;
        }
    }

    /** Finds the last number, and takes away what a crash left of a change that never counted. */
    private void tidy() throws IOException {
        DiskFiles.removeTemporary(directory);
        DiskFiles.removeTemporary(revisions);
        last = revision();
        try (Stream<Path> all = Files.list(revisions)) {
            for (Path file : all.toList()) {
                Matcher name = REVISION.matcher(file.getFileName().toString());
                if (name.matches()) {
                    long number = Long.parseLong(name.group(1));
                    last = Math.max(last, number);
                    ConfigurationRevision counts = newest.get(name.group(2));
                    if (!broken.contains(name.group(2)) && (counts == null || counts.number() < number)) {
                        files.delete(file);
                        secrets.deleteOf(number);
                    }
                }
            }
        }
        secrets.deleteOf(last + 1); // put away, and then nothing more
    }

    private Path pointer(String pid) {
        return directory.resolve(pid + SUFFIX);
    }

    private Path file(long number, String pid) {
        return revisions.resolve(String.format(Locale.ROOT, "%08d~%s%s", number, pid, SUFFIX));
    }

    private ConfigurationRevision read(Path file) {
        return StoredJson.read(
                file,
                ConfigurationHistory::revision,
                "Put the newest file of the same PID in " + revisions + " in its place, or delete it.");
    }

    private static ObjectNode json(ConfigurationRevision revision) {
        ObjectNode node = StoredJson.object()
                .put("revision", revision.number())
                .put("previous", revision.previous())
                .put("pid", revision.pid())
                .put("at", revision.at().toString())
                .put("author", revision.by().name())
                .put("reason", revision.reason());
        node.set("by", DeploymentJson.writeAuthor(revision.by()));
        revision.before().ifPresent(values -> node.set("before", ConfigurationValues.write(values)));
        revision.after().ifPresent(values -> node.set("values", ConfigurationValues.write(values)));
        return node;
    }

    private static ConfigurationRevision revision(JsonNode node) {
        return new ConfigurationRevision(
                StoredJson.number(node, "revision"),
                StoredJson.number(node, "previous"),
                StoredJson.text(node, "pid"),
                java.time.Instant.parse(StoredJson.text(node, "at")),
                DeploymentJson.readAuthor(node),
                StoredJson.text(node, "reason"),
                values(node, "before"),
                values(node, "values"));
    }

    private static Optional<Map<String, Object>> values(JsonNode node, String member) {
        return node.hasNonNull(member) ? Optional.of(ConfigurationValues.read(node.get(member))) : Optional.empty();
    }
}
