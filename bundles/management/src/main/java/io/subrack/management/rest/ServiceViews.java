/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** Makes views of services. Never calls a service, nor the {@code toString} of a class it does not know; hides secrets. */
final class ServiceViews {
    static final String MASK = "***";

    private static final Pattern SECRET_KEY = Pattern.compile(
            "(?i).*(passw|passphrase|pwd|secret|token|credential|private.?key|api.?key|authorization|cookie|salt).*");

    /** The user part of an address, as in {@code jdbc:postgresql://ada:secret@host/}. */
    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]*@");

    private static final Set<String> SHOWN_ELSEWHERE = Set.of(
            Constants.OBJECTCLASS,
            Constants.SERVICE_ID,
            Constants.SERVICE_BUNDLEID,
            Constants.SERVICE_SCOPE,
            Constants.SERVICE_RANKING);

    private static final int MAX_CHARS = 500;
    private static final int MAX_ELEMENTS = 50;
    private static final int MAX_DEPTH = 3;

    private ServiceViews() {}

    /** Views services in the order of their ids; leaves out those that went away meanwhile. */
    static List<ServiceView> of(ServiceReference<?> @Nullable [] references) {
        if (references == null) {
            return List.of();
        }
        return Arrays.stream(references)
                .sorted((one, other) -> Long.compare(id(one), id(other)))
                .map(ServiceViews::of)
                .flatMap(Optional::stream)
                .toList();
    }

    static long id(ServiceReference<?> reference) {
        return reference.getProperty(Constants.SERVICE_ID) instanceof Long id ? id : 0;
    }

    static Optional<ServiceView> of(ServiceReference<?> reference) {
        var provider = reference.getBundle();
        if (provider == null) {
            return Optional.empty();
        }
        return Optional.of(new ServiceView(
                id(reference),
                interfaces(reference),
                String.valueOf(provider.getSymbolicName()),
                provider.getVersion().toString(),
                provider.getBundleId(),
                reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
                String.valueOf(reference.getProperty(Constants.SERVICE_SCOPE)),
                consumers(reference),
                properties(reference)));
    }

    private static List<String> interfaces(ServiceReference<?> reference) {
        return reference.getProperty(Constants.OBJECTCLASS) instanceof String[] names ? List.of(names) : List.of();
    }

    private static List<String> consumers(ServiceReference<?> reference) {
        var using = reference.getUsingBundles();
        return using == null
                ? List.of()
                : Stream.of(using)
                        .map(Bundle::getSymbolicName)
                        .map(String::valueOf)
                        .sorted()
                        .distinct()
                        .toList();
    }

    private static Map<String, Object> properties(ServiceReference<?> reference) {
        var properties = new TreeMap<String, Object>();
        for (var key : reference.getPropertyKeys()) {
            if (!SHOWN_ELSEWHERE.contains(key)) {
                var value = reference.getProperty(key);
                if (value != null) {
                    properties.put(key, SECRET_KEY.matcher(key).matches() ? MASK : shown(value, 0));
                }
            }
        }
        return properties;
    }

    /** Shows values of the JDK's own classes; of others their class alone, as their methods are foreign code. */
    private static Object shown(Object value, int depth) {
        if (value instanceof Version version) {
            return version.toString();
        }
        if (value instanceof Class<?> type) {
            return type.getName();
        }
        if (value.getClass().isArray() && depth < MAX_DEPTH) {
            return elements(value, depth + 1);
        }
        if (!value.getClass().getName().startsWith("java.")) {
            return value.getClass().getName();
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof CharSequence || value instanceof Character) {
            return text(value.toString());
        }
        return value instanceof Collection<?> collection && depth < MAX_DEPTH
                ? elements(collection.toArray(), depth + 1)
                : value.getClass().getName();
    }

    private static List<Object> elements(Object array, int depth) {
        int length = Math.min(Array.getLength(array), MAX_ELEMENTS);
        var shown = new ArrayList<Object>(length);
        for (int i = 0; i < length; i++) {
            var element = Array.get(array, i);
            if (element != null) {
                shown.add(shown(element, depth));
            }
        }
        return shown;
    }

    private static String text(String text) {
        var shown = USER_INFO.matcher(text).replaceAll("://" + MASK + "@");
        return shown.length() <= MAX_CHARS ? shown : shown.substring(0, MAX_CHARS) + "…";
    }
}
