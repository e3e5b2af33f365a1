/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which file of the folder stands for which bundle, on disk, so that changes while the platform was down are seen. */
final class FolderRecord {
    private static final Logger log = LoggerFactory.getLogger(FolderRecord.class);
    private static final String FILES = "files";
    private static final String ARTIFACT = "artifact";
    private static final String BUNDLE = "bundle";

    private final Path file;
    private final DurableFiles files;
    private final Map<String, Owned> owned = new TreeMap<>();
    private boolean lost;

    /** A damaged record is not fatal: it counts as lost, as a missing one does. */
    FolderRecord(Path file, DurableFiles files) {
        this.file = file;
        this.files = files;
        this.lost = !Files.exists(file);
        if (!lost) {
            try {
                owned.putAll(StoredJson.read(file, FolderRecord::parse, "It is written anew."));
            } catch (DeploymentException e) {
                log.warn(e.getMessage());
                lost = true;
            }
        }
    }

    private static Map<String, Owned> parse(JsonNode content) {
        Map<String, Owned> parsed = new TreeMap<>();
        content.path(FILES).properties().forEach(each -> {
            JsonNode value = each.getValue();
            Sha256 artifact = new Sha256(value.path(ARTIFACT).asText());
            parsed.put(each.getKey(), new Owned(artifact, value.path(BUNDLE).asText()));
        });
        return parsed;
    }

    Path file() {
        return file;
    }

    /** Says whether it is not known which files were dealt with: nothing could be read, nor was it rebuilt. */
    boolean lost() {
        return lost;
    }

    /** Begins anew. */
    void rebuild(Map<String, Owned> found) {
        owned.putAll(found);
        lost = false;
        save();
    }

    Set<String> names() {
        return Set.copyOf(owned.keySet());
    }

    Optional<Owned> get(String name) {
        return Optional.ofNullable(owned.get(name));
    }

    /** Returns what the files stood for when they were deployed. */
    Set<Sha256> artifacts() {
        return owned.values().stream().map(Owned::artifact).collect(Collectors.toUnmodifiableSet());
    }

    void put(String name, Owned bundle) {
        owned.put(name, bundle);
        save();
    }

    void remove(String name) {
        owned.remove(name);
        save();
    }

    private void save() {
        ObjectNode all = StoredJson.object();
        owned.forEach((name, bundle) -> all.set(
                name, StoredJson.object().put(ARTIFACT, bundle.artifact().hex()).put(BUNDLE, bundle.symbolicName())));
        ObjectNode content = StoredJson.object();
        content.set(FILES, all);
        try {
            files.replace(file, StoredJson.bytes(content));
        } catch (IOException e) {
            log.error("{} cannot be written; the folder will be looked at anew after a restart", file, e);
        }
    }

    /**
     * What a file stands for.
     *
     * @param artifact its content when it was deployed
     * @param symbolicName the bundle in it
     */
    record Owned(Sha256 artifact, String symbolicName) {}
}
