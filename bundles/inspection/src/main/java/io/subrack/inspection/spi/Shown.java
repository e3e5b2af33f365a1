/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.osgi.framework.Version;

/** Makes values of strangers fit to be shown: bounded, without secrets, and without calling a class that it does not know. */
final class Shown {
    static final int MAX_CHARS = 500;

    private static final String MASK = "***";

    private static final Pattern SECRET_KEY = Pattern.compile(
            "(?i).*(passw|passphrase|pwd|secret|token|credential|private.?key|api.?key|authorization|cookie|salt).*");

    /** The user part of an address, as in {@code jdbc:postgresql://ada:secret@host/}. */
    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]*@");

    private static final int MAX_ELEMENTS = 50;
    private static final int MAX_DEPTH = 3;

    private Shown() {}

    /** Returns what may be shown of a property. */
    static Object property(String key, Object value) {
        return SECRET_KEY.matcher(key).matches() ? MASK : value(value, 0);
    }

    /** Returns what may be shown of the attributes of a requirement or capability, sorted by name. */
    static Map<String, Object> attributes(Map<String, Object> attributes) {
        var shown = new TreeMap<String, Object>();
        attributes.forEach((name, value) -> shown.put(name, property(name, value)));
        return shown;
    }

    /** Returns directives, bounded, sorted by name. */
    static Map<String, String> directives(Map<String, String> directives) {
        var shown = new TreeMap<String, String>();
        directives.forEach((name, value) -> shown.put(name, text(value, MAX_CHARS)));
        return shown;
    }

    static String text(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    /** Shows values of the JDK's own classes; of others their class alone, as their methods are foreign code. */
    private static Object value(Object value, int depth) {
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
            return text(USER_INFO.matcher(value.toString()).replaceAll("://" + MASK + "@"), MAX_CHARS);
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
                shown.add(value(element, depth));
            }
        }
        return shown;
    }
}
