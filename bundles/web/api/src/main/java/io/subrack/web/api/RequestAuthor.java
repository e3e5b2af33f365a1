/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.api;

import io.subrack.auth.api.Caller;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Objects;

/** Says who sends a request that changes something, as histories and the audit log have it. */
public final class RequestAuthor {
    private static final int MAX_NAME_CHARS = 100;

    private RequestAuthor() {}

    /**
     * Returns who sends a request. Names are given again and chosen by their bearers, so the name has the subject too.
     *
     * @throws ProblemException {@link WebProblem#UNAUTHORIZED} if that is not known
     */
    public static Author of(HttpServletRequest request) {
        if (!(request.getUserPrincipal() instanceof Caller caller) || caller.isAnonymous()) {
            throw new ProblemException(WebProblem.UNAUTHORIZED, "it is not known who asks");
        }
        String kind = caller.kind().name().toLowerCase(Locale.ROOT);
        return new Author(
                name(caller, kind),
                kind,
                caller.subject(),
                caller.clientId(),
                Objects.toString(request.getAttribute(RequestAttributes.REQUEST_ID), ""),
                Objects.toString(request.getAttribute(RequestAttributes.CLIENT_ADDRESS), ""));
    }

    private static String name(Caller caller, String kind) {
        String name = caller.name()
                .substring(0, Math.min(MAX_NAME_CHARS, caller.name().length()));
        return name.isBlank() || caller.name().equals(caller.subject())
                ? kind + " " + caller.subject()
                : name + " (" + kind + " " + caller.subject() + ")";
    }
}
