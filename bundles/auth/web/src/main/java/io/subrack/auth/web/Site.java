/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts.RejectedException;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.kernel.api.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All pages, and what becomes of requests that none of them answers. Thread-safe. */
final class Site {
    private static final Logger log = LoggerFactory.getLogger(Site.class);
    private static final String FORM_TYPE = "application/x-www-form-urlencoded";
    private static final String RETRY_AFTER = "Retry-After";
    private static final String RETRY_SECONDS = "5";

    private final Services services;
    private final SetupJson setupJson;
    private final Map<String, Page> pages = new HashMap<>();

    Site(Services services) {
        this.services = services;
        this.setupJson = new SetupJson(services);
        pages.put(Paths.LOGIN, new LoginPage());
        pages.put(Paths.LOGOUT, new LogoutPage());
        pages.put(Paths.CONSENT, new ConsentPage());
        pages.put(Paths.DEVICE, new DevicePage(services.clock()));
        pages.put(Paths.SETUP, new SetupPage());
        pages.put(Paths.ACCOUNT, new AccountPage());
        pages.put(Paths.PASSWORD, new PasswordPage());
        pages.put(Paths.SECOND_FACTOR, new SecondFactorPage());
        pages.put(Paths.SESSIONS, new SessionsPage());
        pages.put(Paths.APPLICATIONS, new ApplicationsPage());
        pages.put(Paths.TOKENS, new TokensPage());
        pages.put(Paths.RESET, new ResetPage());
    }

    /** Returns the template of a path, for metrics; null if it is none of ours. */
    String route(String path) {
        return pages.containsKey(path) ? path : path.startsWith(Paths.ASSETS) ? Paths.ASSETS : "";
    }

    Answer answer(Call call) {
        if (call.path().equals(Paths.SETUP) && call.isPost() && call.mediaType().equals(SetupJson.TYPE)) {
            return setup(call);
        }
        try {
            return retriable(page(call));
        } catch (PageFailure e) {
            return failure(call, e);
        } catch (RejectedException e) {
            return failure(call, PageFailure.of(Problem.of(e, "").status(), "rejected"));
        } catch (StoreUnavailableException e) {
            log.debug("a page is not there while the store is not", e);
            return unavailable(call);
        } catch (ProblemException e) {
            if (e.type().status() != 503) {
                throw e;
            }
            log.debug("a page is not there for now", e);
            return unavailable(call);
        } catch (RuntimeException e) { // the person at the browser gets a page, whatever it is
            log.error("{} failed, request {}", call, call.from().requestId(), e);
            return failure(call, PageFailure.of(500, "internal"));
        }
    }

    private Answer setup(Call call) {
        try {
            return setupJson.answer(call);
        } catch (StoreUnavailableException e) {
            log.debug("nobody can be made an admin while the store is not there", e);
            return setupJson.unavailable(call).header(RETRY_AFTER, RETRY_SECONDS);
        } catch (ProblemException e) {
            if (e.type().status() != 503) {
                throw e;
            }
            return setupJson.unavailable(call).header(RETRY_AFTER, RETRY_SECONDS);
        }
    }

    /** A page that says that too much is going on says when to come back. */
    private static Answer retriable(Answer answer) {
        boolean silent = answer.status() == 503 && !answer.headers().containsKey(RETRY_AFTER);
        return silent ? answer.header(RETRY_AFTER, RETRY_SECONDS) : answer;
    }

    private Answer page(Call call) {
        if (call.path().equals(Paths.ASSETS) || call.path().startsWith(Paths.ASSETS + "/")) {
            return Assets.answer(call);
        }
        Page page = pages.get(call.path());
        if (page == null) {
            throw PageFailure.of(404, "not-found", Paths.ACCOUNT);
        }
        boolean get = call.method().equals("GET") || call.method().equals("HEAD");
        if (!get && !call.isPost()) {
            throw PageFailure.of(405, "method");
        }
        Visit visit = Visit.of(call, services, page.isPersonal());
        if (page.isPersonal() && visit.person().isEmpty()) {
            return Answer.redirect(page.loginFor(visit));
        }
        return visit.complete(get ? page.show(visit) : page.submit(visit, form(call, visit)));
    }

    private Fields form(Call call, Visit visit) {
        if (!OwnForms.isOwn(call, services.issuer())) {
            throw PageFailure.of(403, "foreign", call.path());
        }
        if (!call.mediaType().equals(FORM_TYPE)) {
            throw PageFailure.of(415, "type");
        }
        byte[] body = call.body();
        if (body == null) {
            throw PageFailure.of(413, "too-large");
        }
        Fields form = Fields.parse(new String(body, StandardCharsets.ISO_8859_1));
        if (!visit.isOwnForm(form)) {
            throw PageFailure.of(
                    403,
                    "stale",
                    call.path().equals(Paths.LOGIN) ? ReturnTo.of(form).login() : call.path());
        }
        return form;
    }

    private Answer unavailable(Call call) {
        return failure(call, PageFailure.of(503, "unavailable")).header(RETRY_AFTER, RETRY_SECONDS);
    }

    private Answer failure(Call call, PageFailure failure) {
        Visit visit = Visit.unknown(call, services);
        String key = "error." + failure.reason();
        Screen screen =
                new Screen(visit, key + ".title").status(failure.status()).say(key);
        String back = failure.back();
        if (back != null) {
            screen.add(Html.element(
                    "p",
                    Parts.link(back, visit.texts().get(back.equals(Paths.ACCOUNT) ? "error.account" : "error.back"))));
        }
        if (failure.status() >= 500) {
            screen.say("error.id", Parts.code(call.from().requestId()));
        }
        Answer answer = screen.answer();
        return failure.status() == 405 ? answer.header("Allow", "GET, HEAD, POST") : answer;
    }
}
