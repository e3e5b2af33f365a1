/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next where the next page is; null on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Listing<T>(List<T> items, @Nullable String next) {
    Listing {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page.
     *
     * @param atLeast what the list has from here on: one more than {@code limit} if there is a next page
     * @param next makes the address of the next page from the last item of this one
     */
    static <S, T> Listing<T> page(List<S> atLeast, int limit, Function<S, T> view, Function<S, String> next) {
        boolean more = atLeast.size() > limit;
        var page = more ? atLeast.subList(0, limit) : atLeast;
        return new Listing<>(page.stream().map(view).toList(), more ? next.apply(page.get(page.size() - 1)) : null);
    }
}
