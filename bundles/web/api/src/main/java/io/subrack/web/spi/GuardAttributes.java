/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.spi;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.Guard;
import io.subrack.auth.spi.Guard.Decision;
import io.subrack.auth.spi.Guard.Decision.Denied;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** How handlers of platform bundles decide for each operation of a guarded mount. */
public final class GuardAttributes {
    /**
     * Name of the request attribute that the front door sets on requests for guarded mounts: the {@link Guard} that found
     * out who calls. Cannot be replaced.
     */
    public static final String GUARD = "io.subrack.web.guard";

    private static final int UNAUTHORIZED = 401;
    private static final Denied NOT_GUARDED = new Denied(403, null, "It is not known who calls.");

    private GuardAttributes() {}

    /** Decides whether the caller of a request may do what demands this; nobody may where no guard was asked. */
    public static Decision decide(HttpServletRequest request, AccessRequirement requirement) {
        boolean known = request.getAttribute(GUARD) instanceof Guard;
        return known && request.getAttribute(RequestAttributes.CALLER) instanceof Caller caller
                ? ((Guard) request.getAttribute(GUARD)).authorize(caller, requirement)
                : NOT_GUARDED;
    }

    /**
     * Goes on only if the caller of a request may do what demands this.
     *
     * @param response gets the challenge if not
     * @throws ProblemException 401 or 403; the front door makes an answer of it
     */
    public static void require(
            HttpServletRequest request, HttpServletResponse response, AccessRequirement requirement) {
        if (decide(request, requirement) instanceof Denied denied) {
            if (denied.challenge() != null) {
                response.setHeader("WWW-Authenticate", denied.challenge());
            }
            response.setHeader("Cache-Control", "no-store");
            throw new ProblemException(problem(denied), denied.detail());
        }
    }

    /** Returns the problem type of a denial. */
    public static WebProblem problem(Denied denied) {
        return denied.status() == UNAUTHORIZED ? WebProblem.UNAUTHORIZED : WebProblem.FORBIDDEN;
    }
}
