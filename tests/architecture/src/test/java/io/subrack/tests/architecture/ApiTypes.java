/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.tests.architecture.ManagementApi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The types that some operations read and answer, as tables of their members. */
final class ApiTypes {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String PROBLEM = "Problem";

    private final ManagementApi api;
    private final Map<String, JsonNode> types = new TreeMap<>();

    ApiTypes(ManagementApi api, List<Operation> operations) {
        this.api = api;
        for (var operation : operations) {
            collect(operation.node().path("requestBody"));
            operation.parameters().forEach(this::collect);
            operation.answers().forEach((status, answer) -> {
                if (status < 400) {
                    collect(answer);
                }
            });
        }
    }

    private void collect(JsonNode node) {
        var reference = node.path("$ref").asText();
        if (reference.startsWith(SCHEMAS)) {
            var name = reference.substring(SCHEMAS.length());
            var schema = api.resolved(node);
            if (!name.endsWith(PROBLEM) && types.putIfAbsent(name, schema) == null) {
                collect(schema);
            }
        }
        node.forEach(this::collect);
    }

    boolean isEmpty() {
        return types.isEmpty();
    }

    String text() {
        var text = new StringBuilder();
        types.forEach((name, schema) -> {
            text.append("\n### ").append(name).append("\n\n");
            var description = schema.path("description").asText();
            if (!description.isBlank()) {
                text.append(description.endsWith(".") ? description : description + ".")
                        .append("\n\n");
            }
            List<String> rows = new ArrayList<>();
            members(rows, "", schema);
            if (rows.isEmpty()) {
                text.append(meaning(link(schema), schema)).append('\n');
            } else {
                text.append("| Member | Type | Meaning |\n|---|---|---|\n");
                rows.forEach(text::append);
            }
        });
        return text.toString();
    }

    private void members(List<String> rows, String prefix, JsonNode schema) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(member -> {
            var type = member.getValue();
            rows.add("| `%s%s`%s | %s | %s |\n"
                    .formatted(
                            prefix,
                            member.getKey(),
                            required.contains(member.getKey()) ? "" : " (optional)",
                            link(type),
                            meaning(type.path("description").asText(), type)));
            members(rows, prefix + member.getKey() + ".", type);
            members(rows, prefix + member.getKey() + "[].", type.path("items"));
            members(rows, prefix + member.getKey() + ".*.", type.path("additionalProperties"));
        });
    }

    /** Returns a type in a few words, with links to those that have a name. */
    String link(JsonNode schema) {
        var reference = schema.path("$ref").asText();
        if (reference.startsWith(SCHEMAS)) {
            var name = reference.substring(SCHEMAS.length());
            return name.endsWith(PROBLEM)
                    ? "[problem](../problems.md)"
                    : "[" + name + "](#" + ApiReference.anchor(name) + ")";
        }
        for (var choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(choice)) {
                return choices(schema.path(choice), choice.equals("allOf") ? " and " : " or ");
            }
        }
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.path("enum").forEach(value -> values.add("`" + value.asText() + "`"));
            return String.join(", ", values);
        }
        if (schema.has("const")) {
            return "`" + schema.path("const").asText() + "`";
        }
        return plain(schema);
    }

    private String choices(JsonNode choices, String between) {
        List<String> links = new ArrayList<>();
        choices.forEach(choice -> links.add(link(choice)));
        return links.stream().distinct().collect(Collectors.joining(between));
    }

    private String plain(JsonNode schema) {
        List<String> types = new ArrayList<>();
        if (schema.path("type").isArray()) {
            schema.path("type").forEach(type -> types.add(type.asText()));
        } else {
            types.add(schema.path("type").asText("anything"));
        }
        if (types.contains("array")) {
            return "list of " + link(schema.path("items"));
        }
        if (schema.path("additionalProperties").isObject()) {
            return "map of " + link(schema.path("additionalProperties"));
        }
        var format = schema.path("format").asText();
        return String.join(" or ", types) + (format.isEmpty() ? "" : " (" + format + ")");
    }

    /** Returns what a value means and what else holds for it, for a cell of a table. */
    static String meaning(String description, JsonNode schema) {
        var limits = limits(schema);
        var text = limits.isEmpty() || description.isEmpty() || description.endsWith(".")
                ? description
                : description + ".";
        return ApiReference.cell((text + limits).strip());
    }

    private static String limits(JsonNode schema) {
        var text = new StringBuilder();
        range(text, schema, "minimum", "maximum", "");
        range(text, schema, "minLength", "maxLength", " characters");
        range(text, schema, "minItems", "maxItems", " items");
        if (schema.has("pattern")) {
            text.append(" As `").append(schema.path("pattern").asText()).append("`.");
        }
        if (schema.has("default")) {
            text.append(" Default: `").append(schema.path("default").asText()).append("`.");
        }
        return text.toString();
    }

    private static void range(StringBuilder text, JsonNode schema, String least, String most, String unit) {
        var from = schema.path(least).asText();
        var to = schema.path(most).asText();
        if (!from.isEmpty() && !to.isEmpty()) {
            text.append(" From ")
                    .append(from)
                    .append(" to ")
                    .append(to)
                    .append(unit)
                    .append('.');
        } else if (!from.isEmpty()) {
            text.append(" At least ").append(from).append(unit).append('.');
        } else if (!to.isEmpty()) {
            text.append(" At most ").append(to).append(unit).append('.');
        }
    }
}
