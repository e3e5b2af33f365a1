/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import org.jspecify.annotations.Nullable;

/** A labelled input of a form. Immutable. */
record Field(
        String name,
        String label,
        String hint,
        String type,
        String value,
        String autocomplete,
        boolean focused,
        boolean code) {
    static Field text(String name, String label) {
        return new Field(name, label, "", "text", "", "off", false, false);
    }

    static Field password(String name, String label, String autocomplete) {
        return new Field(name, label, "", "password", "", autocomplete, false, false);
    }

    Field hint(String text) {
        return new Field(name, label, text, type, value, autocomplete, focused, code);
    }

    Field value(String text) {
        return new Field(name, label, hint, type, text, autocomplete, focused, code);
    }

    Field autocomplete(String token) {
        return new Field(name, label, hint, type, value, token, focused, code);
    }

    /** Puts the cursor here if nothing is wrong elsewhere. */
    Field focus() {
        return new Field(name, label, hint, type, value, autocomplete, true, code);
    }

    /** Is for something that no dictionary knows. */
    Field asCode() {
        return new Field(name, label, hint, type, value, autocomplete, focused, true);
    }

    Html html(@Nullable Problem problem) {
        String id = "f-" + name;
        boolean wrong = problem != null && problem.field().equals(name);
        String described = (wrong ? Problem.ID + " " : "") + (hint.isEmpty() ? "" : id + "-hint");
        Html.Element input = Html.element("input")
                .attr("id", id)
                .attr("name", name)
                .attr("type", type)
                .attr("autocomplete", autocomplete)
                .flag("required");
        if (!value.isEmpty()) {
            input = input.attr("value", value);
        }
        if (code) {
            input = input.css("sr-code").attr("autocapitalize", "none").attr("spellcheck", "false");
        }
        if (!described.isBlank()) {
            input = input.attr("aria-describedby", described.strip());
        }
        if (wrong) {
            input = input.attr("aria-invalid", "true");
        }
        if (wrong || (focused && problem == null)) {
            input = input.flag("autofocus");
        }
        Html.Element row = Html.element("div")
                .css("sr-field")
                .with(Html.element("label").attr("for", id).text(label));
        if (!hint.isEmpty()) {
            row = row.with(
                    Html.element("p").css("sr-hint").attr("id", id + "-hint").text(hint));
        }
        return row.with(input);
    }
}
