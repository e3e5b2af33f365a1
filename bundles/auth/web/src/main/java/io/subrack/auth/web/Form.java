/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A form that posts to one of our own pages, with the token that makes it ours. Used by one thread. */
final class Form {
    private final String action;
    private final @Nullable Problem problem;
    private final List<Html> parts = new ArrayList<>();
    private final List<Html> buttons = new ArrayList<>();

    Form(Visit visit, String action, @Nullable Problem problem) {
        this.action = action;
        this.problem = problem;
        hidden(Visit.FORM_TOKEN, visit.formToken());
    }

    Form(Visit visit, String action) {
        this(visit, action, null);
    }

    Form hidden(String name, String value) {
        parts.add(input(name, value));
        return this;
    }

    /** @param namesAndValues by turns */
    Form hidden(List<String> namesAndValues) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            hidden(namesAndValues.get(i), namesAndValues.get(i + 1));
        }
        return this;
    }

    static Html input(String name, String value) {
        return Html.element("input").attr("type", "hidden").attr("name", name).attr("value", value);
    }

    Form field(Field field) {
        parts.add(field.html(problem));
        return this;
    }

    Form add(Html part) {
        parts.add(part);
        return this;
    }

    Form button(String label) {
        buttons.add(styled("sr-button").text(label));
        return this;
    }

    /** Adds a button that says by a field of its own which it was. */
    Form button(String label, String name, String value, boolean main) {
        buttons.add(styled(main ? "sr-button" : "sr-button sr-quiet")
                .attr("name", name)
                .attr("value", value)
                .text(label));
        return this;
    }

    /** Adds a button for something that cannot be undone. */
    Form dangerous(Html label) {
        buttons.add(styled("sr-button sr-danger").with(label));
        return this;
    }

    private static Html.Element styled(String classes) {
        return Html.element("button").attr("type", "submit").css(classes);
    }

    Html html() {
        return Html.element("form")
                .attr("method", "post")
                .attr("action", action)
                .with(parts)
                .with(Html.element("div").css("sr-buttons").with(buttons));
    }
}
