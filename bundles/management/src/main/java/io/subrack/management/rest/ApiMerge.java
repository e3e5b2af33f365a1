/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes one OpenAPI document of those of several modules. A component that two modules mean differently gets the module's
 * name before its own; what each operation has to say, and modules need not repeat, is added. Used by one thread, once.
 */
public final class ApiMerge {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String COMPONENTS = "#/components/";
    private static final String SCHEMES = "securitySchemes";
    private static final String KEY_PARAMETER = COMPONENTS + "parameters/IdempotencyKey";
    private static final String SECURITY = "security";
    private static final String TOKEN = "token";
    private static final Map<String, String> MEANINGS = Map.of(
            "platform.read", "Look at everything but people, secrets and the audit log",
            "platform.deploy", "Change what is live",
            "platform.config", "Change configuration, repositories and log levels",
            "platform.users", "Manage people, groups and roles",
            "platform.clients", "Manage OAuth clients",
            "platform.keys", "Manage signing keys",
            "platform.audit", "Read the audit log",
            "platform.data", "Manage the data of bundles, and backups");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    private final ObjectNode document = NODES.objectNode();
    private final Map<String, JsonNode> paths = new TreeMap<>();
    private final Map<String, Map<String, JsonNode>> components = new LinkedHashMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private final Set<String> operationIds = new HashSet<>();

    /** @param version of the platform */
    public ApiMerge(String version) {
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Subrack management API")
                .put("version", version)
                .put(
                        "description",
                        "Everything that the console and the command line do. Each change of what is live is one"
                                + " deployment: planned, applied whole or undone whole.")
                .<ObjectNode>set("license", license())
                .putObject("contact")
                .put("name", "The administrators of this platform");
        document.putArray("servers").addObject().put("url", "/").put("description", "This platform");
        components("parameters").put("IdempotencyKey", idempotencyKey());
    }

    private static ObjectNode license() {
        return NODES.objectNode().put("name", "Apache-2.0").put("identifier", "Apache-2.0");
    }

    private static ObjectNode idempotencyKey() {
        var parameter = NODES.objectNode()
                .put("name", "Idempotency-Key")
                .put("in", "header")
                .put(
                        "description",
                        "The same key with the same body is done once, and answered as the first time for 24 hours");
        parameter.putObject("schema").put("type", "string").put("minLength", 8).put("maxLength", 128);
        return parameter;
    }

    private Map<String, JsonNode> components(String section) {
        return components.computeIfAbsent(section, any -> new TreeMap<>());
    }

    /**
     * Adds the document of a module.
     *
     * @param name the module in one word, in upper case at its beginning
     */
    public void add(String name, ObjectNode module) {
        var renamed = renames(name, module);
        module.path("components").properties().forEach(section -> {
            for (var component : section.getValue().properties()) {
                var reference = section.getKey() + "/" + component.getKey();
                var target = renamed.getOrDefault(reference, component.getKey());
                components(section.getKey()).putIfAbsent(target, rewritten(component.getValue(), renamed));
            }
        });
        for (var tag : module.path("tags")) {
            tags.merge(
                    tag.path("name").asText(),
                    tag.path("description").asText(),
                    (old, other) -> old.isEmpty() ? other : old);
        }
        for (var path : module.path("paths").properties()) {
            if (rewritten(path.getValue(), renamed) instanceof ObjectNode item) {
                complete(name, path.getKey(), item);
                paths.putIfAbsent(path.getKey(), item);
            }
        }
    }

    /** Returns the new names of the components that other modules have with another meaning, by section and name. */
    private Map<String, String> renames(String name, ObjectNode module) {
        var renamed = new LinkedHashMap<String, String>();
        boolean more = true;
        while (more) {
            more = false;
            for (var section : module.path("components").properties()) {
                var known = components(section.getKey());
                for (var component : section.getValue().properties()) {
                    var reference = section.getKey() + "/" + component.getKey();
                    var there = known.get(component.getKey());
                    if (there != null
                            && !section.getKey().equals(SCHEMES)
                            && !renamed.containsKey(reference)
                            && !there.equals(rewritten(component.getValue(), renamed))) {
                        renamed.put(reference, name + component.getKey());
                        more = true;
                    }
                }
            }
        }
        return renamed;
    }

