/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The OpenAPI document as tests see it. */
record OpenApi(JsonNode document) {
    static OpenApi read() throws IOException {
        try (var file = OpenApi.class.getResourceAsStream("openapi.json")) {
            return new OpenApi(new ObjectMapper().readTree(file));
        }
    }

    /** Returns each operation, as {@code GET /api/platform/v1/sets}. */
    Map<String, JsonNode> operations() {
        var operations = new TreeMap<String, JsonNode>();
        for (var path : document.get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                operations.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue());
            }
        }
        return operations;
    }

    static Set<Integer> statuses(JsonNode operation) {
        var statuses = new TreeSet<Integer>();
        operation.get("responses").fieldNames().forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        return statuses;
    }

    /** Fails if a status was answered that the document does not have for this operation. */
    void check(String method, String path, int status) {
        if (status == 404 || status == 405 || status == 406) {
            return;
        }
        var operation = operations().entrySet().stream()
                .filter(entry -> (method + " " + path).matches(entry.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
                .min((one, other) -> Long.compare(braces(one.getKey()), braces(other.getKey())));
        assertThat(operation).as("operation of " + method + " " + path).isPresent();
        assertThat(statuses(operation.get().getValue()))
                .as("documented statuses of " + operation.get().getKey())
                .contains(status);
    }

    private static long braces(String template) {
        return template.chars().filter(character -> character == '{').count();
    }
}
