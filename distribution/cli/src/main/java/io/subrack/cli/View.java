/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** How a kind of resource is shown as a table: what names it, and its columns. */
final class View {
    /**
     * A column.
     *
     * @param wide whether it is shown with {@code -o wide} alone
     */
    record Column(String header, Function<JsonNode, String> text, boolean wide) {}

    private final String id;
    private final List<Column> columns = new ArrayList<>();

    private View(String id) {
        this.id = id;
    }

    /** Starts a view of resources that {@code -o name} names by this member. */
    static View namedBy(String id) {
        return new View(id);
    }

    View column(String header, String member) {
        return column(header, node -> Printer.text(node.at("/" + member)));
    }

    View column(String header, Function<JsonNode, String> text) {
        columns.add(new Column(header, text, false));
        return this;
    }

    View wide(String header, String member) {
        columns.add(new Column(header, node -> Printer.text(node.at("/" + member)), true));
        return this;
    }

    String name(JsonNode resource) {
        return Printer.text(resource.at("/" + id));
    }

    List<Column> columns(boolean wide) {
        return columns.stream().filter(column -> wide || !column.wide()).toList();
    }
}
