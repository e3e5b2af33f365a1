/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.resources.spi;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, as it is answered.
 *
 * @param items what is on it, in the order that was asked for
 * @param next the address of the next page; null on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page off what was found.
     *
     * @param found what the list has from here on: one more than {@code limit} if there is a next page
     * @param next makes the address of the next page from the last item of this one
     */
    public static <S, T> Page<T> of(List<S> found, int limit, Function<S, T> view, Function<S, String> next) {
        boolean more = found.size() > limit;
        List<S> shown = more ? found.subList(0, limit) : found;
        return new Page<>(shown.stream().map(view).toList(), more ? next.apply(shown.get(limit - 1)) : null);
    }
}
