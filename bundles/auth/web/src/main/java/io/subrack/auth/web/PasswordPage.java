/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts.RejectedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes the password. */
final class PasswordPage implements Page {
    private static final String CURRENT = "current_password";

    @Override
    public Answer show(Visit visit) {
        return screen(visit, null).answer();
    }

    private static Screen screen(Visit visit, @Nullable Problem problem) {
        Texts texts = visit.texts();
        Form form = new Form(visit, Paths.PASSWORD, problem)
                .add(Parts.passwordOf(visit.known().user().name()))
                .field(Field.password(CURRENT, texts.get("field.current-password"), "current-password")
                        .focus());
        return new Screen(visit, "password.title")
                .problem(problem)
                .say("password.text")
                .add(NewPassword.add(form, texts)
                        .button(texts.get("password.submit"))
                        .html());
    }

    @Override
    public Answer submit(Visit visit, Fields form) {
        Optional<Problem> problem = NewPassword.check(visit, form);
        if (problem.isPresent()) {
            return screen(visit, problem.get()).answer();
        }
        var person = visit.known();
        try {
            visit.accounts()
                    .changePassword(
                            person.id(),
                            form.text(CURRENT),
                            form.text(NewPassword.FIRST),
                            person.session().id(),
                            visit.from());
        } catch (RejectedException e) {
            Problem rejected = Problem.of(e, CURRENT);
            return screen(visit, rejected.status() == 422 ? rejected.about(NewPassword.FIRST) : rejected)
                    .answer();
        }
        return Answer.redirect(Paths.ACCOUNT + "?done=password");
    }
}
