/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the deployment store: where they lie, and how each is read and written. */
final class StoreFiles {
    private static final String SUFFIX = ".json";
    private static final Pattern SET_NAME = Pattern.compile("(\\d{8,18})\\.json");

    /** Also keeps an id that came in by HTTP from naming any other file. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final Path root;
    private final Path pointer;
    private final Path sets;
    private final Path history;
    private final Path journal;
    private final DurableFiles files;

    StoreFiles(Path root, DurableFiles files) throws IOException {
        this.root = root.toAbsolutePath();
        this.pointer = this.root.resolve("current");
        this.sets = this.root.resolve("sets");
        this.history = this.root.resolve("deployments");
        this.journal = this.root.resolve("journal");
        this.files = files;
        if (!Files.isDirectory(this.root)) {
            Files.createDirectories(this.root);
            files.forceNames(Objects.requireNonNull(this.root.getParent()));
        }
        for (Path directory : List.of(this.root, sets, history, journal)) {
            Files.createDirectories(directory);
            DiskFiles.removeTemporary(directory);
        }
    }

    Path root() {
        return root;
    }

    /** Returns the number of the current set, or empty if there never was one. */
    OptionalLong readPointer() {
        if (!Files.exists(pointer)) {
            return OptionalLong.empty();
        }
        String fix =
                "Write the number of the set that was live into it, as {\"format\": 1, \"set\": 12}; the sets are in "
                        + sets + ".";
        return OptionalLong.of(StoredJson.read(pointer, node -> StoredJson.number(node, "set"), fix));
    }

    /** Makes a set the current one: two forces. */
    void writePointer(long number) throws IOException {
        files.replace(pointer, StoredJson.bytes(StoredJson.object().put("set", number)));
    }

    DeploymentSet readSet(long number) {
        return StoredJson.read(setFile(number), SetJson::read, setFix());
    }

    /** Returns the deployment that made a set, as it stood then. */
    Optional<Deployment> readMaker(long number) {
        return StoredJson.read(
                setFile(number),
                node -> node.hasNonNull("madeBy")
                        ? Optional.of(DeploymentJson.read(node.get("madeBy")))
                        : Optional.empty(),
                setFix());
    }

    private String setFix() {
        return "Restore it from a backup, or make an older set live by writing its number into " + pointer + ".";
    }

    /** Writes a set together with the deployment that makes it: two forces for both. */
    void writeSet(DeploymentSet set, Optional<Deployment> maker) throws IOException {
        ObjectNode node = SetJson.write(set);
        maker.ifPresent(deployment -> node.set("madeBy", DeploymentJson.write(deployment)));
        files.replace(setFile(set.number()), StoredJson.bytes(node));
    }

    /** Returns the numbers of all set files, ascending. */
    List<Long> setNumbers() throws IOException {
        try (Stream<Path> all = Files.list(sets)) {
            return all.map(file -> SET_NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Long.valueOf(name.group(1)))
                    .sorted()
                    .toList();
        }
    }

    boolean hasSet(long number) {
        return Files.exists(setFile(number));
    }

    void deleteSet(long number) throws IOException {
        files.delete(setFile(number));
    }

    void writeIntent(Deployment deployment) throws IOException {
        files.replace(file(journal, deployment.id()), StoredJson.bytes(DeploymentJson.write(deployment)));
    }

    /** Not forced: an intent that comes back after a crash finds its deployment in the history. */
    void deleteIntent(String id) throws IOException {
        files.delete(file(journal, id));
    }

    List<Path> intents() throws IOException {
        return jsonFiles(journal);
    }

    /** Takes a file that nothing depends on out of the way. */
    void setAside(Path file) throws IOException {
        files.move(file, file.resolveSibling(file.getFileName() + ".damaged"));
    }

    void writeHistory(Deployment deployment) throws IOException {
        files.replace(file(history, deployment.id()), StoredJson.bytes(DeploymentJson.write(deployment)));
    }

    Optional<Deployment> readHistory(String id) {
        if (!ID.matcher(id).matches() || !Files.exists(file(history, id))) {
            return Optional.empty();
        }
        return Optional.of(readDeployment(file(history, id)));
    }

    List<Path> historyFiles() throws IOException {
        return jsonFiles(history);
    }

    Deployment readDeployment(Path file) {
        return StoredJson.read(
                file, DeploymentJson::read, "Restore it from a backup or move it away; no set depends on it.");
    }

    private static List<Path> jsonFiles(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private Path setFile(long number) {
        return sets.resolve(String.format(Locale.ROOT, "%08d%s", number, SUFFIX));
    }

    private static Path file(Path directory, String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a deployment's id has letters, digits and '-' only");
        }
        return directory.resolve(id + SUFFIX);
    }
}
