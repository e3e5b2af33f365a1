/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.catalogue.api.Repository;
import io.subrack.catalogue.api.Repository.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The repositories as an admin has set them, in one file. Thread-safe. */
final class RepositoryStore {
    /** What there is before anybody changes anything. */
    static final List<Repository> SHIPPED = List.of(
            new Repository("examples", Kind.FOLDER, "examples", 50, true, Optional.empty(), 1),
            new Repository(
                    "central",
                    Kind.MAVEN,
                    "https://repo.maven.apache.org/maven2/",
                    Repository.DEFAULT_PRIORITY,
                    true,
                    Optional.empty(),
                    1));

    private static final Comparator<Repository> ORDER =
            Comparator.comparingInt(Repository::priority).thenComparing(Repository::id);

    private final JsonFile file;
    private @Nullable List<Repository> repositories;

    RepositoryStore(Path directory) {
        this.file = new JsonFile(directory.resolve("repositories.json"));
    }

    /** Returns all in the order in which they are asked. */
    synchronized List<Repository> all() {
        List<Repository> known = repositories;
        if (known == null) {
            known = file.read().map(this::parse).orElse(SHIPPED);
            repositories = known;
        }
        return known;
    }

    Optional<Repository> get(String id) {
        return all().stream().filter(it -> it.id().equals(id)).findFirst();
    }

    /** Adds a repository, or replaces the one of its id. */
    synchronized void put(Repository repository) {
        var byId = new TreeMap<String, Repository>();
        all().forEach(it -> byId.put(it.id(), it));
        byId.put(repository.id(), repository);
        write(new ArrayList<>(byId.values()));
    }

    synchronized void remove(String id) {
        write(all().stream().filter(it -> !it.id().equals(id)).toList());
    }

    private void write(List<Repository> changed) {
        ObjectNode document = JsonFile.MAPPER.createObjectNode().put("format", 1);
        ArrayNode list = document.putArray("repositories");
        for (Repository it : changed) {
            ObjectNode node = list.addObject()
                    .put("id", it.id())
                    .put("kind", it.kind().name().toLowerCase(Locale.ROOT))
                    .put("url", it.url())
                    .put("priority", it.priority())
                    .put("enabled", it.enabled())
                    .put("revision", it.revision());
            it.credentials().ifPresent(reference -> node.put("credentials", reference));
        }
        file.write(document);
        repositories = changed.stream().sorted(ORDER).toList();
    }

    private List<Repository> parse(JsonNode document) {
        try {
            List<Repository> found = new ArrayList<>();
            for (JsonNode node : document.path("repositories")) {
                found.add(new Repository(
                        node.path("id").asText(),
                        Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
                        node.path("url").asText(),
                        node.path("priority").asInt(),
                        node.path("enabled").asBoolean(),
                        Optional.ofNullable(node.path("credentials").textValue()),
                        node.path("revision").asLong()));
            }
            found.sort(ORDER);
            return List.copyOf(found);
        } catch (IllegalArgumentException e) {
            throw file.failed("understood", e);
        }
    }
}
