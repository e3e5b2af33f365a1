/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.AuthorizationRequests;
import io.subrack.auth.spi.AuthorizationRequests.Pending;
import io.subrack.auth.spi.AuthorizationRequests.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks whether a client may do what it asks for. */
final class ConsentPage implements Page {
    static final String DECISION = "decision";
    static final String ALLOW = "allow";
    static final String DENY = "deny";

    @Override
    public Answer show(Visit visit) {
        ReturnTo to = ReturnTo.of(visit.query());
        Pending pending = pending(visit, to);
        Texts texts = visit.texts();
        String user = visit.known().user().name();
        return new Screen(visit, "consent.title")
                .openable()
                .say("consent.ask", Parts.strong(pending.clientName()), Parts.strong(user))
                .add(scopes(texts, pending))
                .add(new Form(visit, Paths.CONSENT)
                        .hidden(to.fields())
                        .button(texts.get("consent.allow"), DECISION, ALLOW, true)
                        .button(texts.get("consent.deny"), DECISION, DENY, false)
                        .html())
                .add(Html.element("p")
                        .css("sr-hint")
                        .with(texts.html("consent.revoke", Parts.code(pending.clientId()))))
                .answer();
    }

    private static Pending pending(Visit visit, ReturnTo to) {
        return visit.services().requests().pending(to.request()).orElseThrow(() -> PageFailure.of(400, "too-late"));
    }

    /** Returns what is asked for, each with what it means. */
    static Html scopes(Texts texts, Pending pending) {
        if (pending.scopes().isEmpty()) {
            return Html.element("p", texts.html("consent.nothing"));
        }
        List<Html> items = new ArrayList<>();
        for (Scope scope : pending.scopes()) {
            Html name = Parts.code(scope.name());
            items.add(
                    scope.description().isEmpty()
                            ? Html.element("li", name)
                            : Html.element("li", Html.foreign(scope.description()), Html.text(" "), name));
        }
        return Html.element("ul").css("sr-scopes").with(items);
    }

    @Override
    public Answer submit(Visit visit, Fields form) {
        ReturnTo to = ReturnTo.of(form);
        AuthorizationRequests requests = visit.services().requests();
        if (form.has(DECISION, DENY)) {
            return Onward.toClient(
                    visit, requests.deny(to.request()).orElseThrow(() -> PageFailure.of(400, "too-late")));
        }
        Pending pending = pending(visit, to);
        Set<String> scopes = pending.scopes().stream().map(Scope::name).collect(Collectors.toSet());
        if (!form.has(DECISION, ALLOW)) {
            throw PageFailure.of(400, "malformed");
        }
        if (!requests.allow(to.request(), visit.known().session(), scopes)) {
            throw PageFailure.of(400, "too-late");
        }
        return Onward.page(visit, to.path());
    }

    /** Begins where the client sent the browser to: that knows whether there must be a login. */
    @Override
    public String loginFor(Visit visit) {
        return ReturnTo.of(visit.query()).path();
    }
}
