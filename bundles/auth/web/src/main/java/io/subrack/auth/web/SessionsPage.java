/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.SessionStore.Session;
import java.util.ArrayList;
import java.util.List;

/** Where somebody is logged in. */
final class SessionsPage implements Page {
    private static final String ID = "id";
    private static final String OTHERS = "others";

    @Override
    public Answer show(Visit visit) {
        Texts texts = visit.texts();
        var person = visit.known();
        List<Session> sessions = visit.accounts().sessions(person.id());
        List<List<Html>> rows = new ArrayList<>();
        for (Session session : sessions) {
            rows.add(row(visit, session, session.id().equals(person.session().id())));
        }
        Screen screen = new Screen(visit, "sessions.title")
                .notice()
                .say("sessions.text")
                .add(Parts.table(
                        texts.get("sessions.title"),
                        List.of(
                                texts.get("sessions.browser"),
                                texts.get("sessions.address"),
                                texts.get("sessions.begun"),
                                texts.get("sessions.used"),
                                texts.get("actions")),
                        rows));
        if (sessions.size() > 1) {
            screen.add(new Form(visit, Paths.SESSIONS)
                    .hidden(ID, OTHERS)
                    .dangerous(Html.text(texts.get("sessions.end-others")))
                    .html());
        }
        return screen.answer();
    }

    private static List<Html> row(Visit visit, Session session, boolean own) {
        Texts texts = visit.texts();
        String browser = Browsers.describe(session.userAgent());
        String shown = browser.isEmpty() ? texts.get("sessions.unknown") : browser;
        Html agent = Html.element("span").attr("title", session.userAgent()).with(Html.foreign(shown));
        Html first = own
                ? Html.all(
                        agent,
                        Html.text(" "),
                        Html.element("span").css("sr-badge").text(texts.get("sessions.this")))
                : agent;
        Html end = new Form(visit, Paths.SESSIONS)
                .hidden(ID, session.id())
                .dangerous(texts.html("sessions.end", Parts.unseen(shown + ", " + session.address())))
                .html();
        return List.of(
                first,
                Html.foreign(session.address()),
                Parts.time(session.created()),
                Parts.time(session.lastUsed()),
                end);
    }

    @Override
    public Answer submit(Visit visit, Fields form) {
        var person = visit.known();
        Accounts accounts = visit.accounts();
        String own = person.session().id();
        if (form.has(ID, OTHERS)) {
            for (Session session : accounts.sessions(person.id())) {
                if (!session.id().equals(own)) {
                    accounts.endSession(person.id(), session.id(), visit.from());
                }
            }
            return Answer.redirect(Paths.SESSIONS + "?done=sessions-ended");
        }
        accounts.endSession(person.id(), form.text(ID), visit.from());
        return form.has(ID, own)
                ? Answer.redirect(Paths.LOGIN + "?done=logout").withoutCookie(Accounts.SESSION_COOKIE)
                : Answer.redirect(Paths.SESSIONS + "?done=session-ended");
    }
}
