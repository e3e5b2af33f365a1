/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.AuthorizationRequests.Answer;
import java.net.URI;
import java.util.List;

/** Pages from which a browser goes on by itself, with a link or button for those that do not. */
final class Onward {
    private Onward() {}

    static io.subrack.auth.web.Answer page(Visit visit, String address) {
        return new Screen(visit, "onward.title")
                .openable()
                .refresh(address)
                .say("onward.text")
                .add(Html.element("p")
                        .with(Parts.link(address, visit.texts().get("onward.link"))
                                .css("sr-button")))
                .answer();
    }

    /** Sends a browser back to a client with what it is to know. */
    static io.subrack.auth.web.Answer toClient(Visit visit, Answer answer) {
        List<String> fields = answer.form();
        if (fields == null) {
            return page(visit, answer.location());
        }
        Html.Element form = Html.element("form").attr("method", "post").attr("action", answer.location());
        for (int i = 0; i < fields.size(); i += 2) {
            form = form.with(Form.input(fields.get(i), fields.get(i + 1)));
        }
        return new Screen(visit, "onward.title")
                .openable()
                .formsTo(source(URI.create(answer.location())))
                .say("onward.form")
                .add(form.with(Html.element("button")
                        .attr("type", "submit")
                        .css("sr-button")
                        .flag("autofocus")
                        .text(visit.texts().get("onward.link"))))
                .answer();
    }

    /** Returns where a form may be sent, as a source of the Content Security Policy. */
    private static String source(URI target) {
        return target.getRawAuthority() == null ? target.getScheme() + ":" : OwnForms.origin(target);
    }
}
