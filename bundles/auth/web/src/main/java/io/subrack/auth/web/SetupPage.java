/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts.Reason;
import io.subrack.auth.spi.Accounts.RejectedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the first admin of a new installation. */
final class SetupPage implements Page {
    private static final String TOKEN = "token";
    private static final String NAME = "name";

    @Override
    public boolean isPersonal() {
        return false;
    }

    @Override
    public Answer show(Visit visit) {
        return visit.services().claimed().getAsBoolean()
                ? claimed(visit)
                // Nothing from the query: addresses end up in logs and histories.
                : screen(visit, Fields.parse(""), null).answer();
    }

    private static Answer claimed(Visit visit) {
        return new Screen(visit, "setup.claimed.title")
                .status(409)
                .say("setup.claimed", Parts.link(Paths.LOGIN, visit.texts().get("login.title")))
                .answer();
    }

    private static Screen screen(Visit visit, Fields filled, @Nullable Problem problem) {
        Texts texts = visit.texts();
        Form form = new Form(visit, Paths.SETUP, problem)
                .field(Field.text(TOKEN, texts.get("setup.token"))
                        .hint(texts.get("setup.token.hint"))
                        .value(filled.text(TOKEN))
                        .asCode()
                        .focus())
                .field(Field.text(NAME, texts.get("setup.name"))
                        .hint(texts.get("setup.name.hint"))
                        .value(filled.text(NAME))
                        .autocomplete("username")
                        .asCode());
        return new Screen(visit, "setup.title")
                .script(Assets.SETUP_SCRIPT)
                .problem(problem)
                .say("setup.text")
                .add(NewPassword.add(form, texts)
                        .button(texts.get("setup.submit"))
                        .html());
    }

    @Override
    public Answer submit(Visit visit, Fields form) {
        if (visit.services().claimed().getAsBoolean()) {
            return claimed(visit); // also by what another database than this one says
        }
        Optional<Problem> problem = NewPassword.check(visit, form);
        if (problem.isPresent()) {
            return screen(visit, form, problem.get()).answer();
        }
        try {
            visit.accounts()
                    .claim(form.text(TOKEN).strip(), form.text(NAME), form.text(NewPassword.FIRST), visit.from());
        } catch (RejectedException e) {
            return e.reason() == Reason.ALREADY_CLAIMED
                    ? claimed(visit)
                    : screen(visit, form, Problem.of(e, TOKEN)).answer();
        }
        return Answer.redirect(Paths.LOGIN + "?done=setup&next=" + Paths.CONSOLE);
    }
}
