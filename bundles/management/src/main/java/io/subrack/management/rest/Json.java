/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A JSON object that a caller sent, read member by member. What cannot be read becomes a fault. */
final class Json {
    static final int MAX_BYTES = 1_048_576;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(20).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode object;
    private final String prefix;
    private final Faults faults;

    private Json(ObjectNode object, String prefix, Faults faults) {
        this.object = object;
        this.prefix = prefix;
        this.faults = faults;
    }

    /**
     * Reads a body.
     *
     * @throws ProblemException 400 if it is not JSON or not an object, 413 if it is too long
     */
    static Json read(InputStream body, Faults faults) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ProblemException(
                    WebProblem.CONTENT_TOO_LARGE, "a JSON body may have at most " + MAX_BYTES + " bytes");
        }
        if (parse(bytes) instanceof ObjectNode object) {
            return new Json(object, "", faults);
        }
        throw new ProblemException(WebProblem.BAD_REQUEST, "the body must be a JSON object: {…}");
    }

    /** Writes one of our views. */
    static String write(Object view) {
        try {
            return MAPPER.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(byte[] bytes) throws IOException {
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new ProblemException(
                    WebProblem.BAD_REQUEST,
                    "the body is not JSON: " + e.getOriginalMessage()
                            + (place == null
                                    ? ""
                                    : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")"),
                    e);
        }
    }

    String where(String member) {
        return prefix + member;
    }

    /** Finds fault with each member that nobody will read. */
    void allow(Set<String> members) {
        object.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                faults.add(
                        where(abbreviated(name)),
                        "is not known here; known are " + String.join(", ", new TreeSet<>(members)));
            }
        });
    }

    /** Returns a text that must be there. */
    Optional<String> required(String member) {
        var text = text(member);
        if (text == null && !has(member)) {
            faults.add(where(member), "is missing");
        }
        return Optional.ofNullable(text);
    }

    @Nullable
    String text(String member) {
        var node = object.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            faults.add(where(member), "must be a text");
            return null;
        }
        return node.textValue();
    }

    boolean flag(String member) {
        var node = object.get(member);
        if (node == null || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            faults.add(where(member), "must be true or false, without quotes");
        }
        return node.booleanValue();
    }

    Optional<Long> requiredNumber(String member, long lowest) {
        var node = object.get(member);
        if (node == null || node.isNull()) {
            faults.add(where(member), "is missing");
            return Optional.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < lowest) {
            faults.add(where(member), "must be a whole number from " + lowest + " up, without quotes");
            return Optional.empty();
        }
        return Optional.of(node.longValue());
    }

    /** Returns a list of 1 to {@code most} objects that must be there. */
    List<Json> requiredObjects(String member, int most) {
        var node = object.get(member);
        if (node == null || !node.isArray() || node.isEmpty() || node.size() > most) {
            faults.add(where(member), "must be a list of 1 to " + most + " objects");
            return List.of();
        }
        var objects = new ArrayList<Json>();
        for (int i = 0; i < node.size(); i++) {
            var place = where(member) + "[" + i + "]";
            if (node.get(i) instanceof ObjectNode element) {
                objects.add(new Json(element, place + ".", faults));
            } else {
                faults.add(place, "must be an object: {…}");
            }
        }
        return objects;
    }

    /** Returns a list of at most {@code most} texts that must be there; it may be empty. */
    List<String> requiredTexts(String member, int most) {
        var node = object.get(member);
        var place = where(abbreviated(member));
        if (node == null || !node.isArray() || node.size() > most) {
            faults.add(place, "must be a list of at most " + most + " texts");
            return List.of();
        }
        var texts = new ArrayList<String>();
        for (var element : node) {
            if (!element.isTextual()) {
                faults.add(place, "must have texts only");
                return List.of();
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    boolean isObject(String member) {
        return object.get(member) instanceof ObjectNode;
    }

    /** Returns a member that {@link #isObject is an object}. */
    Json object(String member) {
        return new Json((ObjectNode) object.get(member), where(member) + ".", faults);
    }

    List<String> names() {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    boolean has(String member) {
        return object.hasNonNull(member);
    }

    static String abbreviated(String name) {
        var printable = name.codePoints()
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .limit(60)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return printable.toString();
    }
}
