/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values of a configuration in JSON as the Configurator has it (OSGi Compendium 150): a key ends in its type where
 * JSON has none ({@code "size:Integer"}, {@code "ports:Integer[]"}).
 */
final class ConfigurationValues {
    /** What the Configurator says to itself. */
    private static final String RESERVED = ":configurator:";

    private static final String ARRAY = "[]";

    private ConfigurationValues() {}

    /** @throws IllegalArgumentException naming the key that cannot be read */
    static Map<String, Object> read(JsonNode object) {
        Map<String, Object> values = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String key = member.getKey();
            if (!key.startsWith(RESERVED)) {
                int colon = key.lastIndexOf(':');
                String type = colon < 0 ? "" : key.substring(colon + 1);
                try {
                    values.put(colon < 0 ? key : key.substring(0, colon), value(member.getValue(), type));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("key '" + key + "' " + e.getMessage(), e);
                }
            }
        }
        return values;
    }

    private static Object value(JsonNode node, String type) {
        String one = type;
        if (type.startsWith("Collection<") && type.endsWith(">")) {
            one = type.substring("Collection<".length(), type.length() - 1);
        } else if (type.endsWith(ARRAY)) {
            one = type.substring(0, type.length() - ARRAY.length());
        }
        if (!node.isArray()) {
            return scalar(node, one);
        }
        List<Object> items = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            items.add(scalar(item, one));
        }
        return List.copyOf(items);
    }

    private static Object scalar(JsonNode node, String type) {
        if (!node.isValueNode() || node.isNull()) {
            throw new IllegalArgumentException("must be a text, a number, a boolean or a list of these");
        }
        String text = node.asText();
        return switch (type) {
            case "" -> untyped(node);
            case "String" -> text;
            case "Integer", "int" -> Integer.valueOf(text);
            case "Long", "long" -> Long.valueOf(text);
            case "Double", "double" -> Double.valueOf(text);
            case "Float", "float" -> Float.valueOf(text);
            case "Short", "short" -> Short.valueOf(text);
            case "Byte", "byte" -> Byte.valueOf(text);
            case "Boolean", "boolean" -> Boolean.valueOf(text);
            case "Character", "char" -> character(text);
            default -> throw new IllegalArgumentException("has the unknown type " + type);
        };
    }

    private static Object untyped(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        return node.isNumber() ? (Object) node.doubleValue() : node.asText();
    }

    private static Character character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("must be one character");
        }
        return text.charAt(0);
    }

    static ObjectNode write(Map<String, Object> values) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(values).forEach((key, value) -> {
            if (value instanceof List<?> list) {
                ArrayNode array = node.putArray(key + suffix(key, list.isEmpty() ? "" : list.get(0), ARRAY));
                list.forEach(item -> array.add(json(item)));
            } else {
                node.set(key + suffix(key, value, ""), json(value));
            }
        });
        return node;
    }

    private static String suffix(String key, Object value, String array) {
        boolean plain =
                value instanceof String || value instanceof Boolean || value instanceof Long || value instanceof Double;
        // A colon in the key would be taken for the one before a type.
        return plain && key.indexOf(':') < 0 ? "" : ":" + value.getClass().getSimpleName() + array;
    }

    private static JsonNode json(Object value) {
        if (value instanceof Boolean flag) {
            return BooleanNode.valueOf(flag);
        }
        if (value instanceof Double || value instanceof Float) {
            return DoubleNode.valueOf(((Number) value).doubleValue());
        }
        return value instanceof Number number
                ? LongNode.valueOf(number.longValue())
                : TextNode.valueOf(value.toString());
    }

    /** Returns the values as ConfigurationAdmin takes them. */
    @SuppressWarnings("JdkObsolete") // ConfigurationAdmin takes nothing but a Dictionary
    static Dictionary<String, Object> dictionary(Map<String, Object> values) {
        Dictionary<String, Object> dictionary = new Hashtable<>();
        values.forEach((key, value) -> dictionary.put(key, value instanceof List<?> list ? array(list) : value));
        return dictionary;
    }

    private static Object array(List<?> list) {
        Class<?> type = list.isEmpty() ? String.class : list.get(0).getClass();
        Object array = Array.newInstance(type, list.size());
        for (int i = 0; i < list.size(); i++) {
            Array.set(array, i, list.get(i));
        }
        return array;
    }
}
