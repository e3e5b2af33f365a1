/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.kernel.api.Sha256;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Remembers from where artifacts came. Thread-safe. */
final class Origins {
    private static final int KEPT = 2_000;

    private final JsonFile file;
    private @Nullable Map<String, Origin> known;

    Origins(Path directory) {
        this.file = new JsonFile(directory.resolve("origins.json"));
    }

    /**
     * @param repository its id
     * @param coordinates {@code group:artifact:version}; empty if it is not Maven's
     */
    record Origin(String repository, String coordinates) {
        Optional<Coordinates> maven() {
            return coordinates.isEmpty() ? Optional.empty() : Coordinates.parse(coordinates);
        }
    }

    synchronized Optional<Origin> of(Sha256 artifact) {
        return Optional.ofNullable(all().get(artifact.hex()));
    }

    /** @param isLive whether an artifact must not be forgotten, however old it is */
    synchronized void add(Sha256 artifact, Origin origin, Predicate<Sha256> isLive) {
        Map<String, Origin> all = all();
        if (origin.equals(all.get(artifact.hex()))) {
            return;
        }
        all.put(artifact.hex(), origin);
        var oldest = all.keySet().iterator();
        for (int surplus = all.size() - KEPT; surplus > 0 && oldest.hasNext(); ) {
            if (!isLive.test(new Sha256(oldest.next()))) {
                oldest.remove();
                surplus--;
            }
        }
        ObjectNode document = JsonFile.MAPPER.createObjectNode();
        all.forEach((digest, it) ->
                document.putObject(digest).put("repository", it.repository()).put("coordinates", it.coordinates()));
        file.write(document);
    }

    private Map<String, Origin> all() {
        Map<String, Origin> all = known;
        if (all == null) {
            all = new LinkedHashMap<>();
            JsonNode document = file.read().orElseGet(JsonFile.MAPPER::createObjectNode);
            for (Map.Entry<String, JsonNode> it : document.properties()) {
                all.put(
                        it.getKey(),
                        new Origin(
                                it.getValue().path("repository").asText(),
                                it.getValue().path("coordinates").asText()));
            }
            known = all;
        }
        return all;
    }
}
