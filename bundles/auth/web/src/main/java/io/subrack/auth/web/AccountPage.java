/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.UserStore.User;
import java.util.TreeSet;

/** What somebody's account is right now. */
final class AccountPage implements Page {
    @Override
    public Answer show(Visit visit) {
        Texts texts = visit.texts();
        User user = visit.known().user();
        var accounts = visit.accounts();
        String id = user.id();
        String factor = accounts.hasTotp(id) ? "account.factor.on" : "account.factor.off";
        return new Screen(visit, "account.title")
                .notice()
                .add(Parts.list(
                        texts.html("account.name"), Parts.strong(user.name()),
                        texts.html("account.display"), orNone(texts, user.displayName()),
                        texts.html("account.email"), orNone(texts, user.email()),
                        texts.html("account.roles"),
                                accounts.roles(user).isEmpty()
                                        ? texts.html("none")
                                        : Parts.words(new TreeSet<>(accounts.roles(user))),
                        texts.html("account.password"),
                                texts.html("account.password.since", Parts.time(user.passwordChanged())),
                        texts.html("account.factor"), texts.html(factor),
                        texts.html("account.sessions"),
                                Html.text(Integer.toString(accounts.sessions(id).size())),
                        texts.html("account.tokens"),
                                Html.text(
                                        Integer.toString(accounts.apiTokens(id).size())),
                        texts.html("account.id"), Parts.code(id)))
                .answer();
    }

    private static Html orNone(Texts texts, String text) {
        return text.isEmpty() ? texts.html("none") : Html.foreign(text);
    }

    @Override
    public Answer submit(Visit visit, Fields form) {
        throw PageFailure.of(405, "method");
    }
}
