/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.Accounts.Login;
import io.subrack.auth.spi.AuthorizationRequests.Pending;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Name and password, then a code if the account has a second factor. */
final class LoginPage implements Page {
    private static final String NAME = "name";
    private static final String PASSWORD = "password";
    private static final String TICKET = "ticket";
    private static final String CODE = "code";

    @Override
    public boolean isPersonal() {
        return false;
    }

    @Override
    public Answer show(Visit visit) {
        ReturnTo to = ReturnTo.of(visit.query());
        if (!to.isAuthorization() && visit.person().isPresent()) {
            return Answer.redirect(to.path());
        }
        Pending pending = pending(visit, to);
        String hint = pending == null ? "" : pending.loginHint();
        return passwordScreen(visit, to, pending, hint, null).answer();
    }

    /** Returns what a client asks for; null if somebody just logs in. */
    private static @Nullable Pending pending(Visit visit, ReturnTo to) {
        if (!to.isAuthorization()) {
            return null;
        }
        return visit.services().requests().pending(to.request()).orElseThrow(() -> PageFailure.of(400, "too-late"));
    }

    @Override
    public Answer submit(Visit visit, Fields form) {
        ReturnTo to = ReturnTo.of(form);
        String ticket = form.text(TICKET);
        if (!ticket.isEmpty()) {
            return result(visit, form, to, visit.accounts().secondFactor(ticket, form.text(CODE), visit.from()));
        }
        String name = form.text(NAME);
        String password = form.text(PASSWORD);
        if (name.isBlank() || password.isEmpty()) {
            Problem problem = Problem.of(422, visit, "login.incomplete", name.isBlank() ? NAME : PASSWORD);
            return passwordScreen(visit, to, pending(visit, to), name, problem).answer();
        }
        String replaced = visit.person().map(Visit.Person::cookie).orElse(null);
        return result(visit, form, to, visit.accounts().login(name, password, replaced, visit.from()));
    }

    private static Answer result(Visit visit, Fields form, ReturnTo to, Login login) {
        if (login instanceof Login.Done done) {
            return goOn(visit, to).cookie(Accounts.SESSION_COOKIE, done.cookieValue());
        }
        if (login instanceof Login.SecondFactorNeeded needed) {
            return codeScreen(visit, to, needed.ticket(), null).answer();
        }
        String ticket = form.text(TICKET);
        if (login instanceof Login.Later later) {
            return later(visit, form, to, 429, later.retryAfter());
        }
        if (login instanceof Login.Busy busy) {
            return later(visit, form, to, 503, busy.retryAfter());
        }
        Problem problem = ticket.isEmpty()
                ? Problem.of(403, visit, "login.refused", PASSWORD)
                : Problem.of(403, visit, "login.code.refused", CODE);
        return again(visit, form, to, ticket, problem).answer();
    }

    private static Answer later(Visit visit, Fields form, ReturnTo to, int status, Duration wait) {
        String seconds = Long.toString(Math.max(1, wait.toSeconds()));
        Problem problem = new Problem(status, visit.texts().get("login.later", seconds), "");
        return again(visit, form, to, form.text(TICKET), problem).answer().header("Retry-After", seconds);
    }

    private static Screen again(Visit visit, Fields form, ReturnTo to, String ticket, Problem problem) {
        return ticket.isEmpty()
                ? passwordScreen(visit, to, pending(visit, to), form.text(NAME), problem)
                : codeScreen(visit, to, ticket, problem);
    }

    /**
     * Goes on to where somebody wanted to be. Into an authorization by a page of its own: its answer leads to the client,
     * and Chromium holds each redirect after a form against {@code form-action}.
     */
    private static Answer goOn(Visit visit, ReturnTo to) {
        return to.isAuthorization() ? Onward.page(visit, to.path()) : Answer.redirect(to.path());
    }

    private static Screen passwordScreen(
            Visit visit, ReturnTo to, @Nullable Pending pending, String name, @Nullable Problem problem) {
        Texts texts = visit.texts();
        Screen screen = screen(visit, "login.title", to).notice().problem(problem);
        if (pending != null) {
            screen.say("login.for", Parts.strong(pending.clientName()));
        }
        Field nameField = Field.text(NAME, texts.get("field.name"))
                .autocomplete("username")
                .value(name);
        Field passwordField = Field.password(PASSWORD, texts.get("field.password"), "current-password");
        return screen.add(new Form(visit, Paths.LOGIN, problem)
                        .hidden(to.fields())
                        .field(name.isEmpty() ? nameField.asCode().focus() : nameField.asCode())
                        .field(name.isEmpty() ? passwordField : passwordField.focus())
                        .button(texts.get("login.submit"))
                        .html())
                .add(Html.element("p")
                        .css("sr-hint")
                        .with(texts.html(
                                "login.forgotten", Parts.link(Paths.RESET, texts.get("login.forgotten.link")))));
    }

    private static Screen codeScreen(Visit visit, ReturnTo to, String ticket, @Nullable Problem problem) {
        Texts texts = visit.texts();
        return screen(visit, "login.code.title", to)
                .problem(problem)
                .add(new Form(visit, Paths.LOGIN, problem)
                        .hidden(to.fields())
                        .hidden(TICKET, ticket)
                        .field(Field.text(CODE, texts.get("field.code"))
                                .hint(texts.get("login.code.hint"))
                                .autocomplete("one-time-code")
                                .asCode()
                                .focus())
                        .button(texts.get("login.code.submit"))
                        .html())
                .add(Html.element("p", Parts.link(to.login(), texts.get("login.again"))));
    }

    private static Screen screen(Visit visit, String title, ReturnTo to) {
        Screen screen = new Screen(visit, title);
        return to.isAuthorization() ? screen.openable() : screen;
    }
}
