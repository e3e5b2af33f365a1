/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Prints what the server answered: for eyes, or for programs. */
final class Printer {
    /** How results are printed. */
    enum Format {
        table,
        wide,
        json,
        yaml,
        name
    }

    private static final int MAX_CELL = 80;

    private final Terminal terminal;
    private final Format format;

    Printer(Terminal terminal, Format format) {
        this.terminal = terminal;
        this.format = format;
    }

    /** Whether a program reads what is printed. */
    boolean structured() {
        return format == Format.json || format == Format.yaml;
    }

    void list(JsonNode items, View view) {
        switch (format) {
            case json, yaml -> document(items);
            case name -> items.forEach(item -> terminal.say(view.name(item)));
            default -> table(items, view.columns(format == Format.wide));
        }
    }

    /** Prints one resource with all its members. */
    void one(JsonNode resource, View view) {
        switch (format) {
            case json, yaml -> document(resource);
            case name -> terminal.say(view.name(resource));
            default -> members(resource, "");
        }
    }

    /** Prints JSON or YAML as it is, whatever the format for eyes would be. */
    void document(JsonNode node) {
        try {
            String text = format == Format.yaml
                    ? Yaml.MAPPER.writeValueAsString(node)
                    : JsonMapper.builder()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsString(node);
            terminal.out().println(text.stripTrailing());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Prints rows below their headers, each column as wide as what is in it. */
    private void table(JsonNode items, List<View.Column> columns) {
        if (items.isEmpty()) {
            terminal.tell("There is nothing to show.");
            return;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(columns.stream().map(View.Column::header).toList());
        for (JsonNode item : items) {
            rows.add(columns.stream()
                    .map(column -> cell(column.text().apply(item)))
                    .toList());
        }
        int[] widths = new int[columns.size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String text = row.get(i);
                line.append(text);
                if (i < widths.length - 1) {
                    line.append(" ".repeat(widths[i] - text.length() + 2));
                }
            }
            terminal.say(line.toString().stripTrailing());
        }
    }

    private String cell(String text) {
        String line = Terminal.safe(text.replace('\n', ' ').replace('\t', ' '));
        return line.length() <= MAX_CELL || format == Format.wide ? line : line.substring(0, MAX_CELL - 1) + "…";
    }

    private void members(JsonNode object, String indent) {
        int width = 0;
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            width = Math.max(width, names.next().length());
        }
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode value = member.getValue();
            String label = indent + member.getKey() + ":";
            if (value.isContainerNode() && !plain(value)) {
                terminal.say(label);
                nested(value, indent + "  ");
            } else {
                terminal.say(label
                        + " ".repeat(Math.max(1, width + 2 - member.getKey().length()))
                        + text(value));
            }
        }
    }

    private void nested(JsonNode value, String indent) {
        if (value.isObject()) {
            members(value, indent);
            return;
        }
        for (JsonNode item : value) {
            if (item.isObject()) {
                terminal.say(indent + "-");
                members(item, indent + "  ");
            } else {
                terminal.say(indent + "- " + text(item));
            }
        }
    }

    private static boolean plain(JsonNode container) {
        if (container.isObject() && !container.isEmpty()) {
            return false;
        }
        for (JsonNode item : container) {
            if (item.isContainerNode() || item.asText().length() > 40) {
                return false;
            }
        }
        return container.size() <= 6;
    }

    /** Returns a value in words; nothing for null, a list with commas. */
    static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value.isArray()) {
            var parts = new ArrayList<String>();
            value.forEach(item -> parts.add(text(item)));
            return String.join(", ", parts);
        }
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    /** Loaded when YAML is asked for. */
    private static final class Yaml {
        static final ObjectMapper MAPPER = new ObjectMapper(YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build());
    }
}
