/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/** Reads the service properties of the servlet whiteboard. */
final class ServletPatterns {
    private static final List<String> PATTERN_PROPERTIES = List.of(
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_RESOURCE_PATTERN);
    private static final List<String> FILTER_PROPERTIES = List.of(
            HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_PATTERN,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_REGEX,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_SERVLET);

    private ServletPatterns() {}

    /** Whether a bundle has a servlet, resource or filter in the registry. */
    static boolean registers(Bundle bundle) {
        @Nullable ServiceReference<?>[] services = bundle.getRegisteredServices();
        if (services != null) {
            for (ServiceReference<?> service : services) {
                if (service != null && (owns(service) || has(service, FILTER_PROPERTIES))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a service is a servlet or resource with a place of its own; a filter has none. */
    static boolean owns(ServiceReference<?> service) {
        return has(service, PATTERN_PROPERTIES);
    }

    static boolean servlet(ServiceReference<?> service) {
        return service.getProperty(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN) != null;
    }

    static boolean resource(ServiceReference<?> service) {
        return service.getProperty(HttpWhiteboardConstants.HTTP_WHITEBOARD_RESOURCE_PATTERN) != null;
    }

    private static boolean has(ServiceReference<?> service, List<String> properties) {
        return properties.stream().anyMatch(property -> service.getProperty(property) != null);
    }

    /** Returns the patterns of a service as it gives them. */
    static Set<String> of(ServiceReference<?> service) {
        Set<String> patterns = new LinkedHashSet<>();
        for (String property : PATTERN_PROPERTIES) {
            patterns.addAll(texts(service.getProperty(property)));
        }
        return patterns;
    }

    private static List<String> texts(@Nullable Object value) {
        if (value instanceof String text) {
            return List.of(text);
        }
        if (value instanceof String[] texts) {
            return List.of(texts);
        }
        if (value instanceof Collection<?> many) {
            return many.stream().map(String::valueOf).toList();
        }
        return List.of();
    }

    /** Returns the literal path prefix below which all matches of a pattern lie. */
    static String prefix(String contextPath, String pattern) {
        String literal = pattern.startsWith("/") ? pattern : "";
        if (literal.endsWith("/*")) {
            literal = literal.substring(0, literal.length() - 2);
        }
        String path = (contextPath.equals("/") ? "" : contextPath) + literal;
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path.isEmpty() ? "/" : path;
    }
}
