/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.AuthorizationRequests;
import io.subrack.auth.spi.AuthorizationRequests.Pending;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets somebody allow a device what it asks for (RFC 8628, section 3.3): its code, a look at what it wants, the result. */
final class DevicePage implements Page {
    private static final String USER_CODE = "user_code";
    private static final int MOST_BY_USER = 10;
    private static final int MOST_BY_ADDRESS = 50;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final Guesses byUser;
    private final Guesses byAddress;

    DevicePage(Clock clock) {
        byUser = new Guesses(MOST_BY_USER, WINDOW, clock);
        byAddress = new Guesses(MOST_BY_ADDRESS, WINDOW, clock);
    }

    @Override
    public Answer show(Visit visit) {
        return enter(visit, visit.query().text(USER_CODE), null).answer();
    }

    private static Screen enter(Visit visit, String code, @Nullable Problem problem) {
        Texts texts = visit.texts();
        return new Screen(visit, "device.title")
                .problem(problem)
                .say("device.text")
                .add(new Form(visit, Paths.DEVICE, problem)
                        .field(Field.text(USER_CODE, texts.get("device.code"))
                                .hint(texts.get("device.code.hint"))
                                .value(code)
                                .asCode()
                                .focus())
                        .button(texts.get("device.next"))
                        .html());
    }

    @Override
    public Answer submit(Visit visit, Fields form) {
        String code = form.text(USER_CODE);
        Optional<Duration> wait = wait(visit);
        if (wait.isPresent()) {
            String seconds = Long.toString(wait.get().toSeconds());
            Problem problem = new Problem(429, visit.texts().get("device.later", seconds), USER_CODE);
            return enter(visit, "", problem).answer().header("Retry-After", seconds);
        }
        AuthorizationRequests requests = visit.services().requests();
        Optional<Pending> pending = counted(visit, () -> requests.device(code));
        if (pending.isEmpty()) {
            return enter(visit, code, Problem.of(422, visit, "device.unknown", USER_CODE))
                    .answer();
        }
        String decision = form.text(ConsentPage.DECISION);
        if (decision.isEmpty()) {
            return confirm(visit, code, pending.get());
        }
        boolean allowed = decision.equals(ConsentPage.ALLOW);
        if (!requests.answerDevice(code, visit.known().session(), allowed)) {
            throw PageFailure.of(409, "device-over", Paths.DEVICE);
        }
        return new Screen(visit, allowed ? "device.allowed.title" : "device.denied.title")
                .say(
                        allowed ? "device.allowed" : "device.denied",
                        Parts.strong(pending.get().clientName()))
                .answer();
    }

    private Optional<Duration> wait(Visit visit) {
        Duration user = byUser.begin(visit.known().id());
        if (!user.isZero()) {
            return Optional.of(user);
        }
        Duration address = byAddress.begin(visit.from().address());
        if (!address.isZero()) {
            byUser.undo(visit.known().id());
            return Optional.of(address);
        }
        return Optional.empty();
    }

    /** Looks a code up, and takes it from the count unless it was wrong. */
    private Optional<Pending> counted(Visit visit, Supplier<Optional<Pending>> lookup) {
        boolean wrong = false;
        try {
            Optional<Pending> found = lookup.get();
            wrong = found.isEmpty();
            return found;
        } finally {
            if (!wrong) {
                byUser.undo(visit.known().id());
                byAddress.undo(visit.from().address());
            }
        }
    }

    private static Answer confirm(Visit visit, String code, Pending pending) {
        Texts texts = visit.texts();
        return new Screen(visit, "device.confirm.title")
                .say(
                        "device.confirm",
                        Parts.strong(pending.clientName()),
                        Parts.strong(visit.known().user().name()))
                .add(Html.element("p").css("sr-big-code").text(code))
                .add(ConsentPage.scopes(texts, pending))
                .add(Html.element("p").css("sr-warning").text(texts.get("device.warning")))
                .add(new Form(visit, Paths.DEVICE)
                        .hidden(List.of(USER_CODE, code))
                        .button(texts.get("consent.allow"), ConsentPage.DECISION, ConsentPage.ALLOW, true)
                        .button(texts.get("consent.deny"), ConsentPage.DECISION, ConsentPage.DENY, false)
                        .html())
                .answer();
    }

    @Override
    public String loginFor(Visit visit) {
        return ReturnTo.page(Paths.DEVICE, visit.query().text(USER_CODE)).login();
    }
}
