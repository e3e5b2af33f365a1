/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.Guard;
import io.subrack.auth.spi.Guard.Authentication;
import io.subrack.auth.spi.Guard.Authentication.Accepted;
import io.subrack.auth.spi.Guard.Authentication.Refused;
import io.subrack.auth.spi.Guard.Decision;
import io.subrack.auth.spi.Guard.Decision.Denied;
import io.subrack.kernel.api.ProblemType;
import io.subrack.web.api.WebProblem;
import io.subrack.web.spi.Access;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/** Decides whether a request may enter where its path leads. */
final class Admission {
    /** What is answered to somebody is for nobody else, and not without asking again; handlers may say otherwise. */
    private static final HttpField PRIVATE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "private, no-cache");

    private static final Authentication NOBODY = new Accepted(Caller.ANONYMOUS);

    private final Supplier<@Nullable Guard> guards;

    /** @param guards returns the guard; null while there is none */
    Admission(Supplier<@Nullable Guard> guards) {
        this.guards = guards;
    }

    /**
     * Answers a request for an installation that nobody has claimed yet.
     *
     * @param target where it leads; null if nobody is there
     * @return false if it has been answered
     */
    boolean isSetUp(Exchange exchange, @Nullable Target target) {
        if (target != null && target.access() == Access.ALWAYS) {
            return true;
        }
        Guard guard = guards.get();
        if (guard == null || guard.claimed()) {
            return true;
        }
        exchange.response().getHeaders().put(DoorHandler.RETRY_AFTER);
        exchange.refuse(WebProblem.NOT_SET_UP, null);
        return false;
    }

    /**
     * Lets a request in, or answers it.
     *
     * @return false if it has been answered
     */
    boolean admits(Exchange exchange, Target target) {
        if (target.access() == Access.ALWAYS) {
            return true;
        }
        Guard guard = guards.get();
        if (guard == null) {
            refuse(exchange, WebProblem.NOT_SERVING, null, null);
            return false;
        }
        return target.access() == Access.OPEN || admits(exchange, guard, target.requirement());
    }

    private static boolean admits(Exchange exchange, Guard guard, @Nullable AccessRequirement requirement) {
        Authentication authentication = authenticate(exchange, guard);
        if (authentication instanceof Refused refused) {
            refuse(exchange, problem(refused.status()), refused.challenge(), refused.detail());
            return false;
        }
        Caller caller = ((Accepted) authentication).caller();
        if (requirement != null) {
            Decision decision = guard.authorize(caller, requirement);
            if (decision instanceof Denied denied) {
                refuse(exchange, problem(denied.status()), denied.challenge(), denied.detail());
                return false;
            }
        }
        exchange.visitedBy(new Visitor(guard, caller));
        if (!caller.isAnonymous()) {
            exchange.response().getHeaders().put(PRIVATE);
        }
        return true;
    }

    private static Authentication authenticate(Exchange exchange, Guard guard) {
        HttpFields headers = exchange.getHeaders();
        boolean inQuery = TokenInQuery.in(exchange.getHttpURI().getQuery());
        if (!inQuery && !headers.contains(HttpHeader.AUTHORIZATION) && !headers.contains(HttpHeader.COOKIE)) {
            return NOBODY;
        }
        return guard.authenticate(new Guard.Credentials(
                headers.getValuesList(HttpHeader.AUTHORIZATION),
                headers.getValuesList(HttpHeader.COOKIE),
                exchange.getMethod(),
                headers.get(HttpHeader.ORIGIN),
                headers.get("Sec-Fetch-Site"),
                inQuery));
    }

    static ProblemType problem(int status) {
        return switch (status) {
            case 400 -> WebProblem.BAD_REQUEST;
            case 401 -> WebProblem.UNAUTHORIZED;
            case 403 -> WebProblem.FORBIDDEN;
            default -> WebProblem.NOT_SERVING;
        };
    }

    private static void refuse(
            Exchange exchange, ProblemType problem, @Nullable String challenge, @Nullable String detail) {
        HttpFields.Mutable headers = exchange.response().getHeaders();
        if (challenge != null) {
            headers.put(HttpHeader.WWW_AUTHENTICATE, challenge);
        }
        if (problem == WebProblem.NOT_SERVING) {
            headers.put(DoorHandler.RETRY_AFTER);
        }
        exchange.refuse(problem, detail);
    }
}
