/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Holds JSON against the published schema, so that there is one source of what is allowed. Understands what that schema
 * uses of JSON Schema, and says what is wrong in the words of its descriptions.
 */
final class SchemaCheck {
    static final String FILE = "contribution-" + Contributions.API_VERSION + ".schema.json";

    private static final int MAX_FAULTS = 20;
    private static final int MAX_SHOWN_CHARS = 60;
    private static final String DESCRIPTION = "description";

    private final JsonNode schema;
    private final List<String> faults = new ArrayList<>();

    private SchemaCheck(JsonNode schema) {
        this.schema = schema;
    }

    /** Returns what is wrong, as sentences; nothing if the file is as the schema wants it. */
    static List<String> faults(JsonNode file) {
        SchemaCheck check = new SchemaCheck(schema());
        check.check("", file, check.schema);
        return check.faults.size() <= MAX_FAULTS ? check.faults : check.faults.subList(0, MAX_FAULTS);
    }

    static JsonNode schema() {
        try (InputStream in = SchemaCheck.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the bundle");
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(String path, JsonNode value, JsonNode rule) {
        JsonNode target =
                rule.has("$ref") ? schema.at(rule.get("$ref").textValue().substring(1)) : rule;
        String words = rule.path(DESCRIPTION).asText(target.path(DESCRIPTION).asText("see the schema"));
        if (!hasType(value, target.path("type").asText())) {
            faults.add(name(path) + " must be " + article(target.path("type").asText()) + ": " + words + ".");
        } else if (value.isObject()) {
            checkObject(path, value, target);
        } else if (value.isArray()) {
            checkArray(path, value, target);
        } else if (!fits(value, target)) {
            faults.add(name(path) + " '" + shown(value.asText()) + "' is not " + words + ".");
        }
    }

    private void checkObject(String path, JsonNode value, JsonNode rule) {
        JsonNode properties = rule.path("properties");
        rule.path("required").forEach(required -> {
            if (!value.has(required.textValue())) {
                faults.add(name(path) + " lacks '" + required.textValue() + "'; add it.");
            }
        });
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode known = properties.get(member.getKey());
            if (known == null) {
                faults.add(name(path) + " has '" + shown(member.getKey()) + "', which nobody knows; it can have "
                        + String.join(", ", names(properties)) + ".");
            } else {
                check(path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue(), known);
            }
        }
    }

    private void checkArray(String path, JsonNode value, JsonNode rule) {
        int most = rule.path("maxItems").asInt(Integer.MAX_VALUE);
        if (value.size() > most) {
            faults.add(name(path) + " has " + value.size() + " entries, and " + most + " is the most; leave some out.");
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            check(path + "[" + i + "]", value.get(i), rule.path("items"));
        }
    }

    private static boolean fits(JsonNode value, JsonNode rule) {
        if (value.isNumber()) {
            return value.asInt() >= rule.path("minimum").asInt(Integer.MIN_VALUE)
                    && value.asInt() <= rule.path("maximum").asInt(Integer.MAX_VALUE);
        }
        String text = value.asText();
        return text.length() >= rule.path("minLength").asInt(0)
                && text.length() <= rule.path("maxLength").asInt(Integer.MAX_VALUE)
                && (!rule.has("pattern")
                        || pattern(rule.get("pattern").textValue())
                                .matcher(text)
                                .find());
    }

    /** In JSON Schema, the end is the end; Java's {@code $} would take a line break before it. */
    private static Pattern pattern(String ofSchema) {
        return Pattern.compile(
                ofSchema.endsWith("$") ? ofSchema.substring(0, ofSchema.length() - 1) + "\\z" : ofSchema);
    }

    private static boolean hasType(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "integer" -> value.isIntegralNumber() && value.canConvertToInt();
            case "boolean" -> value.isBoolean();
            case "string" -> value.isTextual();
            default -> throw new IllegalStateException("the schema has a type that is not understood: " + type);
        };
    }

    private static String article(String type) {
        return switch (type) {
            case "object" -> "an object in braces";
            case "array" -> "a list in brackets";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            default -> "a text in quotes";
        };
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String name(String path) {
        return path.isEmpty() ? "the file" : path;
    }

    /** Keeps what a stranger wrote to one short line. */
    static String shown(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7E]", "?");
        return plain.length() <= MAX_SHOWN_CHARS ? plain : plain.substring(0, MAX_SHOWN_CHARS) + "…";
    }
}
