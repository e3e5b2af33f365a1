/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import io.subrack.web.spi.GuardAttributes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.servlet.runtime.dto.RequestInfoDTO;

/**
 * Asks whether a request may reach the servlet that the whiteboard's dispatcher will choose. That need not be the one by
 * whose mount the request came: patterns match more exactly than prefixes do.
 */
final class ServletGuard {
    private final Function<String, @Nullable RequestInfoDTO> matching;
    private final LongFunction<@Nullable ServletMount> served;

    /**
     * @param matching says what the dispatcher chooses for a path; returns null if that cannot be said
     * @param served returns a servlet that is served, by the id of its service
     */
    ServletGuard(Function<String, @Nullable RequestInfoDTO> matching, LongFunction<@Nullable ServletMount> served) {
        this.matching = matching;
        this.served = served;
    }

    /**
     * Lets a request go on to the dispatcher.
     *
     * @param here the servlet by whose mount it came
     * @throws ProblemException if it may not
     */
    void check(ServletMount here, HttpServletRequest request, HttpServletResponse response) {
        boolean sentOn = request.getDispatcherType() != DispatcherType.REQUEST;
        GuardAttributes.require(request, response, requirement(here, path(request), sentOn));
    }

    private static String path(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    private AccessRequirement requirement(ServletMount here, String path, boolean sentOn) {
        RequestInfoDTO choice = matching.apply(path);
        if (choice == null) {
            throw new ProblemException(WebProblem.NOT_SERVING, "The servlet runtime is not there.");
        }
        if (choice.servletDTO == null && choice.resourceDTO == null) {
            return here.access().at(path); // the dispatcher will answer that there is nothing
        }
        long id = choice.servletDTO == null ? choice.resourceDTO.serviceId : choice.servletDTO.serviceId;
        ServletMount chosen = served.apply(id);
        if (chosen == null) {
            return AccessRequirement.UNDECLARED;
        }
        // Inside of a bundle a servlet may send on to any other; what lies behind is that bundle's own affair.
        return sentOn && chosen.bundle().equals(here.bundle())
                ? AccessRequirement.PUBLIC
                : chosen.access().at(path);
    }
}
