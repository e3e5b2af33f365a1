/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts.RejectedException;
import io.subrack.auth.spi.Accounts.TotpSetup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets up one-time codes from an app, or takes them away. */
final class SecondFactorPage implements Page {
    private static final String ACTION = "action";
    private static final String BEGIN = "begin";
    private static final String CONFIRM = "confirm";
    private static final String REMOVE = "remove";
    private static final String CODE = "code";
    private static final String PASSWORD = "password";
    private static final String SECRET = "secret";
    private static final String URI = "uri";
    private static final int GROUP = 4;

    @Override
    public Answer show(Visit visit) {
        return visit.accounts().hasTotp(visit.known().id()) ? present(visit, null) : absent(visit, null);
    }

    private static Answer absent(Visit visit, @Nullable Problem problem) {
        return new Screen(visit, "factor.title")
                .notice()
                .problem(problem)
                .say("factor.absent")
                .add(new Form(visit, Paths.SECOND_FACTOR, problem)
                        .hidden(ACTION, BEGIN)
                        .add(Parts.passwordOf(visit.known().user().name()))
                        .field(Field.password(
                                PASSWORD, visit.texts().get("field.current-password"), "current-password"))
                        .button(visit.texts().get("factor.begin"))
                        .html())
                .answer();
    }

    private static Answer present(Visit visit, @Nullable Problem problem) {
        Texts texts = visit.texts();
        return new Screen(visit, "factor.title")
                .problem(problem)
                .say("factor.present")
                .add(Html.element("h2").text(texts.get("factor.remove.title")))
                .say("factor.remove.text")
                .add(new Form(visit, Paths.SECOND_FACTOR, problem)
                        .hidden(ACTION, REMOVE)
                        .add(Parts.passwordOf(visit.known().user().name()))
                        .field(Field.password(PASSWORD, texts.get("field.current-password"), "current-password"))
                        .dangerous(Html.text(texts.get("factor.remove")))
                        .html())
                .answer();
    }

    @Override
    public Answer submit(Visit visit, Fields form) {
        return switch (form.text(ACTION)) {
            case BEGIN -> begin(visit, form);
            case CONFIRM -> confirm(visit, form);
            case REMOVE -> remove(visit, form);
            default -> throw PageFailure.of(400, "malformed");
        };
    }

    private static Answer begin(Visit visit, Fields form) {
        try {
            return setup(
                    visit, visit.accounts().beginTotp(visit.known().id(), form.text(PASSWORD), visit.from()), null);
        } catch (RejectedException e) {
            boolean there = visit.accounts().hasTotp(visit.known().id());
            return there ? present(visit, Problem.of(e, "")) : absent(visit, Problem.of(e, PASSWORD));
        }
    }

    private static Answer setup(Visit visit, TotpSetup setup, @Nullable Problem problem) {
        Texts texts = visit.texts();
        return new Screen(visit, "factor.setup.title")
                .problem(problem)
                .add(Html.element("ol")
                        .css("sr-steps")
                        .with(
                                Html.element("li", texts.html("factor.setup.scan")),
                                Html.element("li", texts.html("factor.setup.type"))))
                .add(Html.element("div")
                        .css("sr-qr-box")
                        .with(
                                QrImage.of(setup.uri(), texts.get("factor.setup.qr")),
                                Parts.list(texts.html("factor.setup.secret"), Parts.code(grouped(setup.secret())))))
                .add(new Form(visit, Paths.SECOND_FACTOR, problem)
                        .hidden(ACTION, CONFIRM)
                        .hidden(List.of(SECRET, setup.secret(), URI, setup.uri()))
                        .field(Field.text(CODE, texts.get("field.code"))
                                .hint(texts.get("factor.setup.code.hint"))
                                .autocomplete("one-time-code")
                                .asCode()
                                .focus())
                        .button(texts.get("factor.setup.submit"))
                        .html())
                .answer();
    }

    private static String grouped(String secret) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < secret.length(); i += GROUP) {
            groups.add(secret.substring(i, Math.min(secret.length(), i + GROUP)));
        }
        return String.join(" ", groups);
    }

    private static Answer confirm(Visit visit, Fields form) {
        try {
            return recovery(
                    visit,
                    visit.accounts()
                            .confirmTotp(visit.known().id(), form.text(CODE).replace(" ", ""), visit.from()));
        } catch (RejectedException e) {
            Problem problem = Problem.of(e, CODE);
            TotpSetup shown = new TotpSetup(form.text(SECRET), form.text(URI));
            boolean again = shown.secret().matches("[A-Z2-7]{16,128}")
                    && shown.uri().startsWith("otpauth://totp/")
                    && shown.uri().length() <= 600
                    && problem.status() != 409;
            return again
                    ? setup(visit, shown, problem)
                    : absent(visit, problem.field().isEmpty() ? problem : stray(problem));
        }
    }

    /** The page that tells it has no such field. */
    private static Problem stray(Problem problem) {
        return new Problem(problem.status(), problem.sentence(), "");
    }

    private static Answer recovery(Visit visit, List<String> codes) {
        Texts texts = visit.texts();
        List<Html> items = new ArrayList<>();
        codes.forEach(code -> items.add(Html.element("li", Parts.code(code))));
        return new Screen(visit, "factor.done.title")
                .add(Html.element("p").css("sr-notice").attr("role", "status").text(texts.get("factor.done")))
                .say("factor.codes")
                .add(Html.element("ul").css("sr-codes").with(items))
                .add(Html.element("p")
                        .with(Parts.link(Paths.ACCOUNT, texts.get("factor.kept"))
                                .css("sr-button")))
                .answer();
    }

    private static Answer remove(Visit visit, Fields form) {
        try {
            visit.accounts().removeTotp(visit.known().id(), form.text(PASSWORD), visit.from());
        } catch (RejectedException e) {
            return present(visit, Problem.of(e, PASSWORD));
        }
        return Answer.redirect(Paths.SECOND_FACTOR + "?done=factor-removed");
    }
}
