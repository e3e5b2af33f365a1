/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.UserStore.User;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request for a page: who sends it, and what its forms are bound to. Used by one thread. */
final class Visit {
    /** What forms are bound to where nobody is logged in. */
    static final String FORM_COOKIE = "__Host-subrack-form";

    static final String FORM_TOKEN = "form_token";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COOKIE_BYTES = 18;

    private final Call call;
    private final Services services;
    private final Texts texts;
    private final Fields query;
    private final @Nullable Person person;
    private final boolean personal;
    private @Nullable String freshCookie;

    private Visit(Call call, Services services, Fields query, @Nullable Person person, boolean personal) {
        this.call = call;
        this.services = services;
        this.texts = Texts.of(call.languages());
        this.query = query;
        this.person = person;
        this.personal = personal;
    }

    /** @param personal whether the page's forms belong to a session rather than to a browser */
    static Visit of(Call call, Services services, boolean personal) {
        return new Visit(call, services, Fields.parse(call.query()), person(call, services.accounts()), personal);
    }

    /** Returns a visit of which nothing is known, for a page that says what went wrong. */
    static Visit unknown(Call call, Services services) {
        return new Visit(call, services, Fields.NONE, null, false);
    }

    private static @Nullable Person person(Call call, Accounts accounts) {
        return call.cookie(Accounts.SESSION_COOKIE)
                .flatMap(cookie -> accounts.session(cookie)
                        .flatMap(session -> accounts.user(session.userId())
                                .filter(User::enabled)
                                .map(user -> new Person(cookie, session, user))))
                .orElse(null);
    }

    String path() {
        return call.path();
    }

    Fields query() {
        return query;
    }

    Texts texts() {
        return texts;
    }

    Services services() {
        return services;
    }

    Accounts accounts() {
        return services.accounts();
    }

    Origin from() {
        return call.from();
    }

    Optional<Person> person() {
        return Optional.ofNullable(person);
    }

    /** Returns who is logged in, on a page that nobody else gets to see. */
    Person known() {
        if (person == null) {
            throw new IllegalStateException("the page is not personal");
        }
        return person;
    }

    /** Returns what a form of this page carries so that its answer is known for its own. */
    String formToken() {
        return accounts().formToken(binding().orElseGet(this::freshBinding));
    }

    boolean isOwnForm(Fields form) {
        return binding()
                .filter(binding -> accounts().isFormToken(binding, form.text(FORM_TOKEN)))
                .isPresent();
    }

    private Optional<String> binding() {
        if (personal) {
            return person().map(known -> "session:" + known.session().id());
        }
        return call.cookie(FORM_COOKIE)
                .filter(value -> value.length() == COOKIE_BYTES * 4 / 3)
                .map(Visit::cookieBinding);
    }

    private String freshBinding() {
        String cookie = freshCookie;
        if (cookie == null) {
            byte[] random = new byte[COOKIE_BYTES];
            RANDOM.nextBytes(random);
            cookie = Base64.getUrlEncoder().encodeToString(random);
            freshCookie = cookie;
        }
        return cookieBinding(cookie);
    }

    private static String cookieBinding(String cookie) {
        return "form:" + cookie;
    }

    /** Adds the cookie that the forms of the answer are bound to, if the browser has none yet. */
    Answer complete(Answer answer) {
        return freshCookie == null ? answer : answer.cookie(FORM_COOKIE, freshCookie);
    }

    /**
     * Who is logged in.
     *
     * @param cookie the value of the session's cookie
     */
    record Person(String cookie, Session session, User user) {
        String id() {
            return user.id();
        }

        /** Leaves out the cookie. */
        @Override
        public String toString() {
            return "session of " + user;
        }
    }
}
