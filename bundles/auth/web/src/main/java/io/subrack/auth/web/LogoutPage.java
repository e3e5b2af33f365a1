/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts;

/** Asks, then ends the session: no link logs anybody out. */
final class LogoutPage implements Page {
    @Override
    public Answer show(Visit visit) {
        Texts texts = visit.texts();
        return new Screen(visit, "logout.title")
                .say("logout.text", Parts.strong(visit.known().user().name()))
                .add(new Form(visit, Paths.LOGOUT)
                        .button(texts.get("logout.submit"))
                        .html())
                .add(Html.element("p", Parts.link(Paths.ACCOUNT, texts.get("logout.back"))))
                .answer();
    }

    @Override
    public Answer submit(Visit visit, Fields form) {
        var person = visit.known();
        visit.accounts().endSession(person.id(), person.session().id(), visit.from());
        return Answer.redirect(Paths.LOGIN + "?done=logout").withoutCookie(Accounts.SESSION_COOKIE);
    }

    @Override
    public String loginFor(Visit visit) {
        return Paths.LOGIN;
    }
}
