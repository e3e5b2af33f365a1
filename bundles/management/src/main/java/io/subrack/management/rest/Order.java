/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a list is sorted, and where its pages start.
 *
 * @param comparator never says that two items are equal
 * @param id what the query calls an item by
 */
record Order<T>(Comparator<T> comparator, Function<T, String> id) {
    /**
     * Reads {@code sort=name} or {@code sort=-name}.
     *
     * @param orders what can be sorted by
     * @param natural the order of a query that asks for none, and of items that are the same by another
     */
    static <T> Order<T> read(
            Faults faults,
            @Nullable String text,
            Map<String, Comparator<T>> orders,
            Comparator<T> natural,
            Function<T, String> id) {
        if (text == null) {
            return new Order<>(natural, id);
        }
        boolean descending = text.startsWith("-");
        var comparator = orders.get(descending ? text.substring(1) : text);
        if (comparator == null) {
            faults.add(
                    "sort",
                    "must be one of " + String.join(", ", new TreeSet<>(orders.keySet()))
                            + ", with a '-' before it for the other way round");
            return new Order<>(natural, id);
        }
        return new Order<>((descending ? comparator.reversed() : comparator).thenComparing(natural), id);
    }

    /**
     * Sorts items and leaves out the pages before.
     *
     * @param after the last item of the page before; null for the first page
     * @throws io.subrack.kernel.api.ProblemException 400 if there is no such item any more
     */
    List<T> from(List<T> items, @Nullable String after) {
        var sorted = items.stream().sorted(comparator).toList();
        if (after == null) {
            return sorted;
        }
        for (int i = sorted.size() - 1; i >= 0; i--) {
            if (id.apply(sorted.get(i)).equals(after)) {
                return sorted.subList(i + 1, sorted.size());
            }
        }
        var faults = new Faults();
        faults.add("after", "must be an item of the list, and is not, or not any more; start again without it");
        faults.refuseParameters();
        return List.of();
    }
}
