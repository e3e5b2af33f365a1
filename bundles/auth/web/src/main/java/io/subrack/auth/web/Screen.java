/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page being built: its head, its navigation, and the headers that keep a browser from being tricked. One thread. */
final class Screen {
    private static final String PRODUCT = "Subrack";
    private static final int BAD_REQUEST = 400;

    private final Visit visit;
    private final Texts texts;
    private final String title;
    private final List<Html> content = new ArrayList<>();
    private int status = 200;
    private String formTargets = "";
    private @Nullable String script;
    private @Nullable String refresh;
    private boolean openable;

    Screen(Visit visit, String titleKey) {
        this.visit = visit;
        this.texts = visit.texts();
        this.title = texts.get(titleKey);
    }

    Screen status(int code) {
        status = code;
        return this;
    }

    Screen add(Html part) {
        content.add(part);
        return this;
    }

    /** Adds a paragraph. */
    Screen say(String key, Html... values) {
        return add(Html.element("p", texts.html(key, values)));
    }

    /** Adds what is wrong with the form that was sent, before the form. */
    Screen problem(@Nullable Problem problem) {
        if (problem == null) {
            return this;
        }
        Html.Element alert = Html.element("p")
                .css("sr-alert")
                .attr("id", Problem.ID)
                .attr("role", "alert")
                .text(problem.sentence());
        if (problem.field().isEmpty()) {
            alert = alert.attr("tabindex", "-1").flag("autofocus");
        }
        return status(problem.status()).add(alert);
    }

    /** Adds what was done, as the page that did it says by a word in the query. */
    Screen notice() {
        visit.query()
                .get("done")
                .filter(done -> texts.has("done." + done))
                .ifPresent(done -> add(Html.element("p")
                        .css("sr-notice")
                        .attr("role", "status")
                        .text(texts.get("done." + done))));
        return this;
    }

    /** Lets forms of this page be sent to one more place than our own. */
    Screen formsTo(String origin) {
        formTargets = " " + origin;
        return this;
    }

    /** Loads a script of ours, without which the page works too. */
    Screen script(String asset) {
        script = asset;
        return this;
    }

    /** Lets the browser go on by itself. */
    Screen refresh(String address) {
        refresh = address;
        return this;
    }

    /** Leaves the page in touch with the window of another site that has opened it: a client may log in in a pop-up. */
    Screen openable() {
        openable = true;
        return this;
    }

    Answer answer() {
        StringBuilder html = new StringBuilder(4_096);
        html.append("<!doctype html>\n");
        Html.element("html").attr("lang", texts.language()).with(head(), body()).write(html);
        Answer answer = Answer.of(
                        status, "text/html; charset=utf-8", html.append('\n').toString())
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'" + formTargets
                                + "; frame-ancestors 'none'; base-uri 'none'"
                                + (script == null ? "" : "; script-src 'self'"))
                .header(Answer.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "same-origin")
                .header("X-Frame-Options", "DENY")
                .header("Cross-Origin-Resource-Policy", "same-origin");
        return openable ? answer : answer.header("Cross-Origin-Opener-Policy", "same-origin");
    }

    private Html head() {
        String prefix = status >= BAD_REQUEST ? texts.get("title.problem") : "";
        List<Html> parts = new ArrayList<>(List.of(
                Html.element("meta").attr("charset", "utf-8"),
                meta("viewport", "width=device-width, initial-scale=1"),
                meta("color-scheme", "light dark"),
                meta("robots", "noindex"),
                Html.element("title").text(prefix + title + " · " + PRODUCT),
                Html.element("link").attr("rel", "stylesheet").attr("href", Assets.path(Assets.STYLE)),
                Html.element("link").attr("rel", "icon").attr("href", Assets.path(Assets.ICON))));
        if (script != null) {
            parts.add(Html.element("script").attr("src", Assets.path(script)).flag("defer"));
        }
        if (refresh != null) {
            if (!Html.Element.isPlace(refresh)) {
                throw new IllegalArgumentException("not an address to go to");
            }
            parts.add(Html.element("meta").attr("http-equiv", "refresh").attr("content", "0;url=" + refresh));
        }
        return Html.element("head").with(parts);
    }

    private static Html meta(String name, String value) {
        return Html.element("meta").attr("name", name).attr("content", value);
    }

    private Html body() {
        boolean account =
                Paths.NAVIGATION.contains(visit.path()) && visit.person().isPresent();
        Html main = Html.element("main")
                .attr("id", "main")
                .css(account ? "sr-main" : "sr-main sr-narrow")
                .with(Html.element("h1").text(title), Html.all(content));
        return Html.element("body")
                .with(
                        Html.element("a").css("sr-skip").attr("href", "#main").text(texts.get("layout.skip")),
                        header(account),
                        main);
    }

    private Html header(boolean account) {
        Html.Element header = Html.element("header").css("sr-bar").with(brand());
        if (!account) {
            return header;
        }
        List<Html> items = new ArrayList<>();
        for (String path : Paths.NAVIGATION) {
            Html.Element link = Html.element("a").attr("href", path).text(texts.get("nav." + path));
            items.add(Html.element("li", path.equals(visit.path()) ? link.attr("aria-current", "page") : link));
        }
        boolean admin = visit.accounts().scopes(visit.known().user()).contains("platform.read");
        if (admin) {
            items.add(Html.element("li", Parts.link(Paths.CONSOLE, texts.get("nav.console"))));
        }
        items.add(Html.element("li").css("sr-end").with(Parts.link(Paths.LOGOUT, texts.get("nav.logout"))));
        return header.with(Html.element("nav")
                .attr("aria-label", texts.get("nav"))
                .with(Html.element("ul").with(items)));
    }

    /** A rack with three cards in it. */
    private static Html brand() {
        Html.Element logo = Html.element("svg")
                .attr("viewBox", "0 0 24 24")
                .attr("width", "24")
                .attr("height", "24")
                .attr("aria-hidden", "true")
                .with(
                        Html.element("path")
                                .attr("fill", "none")
                                .attr("stroke", "currentColor")
                                .attr("stroke-width", "2")
                                .attr("d", "M3 4h18v16h-18z"),
                        Html.element("path")
                                .attr("fill", "currentColor")
                                .attr("d", "M6 7h3v10h-3zM10.500 7h3v10h-3zM15 7h3v6h-3z"));
        return Html.element("p").css("sr-brand").with(logo, Html.text(PRODUCT));
    }
}
