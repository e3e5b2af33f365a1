/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.Accounts.NewToken;
import io.subrack.auth.spi.Accounts.RejectedException;
import io.subrack.auth.spi.Scopes;
import io.subrack.auth.spi.SessionStore.ApiToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Somebody's API tokens: a list, a new one, away with one. */
final class TokensPage implements Page {
    private static final String DELETE = "delete";
    private static final String NAME = "name";
    private static final String DAYS = "days";
    private static final String SCOPE = "scope.";
    private static final List<Integer> LIFETIMES = List.of(7, 30, 90, 365);
    private static final int USUAL_DAYS = 90;

    @Override
    public Answer show(Visit visit) {
        return screen(visit, Fields.NONE, null).answer();
    }

    private static Screen screen(Visit visit, Fields filled, @Nullable Problem problem) {
        Texts texts = visit.texts();
        Screen screen =
                new Screen(visit, "tokens.title").notice().problem(problem).say("tokens.text");
        List<ApiToken> tokens = visit.accounts().apiTokens(visit.known().id());
        if (tokens.isEmpty()) {
            screen.add(Html.element("p").css("sr-empty").text(texts.get("tokens.none")));
        } else {
            screen.add(table(visit, tokens));
        }
        return screen.add(Html.element("h2").text(texts.get("tokens.new"))).add(form(visit, filled, problem));
    }

    private static Html table(Visit visit, List<ApiToken> tokens) {
        Texts texts = visit.texts();
        Instant now = visit.services().clock().instant();
        List<List<Html>> rows = new ArrayList<>();
        for (ApiToken token : tokens) {
            Html delete = Parts.folded(
                    texts.html("tokens.delete", Parts.unseen(token.name())),
                    Html.element("p", texts.html("tokens.delete.text")),
                    new Form(visit, Paths.TOKENS)
                            .hidden(DELETE, token.id())
                            .dangerous(texts.html("tokens.delete.yes", Html.foreign(token.name())))
                            .html());
            Instant used = token.lastUsed();
            Html expires = Parts.time(token.expires());
            rows.add(List.of(
                    Html.foreign(token.name()),
                    Parts.words(new TreeSet<>(token.scopes())),
                    now.isBefore(token.expires())
                            ? expires
                            : Html.all(expires, Html.text(" "), badge(texts.get("tokens.expired"))),
                    used == null ? texts.html("never") : Parts.time(used),
                    delete));
        }
        return Parts.table(
                texts.get("tokens.title"),
                List.of(
                        texts.get("tokens.name"),
                        texts.get("tokens.scopes"),
                        texts.get("tokens.expires"),
                        texts.get("tokens.used"),
                        texts.get("actions")),
                rows);
    }

    private static Html badge(String text) {
        return Html.element("span").css("sr-badge sr-over").text(text);
    }

    private static Html form(Visit visit, Fields filled, @Nullable Problem problem) {
        Texts texts = visit.texts();
        return new Form(visit, Paths.TOKENS, problem)
                .field(Field.text(NAME, texts.get("tokens.name"))
                        .hint(texts.get("tokens.name.hint"))
                        .value(filled.text(NAME)))
                .add(scopes(visit, filled))
                .add(lifetimes(texts, filled))
                .button(texts.get("tokens.submit"))
                .html();
    }

    private static Html scopes(Visit visit, Fields filled) {
        Map<String, String> descriptions = new HashMap<>();
        for (Scopes.Known known : visit.services().scopes().known()) {
            descriptions.put(known.name(), known.description());
        }
        Html.Element set = Html.element("fieldset")
                .with(Html.element("legend").text(visit.texts().get("tokens.scopes")));
        Set<String> own = new TreeSet<>(visit.accounts().scopes(visit.known().user()));
        if (own.isEmpty()) {
            set = set.with(Html.element("p", visit.texts().html("tokens.scopes.none")));
        }
        own.add(Accounts.SCOPE);
        for (String scope : own) {
            Html.Element box = Html.element("input")
                    .attr("type", "checkbox")
                    .attr("name", SCOPE + scope)
                    .attr("value", "on");
            String description = descriptions.getOrDefault(scope, "");
            set = set.with(Html.element("label")
                    .css("sr-check")
                    .with(
                            filled.has(SCOPE + scope, "on") ? box.flag("checked") : box,
                            Html.element("span", Parts.code(scope), Html.text(" "), Html.foreign(description))));
        }
        return set;
    }

    private static Html lifetimes(Texts texts, Fields filled) {
        String chosen = filled.get(DAYS).orElse(Integer.toString(USUAL_DAYS));
        List<Html> options = new ArrayList<>();
        for (int days : LIFETIMES) {
            String value = Integer.toString(days);
            Html.Element option = Html.element("option").attr("value", value).text(texts.get("tokens.days", value));
            options.add(value.equals(chosen) ? option.flag("selected") : option);
        }
        return Html.element("div")
                .css("sr-field")
                .with(
                        Html.element("label").attr("for", "f-days").text(texts.get("tokens.lifetime")),
                        Html.element("select")
                                .attr("id", "f-days")
                                .attr("name", DAYS)
                                .with(options));
    }

    @Override
    public Answer submit(Visit visit, Fields form) {
        String deleted = form.text(DELETE);
        if (!deleted.isEmpty()) {
            visit.accounts().deleteApiToken(visit.known().id(), deleted, visit.from());
            return Answer.redirect(Paths.TOKENS + "?done=token-deleted");
        }
        Set<String> scopes = form.names().stream()
                .filter(name -> name.startsWith(SCOPE))
                .map(name -> name.substring(SCOPE.length()))
                .collect(Collectors.toSet());
        if (form.text(NAME).isBlank()) {
            return screen(visit, form, Problem.of(422, visit, "tokens.nameless", NAME))
                    .answer();
        }
        if (scopes.isEmpty() && !visit.accounts().scopes(visit.known().user()).isEmpty()) {
            return screen(visit, form, Problem.of(422, visit, "tokens.scopeless", ""))
                    .answer();
        }
        try {
            return created(
                    visit,
                    visit.accounts()
                            .createApiToken(visit.known().id(), form.text(NAME), scopes, lifetime(form), visit.from()));
        } catch (RejectedException e) {
            Problem problem = Problem.of(e, "");
            return screen(visit, form, problem.status() == 409 ? problem.about(NAME) : problem)
                    .answer();
        }
    }

    private static Duration lifetime(Fields form) {
        return LIFETIMES.stream()
                .filter(days -> form.has(DAYS, Integer.toString(days)))
                .findFirst()
                .map(Duration::ofDays)
                .orElseThrow(() -> PageFailure.of(400, "malformed"));
    }

    private static Answer created(Visit visit, NewToken token) {
        Texts texts = visit.texts();
        return new Screen(visit, "tokens.created.title")
                .add(Html.element("p").css("sr-notice").attr("role", "status").text(texts.get("tokens.created")))
                .add(Html.element("p").css("sr-secret").with(Parts.code(token.token())))
                .say("tokens.created.use", Parts.code("Authorization: Bearer …"), Parts.time(token.expires()))
                .add(Html.element("p")
                        .with(Parts.link(Paths.TOKENS, texts.get("tokens.kept")).css("sr-button")))
                .answer();
    }
}
