/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccountAdmin.By;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Accounts.Reason;
import io.subrack.auth.spi.Accounts.RejectedException;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import io.subrack.web.resources.spi.Tags;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** One request: who sends it, and how it fails. */
final class Exchange {
    private static final Map<Reason, AccountProblem> PROBLEMS = Map.of(
            Reason.WRONG_CREDENTIAL, AccountProblem.WRONG_CREDENTIAL,
            Reason.BAD_VALUE, AccountProblem.BAD_VALUE,
            Reason.CONFLICT, AccountProblem.CONFLICT,
            Reason.ALREADY_CLAIMED, AccountProblem.CONFLICT,
            Reason.TOO_MANY, AccountProblem.TOO_MANY,
            Reason.BUSY, AccountProblem.BUSY);

    private final HttpServletRequest request;

    Exchange(HttpServletRequest request) {
        this.request = request;
    }

    Caller caller() {
        return request.getUserPrincipal() instanceof Caller caller ? caller : Caller.ANONYMOUS;
    }

    Origin origin() {
        var address = request.getAttribute(RequestAttributes.CLIENT_ADDRESS);
        return new Origin(
                Objects.toString(address, Objects.requireNonNullElse(request.getRemoteAddr(), "")),
                Objects.requireNonNullElse(request.getHeader("User-Agent"), ""),
                Objects.toString(request.getAttribute(RequestAttributes.REQUEST_ID), ""));
    }

    By by() {
        return new By(caller(), origin());
    }

    /** Returns the id of the person who calls; what is one's own, only a person has. */
    String person() {
        var caller = caller();
        if (caller.kind() != Caller.Kind.USER) {
            throw new ProblemException(
                    WebProblem.FORBIDDEN, "only a person has a profile; this is the token of a client");
        }
        return caller.subject();
    }

    /**
     * Returns the id of the person who calls and may manage their account: by a browser session, or by a token that was
     * asked for just that. Nobody does on somebody's behalf.
     */
    String owner() {
        var id = person();
        var caller = caller();
        if (caller.actor() != null) {
            throw new ProblemException(
                    WebProblem.FORBIDDEN, "who acts on behalf of others does not manage their account");
        }
        if (!Accounts.isSession(caller) && !caller.hasScope(Accounts.SCOPE)) {
            throw new ProblemException(
                    WebProblem.FORBIDDEN,
                    "your account is managed in a browser session, or by a token with the scope " + Accounts.SCOPE);
        }
        return id;
    }

    /** Returns the version that {@code If-Match} names, or -1 for any. */
    long version() {
        return Tags.revision(request.getHeader("If-Match"), AccountProblem.CHANGED)
                .orElse(-1);
    }

    /** Does something, with failures as problems. */
    static <T> T answering(Supplier<T> action) {
        try {
            return action.get();
        } catch (RejectedException e) {
            throw new ProblemException(
                    Objects.requireNonNull(PROBLEMS.get(e.reason())),
                    Objects.requireNonNullElse(e.getMessage(), ""),
                    e);
        } catch (StoreUnavailableException e) {
            throw new ProblemException(
                    AccountProblem.STORE_UNAVAILABLE,
                    "accounts cannot be read or written right now; try again soon",
                    e);
        }
    }

    static void doing(Runnable action) {
        answering(() -> {
            action.run();
            return true;
        });
    }

    static <T> T found(Optional<T> thing, String what) {
        return thing.orElseThrow(() -> new ProblemException(AccountProblem.UNKNOWN, "there is no such " + what));
    }
}
