/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_APPLICATION_BASE;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_APPLICATION_SELECT;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_DEFAULT_APPLICATION;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_EXTENSION;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_EXTENSION_SELECT;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_NAME;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_RESOURCE;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_WHITEBOARD_TARGET;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/**
 * What a service asks of the whiteboard, read from its properties (OSGi Compendium 8, chapter 151).
 *
 * @param kind what it is
 * @param name {@code osgi.jakartars.name}
 * @param base an application's base; null for the others
 * @param application which applications it wants to be part of; null for the default one
 * @param extensions which extensions must be there
 * @param target which whiteboards it is meant for; null for all
 * @param maxBodyBytes {@value #MAX_BODY}; 0 if it says nothing
 */
record Claims(
        Kind kind,
        @Nullable String name,
        @Nullable String base,
        @Nullable Filter application,
        List<Filter> extensions,
        @Nullable Filter target,
        long maxBodyBytes) {
    /** Service property of a platform bundle's resource that takes larger bodies than others: bytes, a {@code Long}. */
    static final String MAX_BODY = "io.subrack.web.body.max";

    /** Selects the services that concern the whiteboard. */
    static final String FILTER = "(|(" + JAKARTA_RS_RESOURCE + "=true)(" + JAKARTA_RS_EXTENSION + "=true)("
            + JAKARTA_RS_APPLICATION_BASE + "=*))";

    /** What a whiteboard service can be. */
    enum Kind {
        RESOURCE,
        EXTENSION,
        APPLICATION
    }

    Claims {
        extensions = List.copyOf(extensions);
    }

    /** @throws IllegalArgumentException if a property cannot be understood; says which */
    static Claims of(Map<String, Object> properties) {
        Kind kind = properties.get(JAKARTA_RS_APPLICATION_BASE) != null
                ? Kind.APPLICATION
                : isTrue(properties.get(JAKARTA_RS_RESOURCE)) ? Kind.RESOURCE : Kind.EXTENSION;
        List<String> applications = texts(properties.get(JAKARTA_RS_APPLICATION_SELECT));
        if (applications.size() > 1) {
            throw new IllegalArgumentException(
                    JAKARTA_RS_APPLICATION_SELECT + " must be one filter, not " + applications);
        }
        String name = text(properties.get(JAKARTA_RS_NAME));
        if (name != null && name.startsWith(".") && !name.equals(JAKARTA_RS_DEFAULT_APPLICATION)) {
            throw new IllegalArgumentException(JAKARTA_RS_NAME + " must not start with a dot: " + name);
        }
        String target = text(properties.get(JAKARTA_RS_WHITEBOARD_TARGET));
        var extensions = new ArrayList<Filter>();
        for (String filter : texts(properties.get(JAKARTA_RS_EXTENSION_SELECT))) {
            extensions.add(filter(JAKARTA_RS_EXTENSION_SELECT, filter));
        }
        return new Claims(
                kind,
                name,
                kind == Kind.APPLICATION
                        ? RestPaths.base(String.valueOf(text(properties.get(JAKARTA_RS_APPLICATION_BASE))))
                        : null,
                applications.isEmpty() ? null : filter(JAKARTA_RS_APPLICATION_SELECT, applications.get(0)),
                extensions,
                target == null ? null : filter(JAKARTA_RS_WHITEBOARD_TARGET, target),
                properties.get(MAX_BODY) instanceof Long bytes ? Math.max(0, bytes) : 0);
    }

    private static Filter filter(String property, String filter) {
        try {
            return FrameworkUtil.createFilter(filter);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(property + " is not a filter: " + e.getMessage(), e);
        }
    }

    static boolean isTrue(@Nullable Object value) {
        return value != null && value.toString().trim().equalsIgnoreCase("true");
    }

    private static @Nullable String text(@Nullable Object value) {
        List<String> texts = texts(value);
        return texts.isEmpty() ? null : texts.get(0);
    }

    private static List<String> texts(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof Object[] values) {
            return java.util.Arrays.stream(values).map(String::valueOf).toList();
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(String::valueOf).toList();
        }
        return List.of(value.toString());
    }
}
