/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts.RejectedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets a password by a one-time token. */
final class ResetPage implements Page {
    private static final String NAME = "name";
    private static final String TOKEN = "token";

    @Override
    public boolean isPersonal() {
        return false;
    }

    @Override
    public Answer show(Visit visit) {
        // Nothing from the query: addresses end up in logs and histories.
        return screen(visit, Fields.NONE, null).answer();
    }

    private static Screen screen(Visit visit, Fields filled, @Nullable Problem problem) {
        Texts texts = visit.texts();
        Form form = new Form(visit, Paths.RESET, problem)
                .field(Field.text(NAME, texts.get("field.name"))
                        .value(filled.text(NAME))
                        .autocomplete("username")
                        .asCode()
                        .focus())
                .field(Field.text(TOKEN, texts.get("reset.token"))
                        .hint(texts.get("reset.token.hint"))
                        .autocomplete("one-time-code")
                        .asCode());
        return new Screen(visit, "reset.title")
                .problem(problem)
                .say("reset.text")
                .add(NewPassword.add(form, texts)
                        .button(texts.get("reset.submit"))
                        .html());
    }

    @Override
    public Answer submit(Visit visit, Fields form) {
        Optional<Problem> problem = NewPassword.check(visit, form);
        if (problem.isPresent()) {
            return screen(visit, form, problem.get()).answer();
        }
        try {
            visit.accounts()
                    .redeemReset(form.text(NAME), form.text(TOKEN).strip(), form.text(NewPassword.FIRST), visit.from());
        } catch (RejectedException e) {
            return screen(visit, form, rejected(e)).answer();
        }
        return Answer.redirect(Paths.LOGIN + "?done=reset");
    }

    private static Problem rejected(RejectedException e) {
        Problem problem = Problem.of(e, TOKEN);
        return problem.status() == 422 ? problem.about(NewPassword.FIRST) : problem;
    }
}
