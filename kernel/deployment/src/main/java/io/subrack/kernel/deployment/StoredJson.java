/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The form of the store's files: indented JSON whose first member is {@code format}. Records are mapped by hand, so
 * that a change of a record never changes what is on disk by accident.
 */
final class StoredJson {
    /** The one format there is so far. */
    static final int FORMAT = 1;

    private static final String FORMAT_MEMBER = "format";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StoredJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static <T> ArrayNode array(List<T> items, Function<T, JsonNode> mapping) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
        items.forEach(item -> array.add(mapping.apply(item)));
        return array;
    }

    static byte[] bytes(ObjectNode content) {
        ObjectNode file = object().put(FORMAT_MEMBER, FORMAT);
        file.setAll(content);
        try {
            return (MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers can always be written", e);
        }
    }

    /**
     * Reads a file.
     *
     * @param mapping may throw {@link IllegalArgumentException} where something is missing or wrong
     * @param fix what to do if the file is damaged, as a sentence
     * @throws DeploymentException {@link DeploymentProblem#STORE_FAILED}, naming the file
     */
    static <T> T read(Path file, Function<JsonNode, T> mapping, String fix) {
        try {
            JsonNode content = MAPPER.readTree(Files.readAllBytes(file));
            int format = content.path(FORMAT_MEMBER).asInt(0);
            if (format > FORMAT) {
                throw new DeploymentException(
                        DeploymentProblem.STORE_FAILED,
                        file + " was written by a newer Subrack (format " + format + ", this one knows " + FORMAT
                                + "). Start that version again.");
            }
            if (format < 1) {
                throw new IllegalArgumentException("it has no format number");
            }
            return mapping.apply(content);
        } catch (JsonProcessingException e) {
            throw damaged(file, e.getOriginalMessage(), fix, e);
        } catch (IOException e) {
            throw damaged(file, String.valueOf(e.getMessage()), fix, e);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw damaged(file, String.valueOf(e.getMessage()), fix, e);
        }
    }

    private static DeploymentException damaged(Path file, String cause, String fix, Exception e) {
        return new DeploymentException(
                DeploymentProblem.STORE_FAILED, file + " cannot be read: " + cause + ". " + fix, e);
    }

    static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("the text '" + member + "' is missing");
        }
        return value.textValue();
    }

    static Optional<String> optionalText(JsonNode node, String member) {
        return node.hasNonNull(member) ? Optional.of(text(node, member)) : Optional.empty();
    }

    static long number(JsonNode node, String member) {
        JsonNode value = node.path(member);
        if (!value.isIntegralNumber()) {
            throw new IllegalArgumentException("the number '" + member + "' is missing");
        }
        return value.longValue();
    }

    static <T> List<T> list(JsonNode node, String member, Function<JsonNode, T> mapping) {
        JsonNode value = node.path(member);
        if (!value.isArray()) {
            throw new IllegalArgumentException("the list '" + member + "' is missing");
        }
        List<T> items = new ArrayList<>(value.size());
        value.forEach(item -> items.add(mapping.apply(item)));
        return items;
    }
}
