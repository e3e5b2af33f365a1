/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/**
 * A requirement in words: what its filter asks for, as far as it has the usual form.
 *
 * @param namespace of the requirement
 * @param name value of the attribute that is called as the namespace, as a package's name; empty if the filter has none
 * @param range the versions asked for; null if any will do
 * @param filter the whole filter; empty if there is none
 */
record Need(String namespace, String name, @Nullable VersionRange range, String filter) {
    private static final int MAX_SHOWN_CHARS = 200;
    private static final Pattern COMPARISON = Pattern.compile("(\\(!)?\\(version(>=|<=|=)([^()]*)\\)");

    static Need of(Requirement requirement) {
        String namespace = requirement.getNamespace();
        String filter = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        return new Need(namespace, value(filter, namespace), range(filter, versionAttribute(namespace)), filter);
    }

    /** Keeps what a manifest says from filling a page. */
    private static String shortened(String text) {
        return text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "…";
    }

    static String versionAttribute(String namespace) {
        return switch (namespace) {
            case BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE -> Constants.BUNDLE_VERSION_ATTRIBUTE;
            default -> Constants.VERSION_ATTRIBUTE;
        };
    }

    /** Returns the version that a capability has for requirements of its namespace. */
    static Optional<Version> version(Capability capability) {
        Object version = capability.getAttributes().get(versionAttribute(capability.getNamespace()));
        return version instanceof Version it ? Optional.of(it) : Optional.empty();
    }

    /** Returns the value that the filter asks of an attribute; empty if none, a wildcard, or one of several. */
    static String value(String filter, String attribute) {
        String start = "(" + attribute + "=";
        int at = filter.indexOf(start);
        if (at < 0 || filter.contains("(|") || filter.contains("(!" + start)) {
            return "";
        }
        int end = filter.indexOf(')', at);
        String value = end < 0 ? "" : filter.substring(at + start.length(), end);
        return value.indexOf('*') >= 0 || value.indexOf('\\') >= 0 ? "" : value;
    }

    private static @Nullable VersionRange range(String filter, String attribute) {
        Matcher comparison = COMPARISON.matcher(filter.replace("(" + attribute, "(version"));
        Version floor = null;
        Version ceiling = null;
        char left = VersionRange.LEFT_CLOSED;
        char right = VersionRange.RIGHT_OPEN;
        while (comparison.find()) {
            boolean not = comparison.group(1) != null;
            Version version = parse(comparison.group(3));
            if (version == null) {
                return null;
            }
            boolean atLeast = !comparison.group(2).equals("<=");
            boolean atMost = !comparison.group(2).equals(">=");
            if (not == atMost) {
                floor = version;
                left = not ? VersionRange.LEFT_OPEN : VersionRange.LEFT_CLOSED;
            }
            if (not == atLeast) {
                ceiling = version;
                right = not ? VersionRange.RIGHT_OPEN : VersionRange.RIGHT_CLOSED;
            }
            if (atLeast && atMost) {
                return not
                        ? null
                        : new VersionRange(VersionRange.LEFT_CLOSED, version, version, VersionRange.RIGHT_CLOSED);
            }
        }
        Version lowest = Objects.requireNonNullElse(floor, Version.emptyVersion);
        boolean any = ceiling == null && left == VersionRange.LEFT_CLOSED && lowest.equals(Version.emptyVersion);
        return any ? null : new VersionRange(left, lowest, ceiling, right);
    }

    private static @Nullable Version parse(String text) {
        try {
            return Version.parseVersion(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    boolean isPackage() {
        return namespace.equals(PackageNamespace.PACKAGE_NAMESPACE);
    }

    /** Says whether this asks for a Java version. */
    boolean isJava() {
        return namespace.equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)
                && name.startsWith("JavaSE")
                && range != null;
    }

    /** Returns what is needed with its versions, as {@code package com.acme.text [2.0,3.0)}. */
    String text() {
        if (isJava() && range != null) {
            return "Java " + javaVersion(range.getLeft());
        }
        return range == null ? what() : what() + " " + shown(range);
    }

    private static String javaVersion(Version version) {
        return version.getMajor() == 1 ? "1." + version.getMinor() : String.valueOf(version.getMajor());
    }

    /** Returns what is needed without its versions, as {@code package com.acme.text}. */
    String what() {
        if (name.isEmpty()) {
            return "capability " + shortened(namespace) + (filter.isEmpty() ? "" : " " + shortFilter());
        }
        String name = shortened(this.name);
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "package " + name;
            case BundleNamespace.BUNDLE_NAMESPACE -> "bundle " + name;
            case HostNamespace.HOST_NAMESPACE -> "host bundle " + name;
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE -> "execution environment " + name;
            default -> "capability " + shortened(namespace) + "=" + name;
        };
    }

    String shortFilter() {
        return shortened(filter);
    }

    /** Returns the versions in the fewest words for advice: {@code 2.x}, {@code 2.1.x}, {@code [2.1,3.0)}. */
    String advisedVersions() {
        if (range == null) {
            return "";
        }
        Version floor = range.getLeft();
        Version ceiling = range.getRight();
        boolean halfOpen =
                range.getLeftType() == VersionRange.LEFT_CLOSED && range.getRightType() == VersionRange.RIGHT_OPEN;
        if (ceiling != null && halfOpen && floor.getMicro() == 0) {
            if (floor.getMinor() == 0 && ceiling.equals(new Version(floor.getMajor() + 1, 0, 0))) {
                return floor.getMajor() + ".x";
            }
            if (ceiling.equals(new Version(floor.getMajor(), floor.getMinor() + 1, 0))) {
                return floor.getMajor() + "." + floor.getMinor() + ".x";
            }
        }
        return shown(range);
    }

    private static String shown(VersionRange range) {
        Version ceiling = range.getRight();
        if (ceiling == null) {
            return shown(range.getLeft()) + " or newer";
        }
        if (range.isExact()) {
            return "exactly " + shown(range.getLeft());
        }
        return range.getLeftType() + shown(range.getLeft()) + "," + shown(ceiling) + range.getRightType();
    }

    /** Returns a version without the zeros that add nothing: {@code 2.0}, {@code 2.1.3}. */
    private static String shown(Version version) {
        String whole = version.toString();
        return version.getMicro() == 0 && version.getQualifier().isEmpty()
                ? version.getMajor() + "." + version.getMinor()
                : whole;
    }
}
