/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A JSON object that a caller sent, read member by member. Faults are collected, and said at once. Used by one thread. */
final class ClientBody {
    private static final int MAX_BYTES = 65_536;
    private static final int MAX_ITEMS = 100;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(8).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode object;
    private final List<Map<String, String>> faults = new ArrayList<>();

    private ClientBody(ObjectNode object) {
        this.object = object;
    }

    /** Reads a body that may have these members and no others; nothing at all counts as an empty object. */
    static ClientBody read(InputStream input, Set<String> known) throws IOException {
        byte[] bytes = input.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ProblemException(
                    WebProblem.CONTENT_TOO_LARGE, "a JSON body may have at most " + MAX_BYTES + " bytes here");
        }
        ClientBody body = new ClientBody(bytes.length == 0 ? MAPPER.createObjectNode() : object(bytes));
        body.object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                body.fault(
                        "(other)", "a member is not known here; known are " + String.join(", ", new TreeSet<>(known)));
            }
        });
        return body;
    }

    private static ObjectNode object(byte[] bytes) throws IOException {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new ProblemException(WebProblem.BAD_REQUEST, "the body is not JSON, or has a member twice", e);
        }
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new ProblemException(WebProblem.BAD_REQUEST, "the body must be a JSON object: {…}");
    }

    void fault(String where, String sentence) {
        faults.add(Map.of("where", where, "sentence", where + " " + sentence));
    }

    boolean has(String member) {
        return object.hasNonNull(member);
    }

    @Nullable
    String text(String member) {
        JsonNode node = object.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            fault(member, "must be a text");
            return null;
        }
        return node.textValue();
    }

    boolean flag(String member, boolean otherwise) {
        JsonNode node = object.get(member);
        if (node == null || node.isNull()) {
            return otherwise;
        }
        if (!node.isBoolean()) {
            fault(member, "must be true or false, without quotes");
        }
        return node.booleanValue();
    }

    /** Returns a list of texts in their order; what is given otherwise if there is none. */
    List<String> texts(String member, List<String> otherwise) {
        JsonNode node = object.get(member);
        if (node == null || node.isNull()) {
            return otherwise;
        }
        List<String> texts = new ArrayList<>();
        boolean good = node.isArray() && node.size() <= MAX_ITEMS;
        for (JsonNode element : node) {
            good &= element.isTextual();
            texts.add(element.asText());
        }
        if (!good || texts.size() != new TreeSet<>(texts).size()) {
            fault(member, "must be a list of at most " + MAX_ITEMS + " different texts");
            return otherwise;
        }
        return texts;
    }

    /** Returns an object as JSON; null if there is none. */
    @Nullable
    String json(String member) {
        JsonNode node = object.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isObject()) {
            fault(member, "must be an object");
            return null;
        }
        return node.toString();
    }

    /** Fails if something was wrong. */
    void check() {
        if (!faults.isEmpty()) {
            List<String> sentences =
                    faults.stream().map(fault -> fault.get("sentence")).toList();
            throw new ProblemException(
                    ClientProblem.BAD_VALUE, String.join("; ", sentences), Map.of("faults", faults), null);
        }
    }
}
