/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** What several pages are made of. */
final class Parts {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'");

    private Parts() {}

    static Html.Element link(String path, String label) {
        return Html.element("a").attr("href", path).text(label);
    }

    static Html strong(String foreign) {
        return Html.element("strong", Html.foreign(foreign));
    }

    static Html time(Instant instant) {
        return Html.element("time")
                .attr("datetime", instant.toString())
                .text(MINUTES.format(instant.atOffset(ZoneOffset.UTC)));
    }

    /** Returns something that is to be copied whole. */
    static Html code(String text) {
        return Html.element("code").text(text);
    }

    /** Returns terms and what they stand for, by turns. */
    static Html list(Html... termsAndValues) {
        List<Html> rows = new ArrayList<>();
        for (int i = 0; i < termsAndValues.length; i += 2) {
            rows.add(Html.element("div")
                    .with(Html.element("dt", termsAndValues[i]), Html.element("dd", termsAndValues[i + 1])));
        }
        return Html.element("dl").css("sr-list").with(rows);
    }

    /** Returns a table that stays within a narrow window. */
    static Html table(String caption, List<String> heads, Collection<? extends List<Html>> rows) {
        List<Html> headCells = new ArrayList<>();
        heads.forEach(
                head -> headCells.add(Html.element("th").attr("scope", "col").text(head)));
        List<Html> lines = new ArrayList<>();
        for (List<Html> row : rows) {
            List<Html> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                Html.Element cell = i == 0
                        ? Html.element("th").attr("scope", "row")
                        : Html.element("td").attr("data-label", heads.get(i));
                cells.add(cell.with(row.get(i)));
            }
            lines.add(Html.element("tr").with(cells));
        }
        return Html.element("table")
                .with(
                        Html.element("caption").text(caption),
                        Html.element("thead", Html.element("tr").with(headCells)),
                        Html.element("tbody").with(lines));
    }

    static Html unseen(String text) {
        return Html.element("span").css("sr-unseen").text(text);
    }

    /** Hides something that cannot be undone behind a first click. */
    static Html folded(Html label, Html... content) {
        return Html.element("details").with(Html.element("summary", label)).with(Arrays.asList(content));
    }

    /** Returns names in a row. */
    static Html words(Collection<String> names) {
        List<Html> words = new ArrayList<>();
        names.forEach(name -> {
            words.add(code(name));
            words.add(Html.text(" "));
        });
        return Html.all(words);
    }

    /** Tells password managers whose password a form is about. */
    static Html passwordOf(String userName) {
        return Html.element("input")
                .attr("type", "text")
                .attr("name", "user")
                .attr("autocomplete", "username")
                .attr("value", userName)
                .flag("hidden");
    }
}
