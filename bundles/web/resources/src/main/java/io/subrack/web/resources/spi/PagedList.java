/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.resources.spi;

import io.subrack.kernel.api.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list that is short enough to be read whole, and is shown in pages: {@code q} picks, {@code sort} sorts, {@code limit} and
 * {@code after} walk. Immutable.
 *
 * @param <T> the items, as they are shown
 */
public final class PagedList<T> {
    /** What {@link #page(HttpServletRequest, Collection)} reads. */
    public static final String PICKING = "q";

    public static final String SORTING = "sort";
    public static final String LIMIT = "limit";
    public static final String AFTER = "after";

    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 10_000;

    private final Function<T, String> id;
    private final @Nullable Comparator<T> natural;
    private final Map<String, Comparator<T>> orders;
    private final List<Function<T, String>> texts;

    private PagedList(
            Function<T, String> id,
            @Nullable Comparator<T> natural,
            Map<String, Comparator<T>> orders,
            List<Function<T, String>> texts) {
        this.id = id;
        this.natural = natural;
        this.orders = orders;
        this.texts = texts;
    }

    /**
     * Begins with what names an item and no other; items are sorted and found by it, and pages start after it.
     *
     * @param name what the query calls it
     */
    public static <T> PagedList<T> by(String name, Function<T, String> id) {
        return new PagedList<>(id, Comparator.comparing(id), Map.of(name, Comparator.comparing(id)), List.of(id));
    }

    /** Lets items be sorted by something else, too. */
    public <C extends Comparable<? super C>> PagedList<T> sortedBy(String name, Function<T, C> value) {
        Map<String, Comparator<T>> more = new TreeMap<>(orders);
        more.put(name, Comparator.comparing(value));
        return new PagedList<>(id, natural, more, texts);
    }

    /** Lets items be found and sorted by something else, too. */
    public PagedList<T> foundBy(String name, Function<T, String> text) {
        List<Function<T, String>> more = new ArrayList<>(texts);
        more.add(text);
        return new PagedList<>(id, natural, orders, List.copyOf(more)).sortedBy(name, text);
    }

    /** Has the items in this order unless the query asks for another. It never says that two are the same. */
    public PagedList<T> naturally(Comparator<T> order) {
        return new PagedList<>(id, order.thenComparing(id), orders, texts);
    }

    /** Leaves the items as they come unless the query asks for another order. */
    public PagedList<T> asTheyCome() {
        return new PagedList<>(id, null, orders, texts);
    }

    /**
     * Makes the page that a request asks for.
     *
     * @throws ProblemException 400 if the request has a parameter that is not known, or wrong
     */
    public Page<T> page(HttpServletRequest request, Collection<T> all) {
        return page(Query.of(request, PICKING, SORTING, LIMIT, AFTER), all);
    }

    /**
     * Makes the page that a query asks for.
     *
     * @throws ProblemException 400 if a parameter of the list is wrong
     */
    public Page<T> page(Query query, Collection<T> all) {
        int limit = query.number(LIMIT, DEFAULT_LIMIT, 1, MAX_LIMIT);
        String words = query.text(PICKING).toLowerCase(Locale.ROOT);
        List<T> found = new ArrayList<>(all);
        found.removeIf(item -> !words.isEmpty() && texts(item).noneMatch(text -> text.contains(words)));
        sort(found, query.text(SORTING));
        return Page.of(from(found, query.text(AFTER)), limit, item -> item, last -> query.after(id.apply(last)));
    }

    private Stream<String> texts(T item) {
        return texts.stream().map(text -> text.apply(item).toLowerCase(Locale.ROOT));
    }

    private void sort(List<T> items, String asked) {
        if (natural != null) {
            items.sort(natural);
        }
        if (asked.isEmpty()) {
            return;
        }
        boolean descending = asked.startsWith("-");
        Comparator<T> order = orders.get(descending ? asked.substring(1) : asked);
        if (order == null) {
            throw Query.bad("sort must be one of " + String.join(", ", new TreeMap<>(orders).keySet())
                    + ", with a '-' before it for the other way round");
        }
        items.sort(descending ? order.reversed() : order);
    }

    private List<T> from(List<T> found, String after) {
        if (after.isEmpty()) {
            return found;
        }
        for (int i = 0; i < found.size(); i++) {
            if (id.apply(found.get(i)).equals(after)) {
                return found.subList(i + 1, found.size());
            }
        }
        throw Query.bad("after must be an item of the list, and is not, or not any more; start again without it");
    }
}
