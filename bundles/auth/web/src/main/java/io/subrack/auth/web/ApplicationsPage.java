/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Applications.Application;
import java.util.ArrayList;
import java.util.List;

/** Which applications may act for somebody: a list, away with one. */
final class ApplicationsPage implements Page {
    private static final String CLIENT = "client";

    @Override
    public Answer show(Visit visit) {
        Texts texts = visit.texts();
        List<Application> applications =
                visit.services().applications().of(visit.known().id());
        Screen screen = new Screen(visit, "applications.title").notice().say("applications.text");
        if (applications.isEmpty()) {
            return screen.add(Html.element("p").css("sr-empty").text(texts.get("applications.none")))
                    .answer();
        }
        List<List<Html>> rows = new ArrayList<>();
        applications.forEach(application -> rows.add(row(visit, application)));
        return screen.add(Parts.table(
                        texts.get("applications.title"),
                        List.of(
                                texts.get("applications.name"),
                                texts.get("applications.scopes"),
                                texts.get("applications.since"),
                                texts.get("actions")),
                        rows))
                .answer();
    }

    private static List<Html> row(Visit visit, Application application) {
        Texts texts = visit.texts();
        Html withdraw = Parts.folded(
                texts.html("applications.withdraw", Parts.unseen(application.name())),
                Html.element("p", texts.html("applications.withdraw.text")),
                new Form(visit, Paths.APPLICATIONS)
                        .hidden(CLIENT, application.clientId())
                        .dangerous(texts.html("applications.withdraw.yes", Html.foreign(application.name())))
                        .html());
        return List.of(
                Html.foreign(application.name()),
                Parts.words(application.scopes()),
                Parts.time(application.since()),
                withdraw);
    }

    @Override
    public Answer submit(Visit visit, Fields form) {
        visit.services().applications().withdraw(visit.known().id(), form.text(CLIENT), visit.from());
        return Answer.redirect(Paths.APPLICATIONS + "?done=application-withdrawn");
    }
}
