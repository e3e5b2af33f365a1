/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.tests.architecture.ManagementApi.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The management API as pages for people: one with all operations, and one for each tag. */
final class ApiReference {
    private static final String HEAD = """
            # Management API

            Everything that the console and the command line do. The console's API explorer shows the same with a form to try each
            operation; `GET /api/platform/v1/openapi.json` is the OpenAPI 3.1 document that these pages are made from.
            [How to use it](../guide/api-client.md) says how to get a token, deploy and follow what happens.

            - Paths are below `/api/platform/v1`. A request has `Authorization: Bearer <token>`; the token needs the scope of the
              operation. Pages of the platform itself send the session's cookie instead.
            - Every operation may also answer 401 (no token, or it is over), 403 (the token lacks the scope), 500 (a fault of the
              platform; the log has the request id) and 503 (not possible right now; repeat after `Retry-After`).
            - Every answer from 400 on is a [problem document](problems.md) (`application/problem+json`). Decide by its `type`.
            - A list is `{"items": […], "next": "…"}`. `next` is the address of the next page and is not there on the last one.
            - What two people may change at the same time has an `ETag`. Send it as `If-Match` with the change: 412 says that
              somebody else was faster.
            - Each POST takes an `Idempotency-Key`: the same key with the same body is done once.
            - Streams of server-sent events go on after the `Last-Event-ID`.

            This page and those below it are made from the description of the built platform.

            """;

    private final ManagementApi api;
    private final List<ProblemRow> problems;

    ApiReference(ManagementApi api, List<ProblemRow> problems) {
        this.api = api;
        this.problems = problems;
    }

    /**
     * A row of the reference of problems.
     *
     * @param area what the type begins with, as {@code deploy}
     */
    record ProblemRow(String type, String area, int status, String when) {}

    /** Returns the pages by their path below the folder of the reference. */
    Map<String, String> pages() {
        Map<String, List<Operation>> tags = new TreeMap<>();
        for (var operation : api.operations()) {
            tags.computeIfAbsent(operation.tag(), any -> new ArrayList<>()).add(operation);
        }
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("api.md", index(tags));
        tags.forEach((tag, operations) -> pages.put("api/" + tag + ".md", page(tag, operations)));
        return pages;
    }

    private String index(Map<String, List<Operation>> tags) {
        var text = new StringBuilder(HEAD);
        tags.forEach((tag, operations) -> {
            text.append("## ").append(tag).append("\n\n").append(meaning(tag)).append("\n\n");
            text.append("| Operation | What it does | Scope |\n|---|---|---|\n");
            for (var operation : operations) {
                text.append("| [`%s`](api/%s.md#%s) | %s | %s |\n"
                        .formatted(
                                shortName(operation),
                                tag,
                                anchor(shortName(operation)),
                                cell(summary(operation)),
                                scopes(operation)));
            }
            text.append('\n');
        });
        return text.toString().strip() + "\n";
    }

    private String meaning(String tag) {
        for (var described : api.document().path("tags")) {
            if (described.path("name").asText().equals(tag)) {
                var meaning = described.path("description").asText();
                return meaning.endsWith(".") ? meaning : meaning + ".";
            }
        }
        throw new IllegalStateException("nobody describes the tag " + tag);
    }

    private String page(String tag, List<Operation> operations) {
        var text = new StringBuilder("# Management API: " + tag + "\n\n");
        text.append(meaning(tag)).append(" What holds for every operation stands in [Management API](../api.md).\n");
        for (var operation : operations) {
            operation(text, operation);
        }
        var types = new ApiTypes(api, operations);
        if (!types.isEmpty()) {
            text.append("\n## Types\n").append(types.text());
        }
        problems(text, operations);
        return text.toString().strip() + "\n";
    }

