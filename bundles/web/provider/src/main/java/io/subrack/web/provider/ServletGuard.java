/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.Guard.Decision;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import io.subrack.web.spi.GuardAttributes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.servlet.runtime.dto.RequestInfoDTO;

/**
 * Asks whether a request may reach the servlet that the whiteboard's dispatcher will choose. That need not be the one by
 * whose mount the request came: patterns match more exactly than prefixes do.
 */
final class ServletGuard {
    /** Name of the request attribute with the bundle whose servlet has the request. */
    static final String SENDER = "io.subrack.web.servlet.bundle";

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
        String path = path(request);
        RequestInfoDTO choice = matching.apply(path);
        if (choice == null) {
            throw new ProblemException(WebProblem.NOT_SERVING, "The servlet runtime is not there.");
        }
        // Where there is none, the dispatcher will answer that there is nothing.
        boolean none = choice.servletDTO == null && choice.resourceDTO == null;
        ServletMount chosen = none ? here : chosen(choice);
        if (chosen == null && served.apply(here.id()) == null) {
            throw new ProblemException(WebProblem.NOT_SERVING, "The servlet has just been taken away.");
        }
        GuardAttributes.require(request, response, requirement(here, chosen, path, sentOn && !none));
        request.setAttribute(SENDER, chosen == null ? null : chosen.bundle());
    }

    /**
     * Decides whether a request may go where a servlet sends it on by forward or include. Inside of a bundle it may; the
     * servlet of another bundle demands what it always demands, and by its name alone it is not reached.
     *
     * @param target whose servlet the request goes to; null if that is unknown
     */
    Decision decideSentOn(HttpServletRequest request, @Nullable Bundle target) {
        return target != null && target.equals(request.getAttribute(SENDER))
                ? Decision.PERMITTED
                : GuardAttributes.decide(request, abroad(request, target));
    }

    private AccessRequirement abroad(HttpServletRequest request, @Nullable Bundle target) {
        String path = sentTo(request);
        RequestInfoDTO choice = path == null ? null : matching.apply(path);
        ServletMount chosen = choice == null ? null : chosen(choice);
        return path == null || chosen == null || !chosen.bundle().equals(target)
                ? AccessRequirement.UNDECLARED
                : chosen.access().at(path);
    }

    /** Returns the path to which a request is sent on, or null if it is sent to a name. */
    private static @Nullable String sentTo(HttpServletRequest request) {
        boolean included = request.getDispatcherType() == DispatcherType.INCLUDE;
        Object named = request.getAttribute(
                included ? RequestDispatcher.INCLUDE_REQUEST_URI : RequestDispatcher.FORWARD_REQUEST_URI);
        if (named == null) {
            return null;
        }
        Object rest = included ? request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO) : request.getPathInfo();
        Object servlet =
                included ? request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH) : request.getServletPath();
        return request.getServletContext().getContextPath() + servlet + (rest == null ? "" : rest);
    }

    private static String path(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    private static AccessRequirement requirement(
            ServletMount here, @Nullable ServletMount chosen, String path, boolean sentOn) {
        if (chosen == null) {
            return AccessRequirement.UNDECLARED;
        }
        // Inside of a bundle a servlet may send on to any other; what lies behind is that bundle's own affair.
        return sentOn && chosen.bundle().equals(here.bundle())
                ? AccessRequirement.PUBLIC
                : chosen.access().at(path);
    }

    private @Nullable ServletMount chosen(RequestInfoDTO choice) {
        if (choice.servletDTO != null) {
            return served.apply(choice.servletDTO.serviceId);
        }
        return choice.resourceDTO == null ? null : served.apply(choice.resourceDTO.serviceId);
    }
}
