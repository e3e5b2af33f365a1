/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.management.rest.ApiDocuments;
import io.subrack.management.rest.ApiMerge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The description of the management API: made of what the built modules bring, as a running platform does.
 *
 * @param document the merged document
 */
record ManagementApi(JsonNode document) {
    static final String BASE = "/api/platform/v1";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** Returns the documents of the modules that have one. */
    static Map<BuiltBundle, ObjectNode> modules() {
        Map<BuiltBundle, ObjectNode> modules = new LinkedHashMap<>();
        BuiltBundle.all().stream()
                .sorted(Comparator.comparing(BuiltBundle::symbolicName))
                .forEach(bundle -> bundle.entry(bundle.symbolicName().replace('.', '/') + "/openapi.json")
                        .ifPresent(bytes -> modules.put(bundle, read(bytes))));
        return modules;
    }

    static ManagementApi merged() {
        var merge = new ApiMerge("");
        modules().forEach((bundle, document) -> merge.add(ApiDocuments.name(bundle.symbolicName()), document));
        return new ManagementApi(merge.document());
    }

    private static ObjectNode read(byte[] bytes) {
        try {
            return (ObjectNode) MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all operations, by path and then by method. */
    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .forEach(operation -> operations.add(new Operation(
                                this,
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                operation.getValue()))));
        return operations;
    }

    /** Returns what a reference refers to, and anything else as it is. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }

    /**
     * An operation.
     *
     * @param method in upper case
     * @param node its description
     */
    record Operation(ManagementApi api, String method, String path, JsonNode node) {
        String name() {
            return method + " " + path;
        }

        String tag() {
            return node.at("/tags/0").asText();
        }

        /** Returns its parameters, resolved. */
        List<JsonNode> parameters() {
            List<JsonNode> parameters = new ArrayList<>();
            node.path("parameters").forEach(parameter -> parameters.add(api.resolved(parameter)));
            return parameters;
        }

        /** Returns the names of its parameters that are at a place: {@code path}, {@code query} or {@code header}. */
        Set<String> parameters(String place) {
            Set<String> names = new TreeSet<>();
            for (var parameter : parameters()) {
                if (parameter.path("in").asText().equals(place)) {
                    names.add(parameter.path("name").asText());
                }
            }
            return names;
        }

        /** Returns its answers by status, resolved. */
        Map<Integer, JsonNode> answers() {
            Map<Integer, JsonNode> answers = new LinkedHashMap<>();
            node.path("responses")
                    .properties()
                    .forEach(answer -> answers.put(Integer.valueOf(answer.getKey()), api.resolved(answer.getValue())));
            return answers;
        }

        /** Returns the content types of its body. */
        Set<String> bodies() {
            Set<String> types = new TreeSet<>();
            node.at("/requestBody/content").fieldNames().forEachRemaining(types::add);
            return types;
        }

        /** Returns what its answer looks like that is JSON; missing if it has none. */
        JsonNode answer() {
            return api.resolved(
                    answers().getOrDefault(200, MAPPER.missingNode()).at("/content/application~1json/schema"));
        }

        Set<String> scopes() {
            Set<String> scopes = new TreeSet<>();
            node.at("/security/0/token").forEach(scope -> scopes.add(scope.asText()));
            return scopes;
        }
    }
}