    private static JsonNode rewritten(JsonNode node, Map<String, String> renamed) {
        if (node instanceof ObjectNode object) {
            var copy = NODES.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), member(member, renamed)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            var copy = NODES.arrayNode();
            array.forEach(element -> copy.add(rewritten(element, renamed)));
            return copy;
        }
        return node;
    }

    private static JsonNode member(Map.Entry<String, JsonNode> member, Map<String, String> renamed) {
        if (member.getKey().equals("$ref") && member.getValue().isTextual()) {
            var reference = member.getValue().textValue();
            if (reference.startsWith(COMPONENTS)) {
                var local = reference.substring(COMPONENTS.length());
                var target = renamed.get(local);
                return target == null
                        ? member.getValue()
                        : TextNode.valueOf(COMPONENTS + local.substring(0, local.indexOf('/') + 1) + target);
            }
        }
        return rewritten(member.getValue(), renamed);
    }

    private void complete(String name, String path, ObjectNode item) {
        for (var entry : item.properties()) {
            if (METHODS.contains(entry.getKey()) && entry.getValue() instanceof ObjectNode operation) {
                complete(name, path, entry.getKey(), operation);
            }
        }
    }

    private void complete(String name, String path, String method, ObjectNode operation) {
        var id = operation.path("operationId").asText();
        if (!operationIds.add(id)) {
            operation.put("operationId", id + name);
            operationIds.add(id + name);
        }
        if (!operation.hasNonNull("summary")) {
            operation.put("summary", method.toUpperCase(Locale.ROOT) + " " + path);
        }
        if (!operation.hasNonNull("description")) {
            operation.put("description", operation.get("summary").textValue());
        }
        if (operation.path("tags").isEmpty()) {
            operation.putArray("tags").add(firstSegment(path));
        }
        operation.get("tags").forEach(tag -> tags.putIfAbsent(tag.asText(), ""));
        if (method.equals("post")) {
            operation.withArray("parameters").addObject().put("$ref", KEY_PARAMETER);
        }
    }

    private static String firstSegment(String path) {
        var below = path.startsWith(Api.BASE + "/") ? path.substring(Api.BASE.length() + 1) : path.substring(1);
        int end = below.indexOf('/');
        return end < 0 ? below : below.substring(0, end);
    }

    /** Returns everything that was added. */
    public ObjectNode document() {
        var list = document.putArray("tags");
        tags.forEach((tag, description) -> list.addObject()
                .put("name", tag)
                .put("description", description.isEmpty() ? "Operations on " + tag : description));
        document.putArray(SECURITY).addObject().putArray(TOKEN);
        components(SCHEMES).put(TOKEN, tokens());
        var allPaths = document.putObject("paths");
        paths.forEach(allPaths::set);
        dropUnused();
        var all = document.putObject("components");
        components.forEach((section, named) -> {
            if (!named.isEmpty()) {
                var target = all.putObject(section);
                named.forEach(target::set);
            }
        });
        return document;
    }

    /** Modules say that operations want a token with scopes; where such tokens come from is known here. */
    private ObjectNode tokens() {
        var scheme = NODES.objectNode()
                .put("type", "oauth2")
                .put(
                        "description",
                        "A bearer token of this platform: an access token, or an API token that a person made for"
                                + " programs. Pages of the platform itself use the session's cookie instead.");
        var flows = scheme.putObject("flows");
        addScopes(flows.putObject("authorizationCode")
                .put("authorizationUrl", "/oauth2/authorize")
                .put("tokenUrl", "/oauth2/token")
                .put("refreshUrl", "/oauth2/token"));
        addScopes(flows.putObject("clientCredentials").put("tokenUrl", "/oauth2/token"));
        return scheme;
    }

    private void addScopes(ObjectNode flow) {
        var used = new TreeSet<String>();
        paths.values()
                .forEach(item -> item.findValues(SECURITY)
                        .forEach(any -> any.findValues(TOKEN)
                                .forEach(scopes -> scopes.forEach(scope -> used.add(scope.asText())))));
        var scopes = flow.putObject("scopes");
        used.forEach(scope -> scopes.put(scope, MEANINGS.getOrDefault(scope, "Operations that ask for " + scope)));
    }

    private void dropUnused() {
        var used = new HashSet<String>();
        paths.values().forEach(path -> use(path, used));
        for (var section : List.copyOf(components.keySet())) {
            if (!section.equals(SCHEMES)) {
                components(section).keySet().removeIf(name -> !used.contains(section + "/" + name));
            }
        }
    }

    private void use(JsonNode node, Set<String> used) {
        var reference = node.path("$ref").asText();
        if (reference.startsWith(COMPONENTS) && used.add(reference.substring(COMPONENTS.length()))) {
            var local = reference.substring(COMPONENTS.length());
            int slash = local.indexOf('/');
            var target = components(local.substring(0, slash)).get(local.substring(slash + 1));
            if (target != null) {
                use(target, used);
            }
        }
        node.forEach(child -> use(child, used));
    }
}
