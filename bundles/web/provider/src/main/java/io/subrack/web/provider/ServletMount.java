/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.servlet.runtime.dto.DTOConstants;
import org.osgi.service.servlet.runtime.dto.FailedResourceDTO;
import org.osgi.service.servlet.runtime.dto.FailedServletDTO;
import org.osgi.service.servlet.runtime.dto.ResourceDTO;
import org.osgi.service.servlet.runtime.dto.RuntimeDTO;
import org.osgi.service.servlet.runtime.dto.ServletContextDTO;
import org.osgi.service.servlet.runtime.dto.ServletDTO;

/** One servlet or resource service on its way to being mounted. */
final class ServletMount {
    private final ServiceReference<?> service;
    private final Bundle bundle;
    private final long id;
    private final long deadlineNanos;
    private final ServletAccess access;
    private volatile Set<String> prefixes = Set.of();
    private volatile boolean open = true;
    private volatile @Nullable String fault;

    ServletMount(ServiceReference<?> service, Bundle bundle, long deadlineNanos) {
        this.service = service;
        this.bundle = bundle;
        this.deadlineNanos = deadlineNanos;
        access = ServletAccess.of(service.getProperty(ServletAccess.PROPERTY), bundle);
        id = (Long) service.getProperty(Constants.SERVICE_ID);
    }

    Bundle bundle() {
        return bundle;
    }

    long id() {
        return id;
    }

    /** Whether it is unknown yet what Felix makes of it. */
    boolean open() {
        return open;
    }

    ServletAccess access() {
        return access;
    }

    /** Whether the dispatcher serves it, and the front door leads to it. */
    boolean served() {
        return !open && fault == null && !prefixes.isEmpty();
    }

    Set<String> prefixes() {
        return prefixes;
    }

    @Nullable
    String fault() {
        return fault;
    }

    void fail(String sentence) {
        fault = sentence;
    }

    /**
     * Finds it among what Felix serves, or among what it refuses. One service can be a servlet and a resource at once;
     * it is found when both are.
     */
    boolean lookUp(RuntimeDTO runtime) {
        Set<String> found = new LinkedHashSet<>();
        boolean servlet = !ServletPatterns.servlet(service);
        boolean resource = !ServletPatterns.resource(service);
        for (ServletContextDTO context : runtime.servletContextDTOs) {
            for (ServletDTO dto : context.servletDTOs) {
                servlet |= dto.serviceId == id && add(context.contextPath, dto.patterns, found);
            }
            for (ResourceDTO dto : context.resourceDTOs) {
                resource |= dto.serviceId == id && add(context.contextPath, dto.patterns, found);
            }
        }
        if (servlet && resource) {
            prefixes = found;
            open = false;
            return true;
        }
        return refused(runtime);
    }

    private boolean refused(RuntimeDTO runtime) {
        for (FailedServletDTO failed : runtime.failedServletDTOs) {
            if (failed.serviceId == id) {
                return refused(failed.failureReason);
            }
        }
        for (FailedResourceDTO failed : runtime.failedResourceDTOs) {
            if (failed.serviceId == id) {
                return refused(failed.failureReason);
            }
        }
        return false;
    }

    private static boolean add(String contextPath, String[] patterns, Set<String> found) {
        for (String pattern : patterns) {
            found.add(ServletPatterns.prefix(contextPath, pattern));
        }
        return true;
    }

    private boolean refused(int reason) {
        fault = sentence(reason(reason));
        open = false;
        return true;
    }

    /** Has it looked up again. */
    void reopen() {
        open = true;
    }

    boolean giveUpIfLate() {
        if (System.nanoTime() - deadlineNanos > 0) {
            fault = sentence("the servlet runtime has not taken it");
            open = false;
        }
        return !open;
    }

    /** Says why it is not served, or null if it is. */
    @Nullable
    String missing() {
        String known = fault;
        return known != null ? known : open ? sentence("the servlet runtime has not taken it yet") : null;
    }

    private String sentence(String why) {
        return bundle.getSymbolicName() + " " + bundle.getVersion() + " registers a servlet at "
                + String.join(", ", ServletPatterns.of(service)) + " that is not served: " + why;
    }

    private static String reason(int code) {
        return switch (code) {
            case DTOConstants.FAILURE_REASON_NO_SERVLET_CONTEXT_MATCHING -> "no servlet context matches its selection";
            case DTOConstants.FAILURE_REASON_SHADOWED_BY_OTHER_SERVICE -> "another servlet has that pattern";
            case DTOConstants.FAILURE_REASON_EXCEPTION_ON_INIT -> "its init method failed";
            case DTOConstants.FAILURE_REASON_SERVICE_NOT_GETTABLE -> "the service cannot be got from the registry";
            case DTOConstants.FAILURE_REASON_VALIDATION_FAILED -> "its service properties are not valid";
            default -> "the servlet runtime refused it with code " + code;
        };
    }
}
