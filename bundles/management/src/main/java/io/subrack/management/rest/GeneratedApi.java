/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.web.spi.FrontDoor.OperationStatus;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes an OpenAPI document of what is known of a bundle's operations: where they are and who may call them. */
final class GeneratedApi {
    private static final Pattern PARAMETER =
            Pattern.compile("\\{\\s*([A-Za-z0-9_.-]+)\\s*(?::[^{}]*(?:\\{[^{}]*}[^{}]*)*)?}");

    private GeneratedApi() {}

    static ObjectNode of(String title, String version, List<OperationStatus> operations) {
        var document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", title)
                .put("version", version)
                .put(
                        "description",
                        "Made from the operations that are live: the bundle brings no description of its own.");
        document.putArray("servers").addObject().put("url", "/").put("description", "This platform");
        var paths = document.putObject("paths");
        for (var operation : operations) {
            if (isDescribable(operation)) {
                add(paths, operation);
            }
        }
        var token =
                document.putObject("components").putObject("securitySchemes").putObject("token");
        token.put("type", "http").put("scheme", "bearer").put("description", "An access token or API token");
        return document;
    }

    /** What a handler does not list itself cannot be described. */
    static boolean isDescribable(OperationStatus operation) {
        return !operation.method().equals("*") && !operation.template().endsWith("*");
    }

    private static void add(ObjectNode paths, OperationStatus operation) {
        var template = PARAMETER.matcher(operation.template()).replaceAll("{$1}");
        var method = operation.method().toLowerCase(Locale.ROOT);
        var item = paths.has(template) ? (ObjectNode) paths.get(template) : paths.putObject(template);
        var node = item.putObject(method)
                .put("operationId", method + template.replaceAll("[^A-Za-z0-9]+", "_"))
                .put("summary", operation.method() + " " + template);
        var parameters = PARAMETER.matcher(template);
        while (parameters.find()) {
            node.withArray("parameters")
                    .addObject()
                    .put("name", parameters.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string");
        }
        addSecurity(node, operation.requirement());
        var responses = node.putObject("responses");
        responses.putObject("2XX").put("description", "It was done");
        responses.putObject("4XX").put("description", "A problem document says why it was not");
    }

    private static void addSecurity(ObjectNode node, @Nullable AccessRequirement requirement) {
        var security = node.putArray("security");
        if (requirement != null && requirement.kind() == AccessRequirement.Kind.RESTRICTED) {
            var scopes = security.addObject().putArray("token");
            requirement.scopes().stream().sorted().forEach(scopes::add);
        }
    }
}
