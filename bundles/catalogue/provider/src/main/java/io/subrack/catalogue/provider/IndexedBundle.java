/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;

/**
 * A bundle version as an index or its manifest describes it.
 *
 * @param symbolicName of the form {@link #SYMBOLIC_NAME}
 * @param version of the bundle
 * @param name for people; may be the symbolic name
 * @param description for people; may be empty
 * @param capabilities what it provides
 * @param requirements what it needs
 * @param location where the jar is; checked
 * @param sha256 of the jar, if the index says so
 * @param size of the jar, if it is known
 */
record IndexedBundle(
        String symbolicName,
        Version version,
        String name,
        String description,
        List<Capability> capabilities,
        List<Requirement> requirements,
        String location,
        Optional<String> sha256,
        OptionalLong size) {
    static final Pattern SYMBOLIC_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private static final int MAX_NAME_CHARS = 200;

    /** A comma without a backslash before it. */
    private static final Pattern BETWEEN_ELEMENTS = Pattern.compile("(?<!\\\\),");

    IndexedBundle {
        capabilities = List.copyOf(capabilities);
        requirements = List.copyOf(requirements);
    }

    static boolean isSymbolicName(String text) {
        return text.length() <= MAX_NAME_CHARS && SYMBOLIC_NAME.matcher(text).matches();
    }

    /** What a bundle provides. */
    record Capability(String namespace, Map<String, Object> attributes) {
        Version version() {
            boolean ofBundle = namespace.equals(BundleNamespace.BUNDLE_NAMESPACE)
                    || namespace.equals(HostNamespace.HOST_NAMESPACE);
            Object version =
                    attributes.get(ofBundle ? Constants.BUNDLE_VERSION_ATTRIBUTE : Constants.VERSION_ATTRIBUTE);
            return version instanceof Version it ? it : Version.emptyVersion;
        }
    }

    /** What a bundle needs. */
    record Requirement(String namespace, String filter, boolean optional) {
        @Override
        public String toString() {
            return namespace + (filter.isEmpty() ? "" : " " + filter) + (optional ? " (optional)" : "");
        }
    }

    /** Returns the highest version of a capability that satisfies a requirement; empty if there is none. */
    Optional<Version> provided(String namespace, @Nullable Filter filter) {
        Version best = null;
        for (Capability each : capabilities) {
            if (each.namespace().equals(namespace) && (filter == null || filter.matches(each.attributes()))) {
                Version version = each.version();
                best = best == null || version.compareTo(best) > 0 ? version : best;
            }
        }
        return Optional.ofNullable(best);
    }

    /** @throws IllegalArgumentException if it is no filter */
    static @Nullable Filter filter(String text) {
        try {
            return text.isEmpty() ? null : FrameworkUtil.createFilter(text);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is no filter: " + e.getMessage(), e);
        }
    }

    /** Returns a value as its type says; texts where the type is not known. */
    static Object typed(String type, String value) {
        String text = value.strip();
        if (type.startsWith("List")) {
            int open = type.indexOf('<');
            String element = open < 0 ? "String" : type.substring(open + 1, type.length() - 1);
            List<Object> values = new ArrayList<>();
            for (String each : BETWEEN_ELEMENTS.split(value, -1)) {
                values.add(typed(element.strip(), each));
            }
            return values;
        }
        return switch (type) {
            case "Version" -> Version.parseVersion(text);
            case "Long" -> Long.valueOf(text);
            case "Double" -> Double.valueOf(text);
            default -> value;
        };
    }
}
