/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.rest.Views.Named;
import io.subrack.auth.rest.Views.Page;
import io.subrack.auth.spi.AccountAdmin.By;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.List;
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

    Page<V> list() {
        return Exchange.answering(() -> Page.of(views().toList()));
    }

    V one(String name) {
        return Exchange.answering(() -> Exchange.found(
                views().filter(shown -> shown.name().equals(name)).findFirst(), kind));
    }

    private Stream<V> views() {
        return all.get().stream().map(view);
    }

    Response put(T thing, HttpServletRequest request) {
        boolean isNew = Exchange.answering(() -> save.test(thing, new Exchange(request).by()));
        V shown = view.apply(thing);
        var answer = isNew ? Response.created(Api.uri("/" + kind + "s/" + Api.escaped(shown.name()))) : Response.ok();
        return answer.entity(shown).build();
    }

    Response delete(String name, HttpServletRequest request) {
        Exchange.doing(() -> delete.accept(name, new Exchange(request).by()));
        return Response.noContent().build();
    }
}
