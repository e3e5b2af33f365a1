/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import java.util.Optional;

/** The two fields into which a new password is typed. */
final class NewPassword {
    static final String FIRST = "new_password";
    static final String SECOND = "new_password_again";

    private NewPassword() {}

    static Form add(Form form, Texts texts) {
        return form.field(Field.password(FIRST, texts.get("field.new-password"), "new-password")
                        .hint(texts.get("field.new-password.hint")))
                .field(Field.password(SECOND, texts.get("field.new-password.again"), "new-password"));
    }

    static Optional<Problem> check(Visit visit, Fields form) {
        if (form.text(FIRST).isEmpty()) {
            return Optional.of(Problem.of(422, visit, "password.missing", FIRST));
        }
        return form.has(SECOND, form.text(FIRST))
                ? Optional.empty()
                : Optional.of(Problem.of(422, visit, "password.differs", SECOND));
    }
}
