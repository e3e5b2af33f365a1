/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.auth.spi.Guard.Decision.Denied;
import io.subrack.web.spi.GuardAttributes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Dictionary;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before all servlets of the whiteboard when another servlet forwards to them, or includes them: Felix leads there by
 * itself, past the front door. Who may not go there gets what the servlet would answer: 401 or 403 for a forward; nothing
 * is included where an include is refused, as always when what is included answers with an error.
 */
final class SentOnFilter implements Filter {
    private static final Logger log = LoggerFactory.getLogger(SentOnFilter.class);

    private final ServletGuard guard;

    SentOnFilter(ServletGuard guard) {
        this.guard = guard;
    }

    /** Returns service properties by which it comes first, in all contexts. */
    static Dictionary<String, Object> properties() {
        return FrameworkUtil.asDictionary(Map.of(
                HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_PATTERN,
                "/*",
                HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_DISPATCHER,
                new String[] {DispatcherType.FORWARD.name(), DispatcherType.INCLUDE.name()},
                HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_ASYNC_SUPPORTED,
                true,
                HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT,
                "(" + HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME + "=*)",
                Constants.SERVICE_RANKING,
                Integer.MAX_VALUE));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest sent = (HttpServletRequest) request;
        Bundle target = target(sent);
        if (guard.decideSentOn(sent, target) instanceof Denied denied) {
            refuse(denied, sent, (HttpServletResponse) response);
            return;
        }
        Object from = sent.getAttribute(ServletGuard.SENDER);
        sent.setAttribute(ServletGuard.SENDER, target);
        try {
            chain.doFilter(request, response);
        } finally {
            sent.setAttribute(ServletGuard.SENDER, from);
        }
    }

    /** Returns whose servlet the request goes to. */
    private static @Nullable Bundle target(HttpServletRequest request) {
        ClassLoader loader = request.getServletContext().getClassLoader();
        return loader instanceof BundleReference reference ? reference.getBundle() : null;
    }

    private static void refuse(Denied denied, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        log.debug("{} was not sent on: {}", request.getRequestURI(), denied.detail());
        if (request.getDispatcherType() == DispatcherType.FORWARD) {
            if (denied.challenge() != null) {
                response.setHeader("WWW-Authenticate", denied.challenge());
            }
            response.setHeader("Cache-Control", "no-store");
            String id = request.getAttribute(Exchange.ATTRIBUTE) instanceof Exchange exchange ? exchange.id() : "";
            DoorServlet.answer(response, GuardAttributes.problem(denied), denied.detail(), id);
        }
    }
}
