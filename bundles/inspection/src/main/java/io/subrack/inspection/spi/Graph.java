/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import java.util.List;

/**
 * Bundles and what leads from one to another.
 *
 * @param nodes sorted by id
 * @param edges sorted by from, to and kind; each leads from the one that needs to the one that gives
 */
public record Graph(List<Node> nodes, List<Edge> edges) {
    /** A bundle, by its symbolic name. */
    public record Node(String id, String version, String kind, String health, String state) {}

    /**
     * A dependency.
     *
     * @param kind {@code package}, {@code service} or {@code capability}
     * @param labels what is needed: packages, interfaces, namespaces; sorted, at most {@value Graphs#MAX_LABELS}
     * @param more how many labels are left out
     */
    public record Edge(String from, String to, String kind, List<String> labels, int more) {}
}
