/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

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

/** A JSON object that a caller sent. What is wrong with it is collected, and said at once. Used by one thread. */
final class Body {
    private static final int MAX_BYTES = 65_536;
    private static final int MAX_NAMES = 200;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(5).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode object;
    private final List<Map<String, Object>> faults = new ArrayList<>();

    private Body(ObjectNode object) {
        this.object = object;
    }

    /** Reads an object that may have these members and no others. */
    static Body read(InputStream input, String... members) throws IOException {
        byte[] bytes = input.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ProblemException(
                    WebProblem.CONTENT_TOO_LARGE, "a JSON body may have at most " + MAX_BYTES + " bytes here");
        }
        JsonNode tree;
        try {
            tree = MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            // The parser's own words could hold a piece of what was sent, which may be a password.
            throw new ProblemException(WebProblem.BAD_REQUEST, "the body is not JSON, or has a member twice");
        }
        if (!(tree instanceof ObjectNode object)) {
            throw new ProblemException(WebProblem.BAD_REQUEST, "the body must be a JSON object: {…}");
        }
        var body = new Body(object);
        var known = new TreeSet<>(List.of(members));
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                body.fault("(other)", "a member is not known here; known are " + String.join(", ", known));
            }
        });
        return body;
    }

    private void fault(String where, String sentence) {
        faults.add(Map.of("where", where, "sentence", sentence));
    }

    String required(String member) {
        var text = text(member);
        if (text == null && !object.hasNonNull(member)) {
            fault(member, member + " is missing");
        }
        return text == null ? "" : text;
    }

    String text(String member, String otherwise) {
        var text = text(member);
        return text == null ? otherwise : text;
    }

    @Nullable
    String text(String member) {
        var node = object.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            fault(member, member + " must be a text");
            return null;
        }
        return node.textValue();
    }

    @Nullable
    Boolean flag(String member) {
        var node = object.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isBoolean()) {
            fault(member, member + " must be true or false, without quotes");
        }
        return node.booleanValue();
    }

    int number(String member, int otherwise, int lowest, int highest) {
        var node = object.get(member);
        if (node == null || node.isNull()) {
            return otherwise;
        }
        if (!node.isInt() || node.intValue() < lowest || node.intValue() > highest) {
            fault(member, member + " must be a whole number from " + lowest + " to " + highest);
            return otherwise;
        }
        return node.intValue();
    }

    Set<String> names(String member, Set<String> otherwise) {
        var names = names(member);
        return names == null ? otherwise : names;
    }

    @Nullable
    Set<String> names(String member) {
        var node = object.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        var names = new TreeSet<String>();
        boolean good = node.isArray() && node.size() <= MAX_NAMES;
        for (var element : node) {
            good &= element.isTextual();
            names.add(element.asText());
        }
        if (!good) {
            fault(member, member + " must be a list of at most " + MAX_NAMES + " texts");
        }
        return names;
    }

    /** Fails if something was wrong. */
    void check() {
        if (!faults.isEmpty()) {
            var sentences = faults.stream()
                    .map(fault -> String.valueOf(fault.get("sentence")))
                    .toList();
            throw new ProblemException(
                    WebProblem.UNPROCESSABLE, String.join("; ", sentences), Map.of("faults", faults), null);
        }
    }
}
