/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.rest.Views.Named;
import io.subrack.auth.spi.AccountAdmin.By;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Tags;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is made, found and deleted by its name: roles and groups.
 *
 * @param <T> the thing
 * @param <V> how it is shown
 */
final class NamedThings<T, V extends Named> {
    private final String kind;
    private final PagedList<V> list = PagedList.<V>by("name", Named::name).foundBy("description", Named::description);
    private final Supplier<List<T>> all;
    private final Function<T, V> view;
    private final BiPredicate<T, By> save;
    private final BiConsumer<String, By> delete;

    /**
     * @param kind what one of them is called; the path has it with an {@code s}
     * @param save true if it is new
     */
    NamedThings(
            String kind,
            Supplier<List<T>> all,
            Function<T, V> view,
            BiPredicate<T, By> save,
            BiConsumer<String, By> delete) {
        this.kind = kind;
        this.all = all;
        this.view = view;
        this.save = save;
        this.delete = delete;
    }

    Page<V> list(HttpServletRequest request) {
        return list.page(request, Exchange.answering(() -> views().toList()));
    }

    Response one(String name) {
        V shown = Exchange.answering(() -> Exchange.found(find(name), kind));
        return Response.ok(shown).header(HttpHeaders.ETAG, tag(shown)).build();
    }

    private Optional<V> find(String name) {
        return views().filter(shown -> shown.name().equals(name)).findFirst();
    }

    private Stream<V> views() {
        return all.get().stream().map(view);
    }

    /** One change at a time, so that nothing comes between the look at what there is and the change. */
    synchronized Response put(T thing, HttpServletRequest request) {
        V shown = view.apply(thing);
        boolean isNew = Exchange.answering(() -> {
            match(shown.name(), request);
            return save.test(thing, new Exchange(request).by());
        });
        var answer = isNew ? Response.created(Api.uri("/" + kind + "s/" + Api.escaped(shown.name()))) : Response.ok();
        return answer.entity(shown).header(HttpHeaders.ETAG, tag(shown)).build();
    }

    synchronized Response delete(String name, HttpServletRequest request) {
        Exchange.doing(() -> {
            match(name, request);
            delete.accept(name, new Exchange(request).by());
        });
        return Response.noContent().build();
    }

    private void match(String name, HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.IF_MATCH);
        if (!Tags.isAny(header)) {
            Tags.require(header, find(name).map(NamedThings::tag).orElse(""), AccountProblem.CHANGED);
        }
    }

    /** They have no revision, so that the tag is of what they say. */
    private static String tag(Named shown) {
        return Tags.of(shown.toString());
    }
}
