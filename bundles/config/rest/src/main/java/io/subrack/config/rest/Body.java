/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.config.api.Secret;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.resources.spi.JsonBody;
import io.subrack.web.resources.spi.Query;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The JSON object of a request. */
final class Body {
    private static final int MAX_BYTES = 1_048_576;

    private final JsonNode root;

    private Body(JsonNode root) {
        this.root = root;
    }

    /** @throws ProblemException if it is no JSON object, or has a member that nobody reads */
    static Body read(InputStream content, String... known) throws IOException {
        return new Body(JsonBody.read(content, MAX_BYTES, known));
    }

    /** Returns why, in the author's words. */
    String reason() {
        String reason = root.path("reason").isMissingNode() ? "" : text("reason");
        if (reason.length() > DeploymentRequest.MAX_TEXT_CHARS) {
            throw Query.bad("reason must have at most " + DeploymentRequest.MAX_TEXT_CHARS + " characters");
        }
        return reason;
    }

    String text(String member) {
        if (!root.path(member).isTextual()) {
            throw Query.bad(member + " must be a text");
        }
        return root.get(member).textValue();
    }

    long number(String member) {
        JsonNode node = root.path(member);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw Query.bad(member + " must be a whole number");
        }
        return node.longValue();
    }

    boolean flag(String member) {
        JsonNode node = root.path(member);
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw Query.bad(member + " must be true or false");
        }
        return node.asBoolean();
    }

    /** Returns the values that are set. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object().properties()) {
            if (!member.getValue().isNull()) {
                values.put(member.getKey(), value(member.getKey(), member.getValue()));
            }
        }
        return values;
    }

    /** Returns the keys whose value is null. */
    Set<String> unset() {
        Set<String> keys = new HashSet<>();
        for (Map.Entry<String, JsonNode> member : object().properties()) {
            if (member.getValue().isNull()) {
                keys.add(member.getKey());
            }
        }
        return keys;
    }

    private JsonNode object() {
        JsonNode values = root.path("values");
        if (!values.isObject()) {
            throw Query.bad("values must be an object of keys and values");
        }
        return values;
    }

    private static Object value(String key, JsonNode node) {
        if (node.isObject()
                && node.path("secret").isBoolean()
                && node.path("secret").booleanValue()) {
            return new Secret(Optional.empty());
        }
        if (!node.isArray()) {
            return scalar(key, node);
        }
        List<Object> list = new ArrayList<>();
        for (JsonNode item : node) {
            list.add(scalar(key, item));
        }
        return List.copyOf(list);
    }

    private static Object scalar(String key, JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isNumber() && !node.isIntegralNumber()) {
            return node.doubleValue();
        }
        throw Query.bad("the value of '" + key.substring(0, Math.min(80, key.length()))
                + "' must be a text, a number, true, false, or a list of these");
    }
}