    private void operation(StringBuilder text, Operation operation) {
        text.append("\n## `").append(shortName(operation)).append("`\n\n").append(summary(operation));
        var description = operation.node().path("description").asText();
        if (!description.isBlank()
                && !description.equals(operation.node().path("summary").asText())) {
            text.append(' ').append(sentence(description));
        }
        text.append(" Scope: ").append(scopes(operation)).append(".\n");
        var types = new ApiTypes(api, List.of(operation));
        parameters(text, operation, types);
        operation
                .node()
                .at("/requestBody/content")
                .properties()
                .forEach(body -> text.append("\nBody: `")
                        .append(body.getKey())
                        .append("`, ")
                        .append(types.link(body.getValue().path("schema")))
                        .append(operation.node().at("/requestBody/required").asBoolean() ? "" : " (may be left out)")
                        .append('\n'));
        text.append("\n| Answer | When | Body |\n|---|---|---|\n");
        operation.answers().forEach((status, answer) -> {
            if (!List.of(401, 403, 500, 503).contains(status)) {
                text.append("| %d | %s | %s |\n".formatted(status, when(answer), body(status, answer, types)));
            }
        });
    }

    private static void parameters(StringBuilder text, Operation operation, ApiTypes types) {
        var parameters = operation.parameters().stream()
                .filter(parameter -> !parameter.path("name").asText().equals("Idempotency-Key"))
                .sorted(Comparator.comparing(parameter -> List.of("path", "query", "header")
                        .indexOf(parameter.path("in").asText())))
                .toList();
        if (parameters.isEmpty()) {
            return;
        }
        text.append("\n| Parameter | In | Type | Meaning |\n|---|---|---|---|\n");
        for (var parameter : parameters) {
            var schema = parameter.path("schema");
            text.append("| `%s`%s | %s | %s | %s |\n"
                    .formatted(
                            parameter.path("name").asText(),
                            parameter.path("required").asBoolean() ? "" : " (optional)",
                            parameter.path("in").asText(),
                            types.link(schema),
                            ApiTypes.meaning(parameter.path("description").asText(), schema)));
        }
    }

    private static String when(JsonNode answer) {
        var headers = new ArrayList<String>();
        answer.path("headers").fieldNames().forEachRemaining(name -> headers.add("`" + name + "`"));
        return cell(answer.path("description").asText())
                + (headers.isEmpty() ? "" : "; has " + String.join(", ", headers));
    }

    private static String body(int status, JsonNode answer, ApiTypes types) {
        if (status >= 400) {
            return "problem";
        }
        return answer.path("content").properties().stream()
                .map(content -> content.getKey().equals("application/json")
                        ? types.link(content.getValue().path("schema"))
                        : "`" + content.getKey() + "`")
                .collect(Collectors.joining(" or "));
    }

    private void problems(StringBuilder text, List<Operation> operations) {
        var areas = ApiReferenceTest.PROBLEMS.getOrDefault(operations.get(0).tag(), List.of());
        var rows = problems.stream()
                .filter(row -> areas.contains(row.area()))
                .filter(row -> operations.stream()
                        .anyMatch(operation -> operation.answers().containsKey(row.status())))
                .toList();
        if (!rows.isEmpty()) {
            text.append("\n## Problem types\n\nBeside [those of any request](../problems.md#http):\n\n");
            text.append("| Type | Status | When |\n|---|---|---|\n");
            rows.forEach(row -> text.append("| `%s` | %d | %s |\n".formatted(row.type(), row.status(), row.when())));
        }
    }

    private static String summary(Operation operation) {
        return sentence(operation.node().path("summary").asText());
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static String scopes(Operation operation) {
        if (operation.node().path("security").isEmpty()) {
            return "none, for anybody";
        }
        var scopes = operation.scopes();
        return scopes.isEmpty()
                ? "none, for anybody with a token"
                : scopes.stream().map(scope -> "`" + scope + "`").collect(Collectors.joining(" and "));
    }

    private static String shortName(Operation operation) {
        var path = operation.path();
        return operation.method() + " "
                + (path.startsWith(ManagementApi.BASE) ? path.substring(ManagementApi.BASE.length()) : path);
    }

    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }

    static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
