/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;

/**
 * One jar (or directory of classes) of the platform and what the framework is told of it.
 *
 * @param file where it is
 * @param role what becomes of it
 * @param size in bytes, to notice that an index is out of date; 0 for a directory
 * @param headers manifest headers for the framework, by case-insensitive name; none of a {@link Role#LIBRARY}
 * @param configuration what its components may be configured to, as {@link DeclaredConfiguration} has it
 */
record PlatformJar(Path file, Role role, long size, Map<String, String> headers, List<String> configuration) {
    /** What becomes of a jar on the platform's class path. */
    enum Role {
        /** Connected from the class path; in classic mode installed. */
        BUNDLE,
        /** Connected in both modes, because the launcher itself uses its classes. */
        SHARED,
        /** On the class path its host sees it anyway; in classic mode installed. */
        FRAGMENT,
        /** Has jars inside, which a class path cannot hold: installed in both modes. */
        NESTED,
        /** In Connect mode a library whose packages the system bundle exports; in classic mode installed. */
        CLASSIC_ONLY,
        /** Not for the framework. */
        LIBRARY
    }

    /** Part of the framework or of the launcher: nobody may see them as bundles of their own. */
    private static final Set<String> FRAMEWORK = Set.of(
            "org.apache.felix.framework",
            "osgi.core",
            "org.osgi.core",
            "org.osgi.framework",
            "org.osgi.dto",
            "org.osgi.resource",
            "org.osgi.util.tracker",
            "jul.to.slf4j");

    /** Wants a bundle context, which a class on the class path does not get; others import its package. */
    private static final String RESOURCE_LOCATOR = "org.glassfish.hk2.osgi-resource-locator";

    private static final Set<String> SHARED = Set.of(
            "slf4j.api",
            "ch.qos.logback.classic",
            "ch.qos.logback.core",
            "org.osgi.service.log",
            "io.subrack.kernel.api");

    /** Read by nobody at run time, or harmful: a connected bundle cannot be activated lazily in Felix 7.0.5. */
    private static final Set<String> DROPPED = Set.of(
            "ant-version",
            "archiver-version",
            "bnd-lastmodified",
            "build-jdk",
            "build-jdk-spec",
            "built-by",
            "bundle-activationpolicy",
            "class-path",
            "created-by",
            "include-resource",
            "manifest-version",
            "originally-created-by",
            "private-package",
            "tool");

    /** What makes a bundle more than a holder of packages. */
    private static final List<String> ACTIVE = List.of(
            "Bundle-Activator",
            "Bundle-NativeCode",
            "ExtensionBundle-Activator",
            "Fragment-Host",
            "Require-Bundle",
            "Service-Component");

    private static final String OWN_HEADERS = "Subrack-";

    /** The manifest header by which a platform bundle says when it starts. */
    static final String START_HEADER = "Subrack-Start";

    /** Its value for bundles that no request to a capability bundle needs. */
    static final String START_LATER = "manage";

    /** Others' bundles that have no such header. */
    private static final Set<String> LATER =
            Set.of("org.apache.felix.metatype", "org.apache.felix.eventadmin", "org.apache.felix.healthcheck.core");

    /**
     * How the symbolic names of libraries begin that the platform uses inside: none of its types has them, so bundles get
     * nothing of these and bring their own.
     */
    private static final List<String> INSIDE = List.of(
            "io.jsonwebtoken.",
            "javassist",
            "org.apache.commons.",
            "org.eclipse.jetty.",
            "org.glassfish.hk2.external.",
            "org.objectweb.asm");

    PlatformJar {
        if (!(headers instanceof Headers)) {
            headers = new Headers(headers);
        }
        configuration = List.copyOf(configuration);
    }

    /** Returns the same with another place and role. */
    PlatformJar at(Path otherFile, Role otherRole) {
        return new PlatformJar(otherFile, otherRole, size, headers, configuration);
    }

    /** Headers that nobody changes any more, so that they are copied once. */
    private static final class Headers extends AbstractMap<String, String> {
        private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        Headers(Map<String, String> values) {
            this.values.putAll(values);
        }

        @Override
        public @Nullable String get(Object name) {
            return values.get(name);
        }

        @Override
        public boolean containsKey(Object name) {
            return values.containsKey(name);
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return Collections.unmodifiableMap(values).entrySet();
        }
    }

    String fileName() {
        return file.getFileName().toString();
    }

    /** Returns the symbolic name, or the file name of a library. */
    String symbolicName() {
        String header = headers.get(Constants.BUNDLE_SYMBOLICNAME);
        return header == null ? fileName() : HeaderClauses.name(header);
    }

    String version() {
        return headers.getOrDefault(Constants.BUNDLE_VERSION, "0.0.0");
    }

    /** Says whether the framework gets it as a bundle. */
    boolean bundle(PlatformMode mode) {
        return switch (role) {
            case NESTED -> true;
            case BUNDLE, SHARED -> mode == PlatformMode.CLASSIC || !hasPackagesAlone();
            case FRAGMENT, CLASSIC_ONLY -> mode == PlatformMode.CLASSIC;
            case LIBRARY -> false;
        };
    }

    /** Says whether it is connected from the class path. */
    boolean connected(PlatformMode mode) {
        return (role == Role.SHARED || (role == Role.BUNDLE && mode == PlatformMode.CONNECT)) && bundle(mode);
    }

    /**
     * Says whether it is a bundle that neither the framework nor an extender would do anything with. As everybody on the
     * class path sees its classes anyway, its packages and capabilities are the system bundle's then: a bundle costs a
     * start milliseconds, and most of the platform's jars are of this kind.
     */
    boolean hasPackagesAlone() {
        for (String active : ACTIVE) {
            if (headers.containsKey(active)) {
                return false;
            }
        }
        for (String name : headers.keySet()) {
            if (name.regionMatches(true, 0, OWN_HEADERS, 0, OWN_HEADERS.length())) {
                return false;
            }
        }
        return true;
    }

    /** Says whether the system bundle offers what this jar has. */
    boolean offeredBySystem() {
        return switch (role) {
            case CLASSIC_ONLY -> true;
            case BUNDLE, SHARED -> hasPackagesAlone();
            case FRAGMENT, NESTED, LIBRARY -> false;
        };
    }

    /** Says whether only the platform itself uses it. */
    boolean isInside() {
        String name = symbolicName();
        return INSIDE.stream().anyMatch(name::startsWith);
    }

    /** Says whether its start can wait until the deployment set serves. */
    boolean startsLater() {
        return LATER.contains(symbolicName())
                || headers.getOrDefault(START_HEADER, "").strip().equals(START_LATER);
    }

    /** Says whether others may be wired to it, so that they cannot be resolved without. */
    boolean isWiredTo() {
        if (headers.containsKey(Constants.EXPORT_PACKAGE)) {
            return true;
        }
        String capabilities = headers.getOrDefault(Constants.PROVIDE_CAPABILITY, "");
        return HeaderClauses.split(capabilities).stream()
                .anyMatch(clause -> !HeaderClauses.name(clause).equals("osgi.service"));
    }

    String location() {
        return PlatformIndex.LOCATION_PREFIX + symbolicName();
    }

    /** Reads the manifest of a jar or directory, and what its components may be configured to. */
    static PlatformJar read(Path file) throws IOException {
        try (JarEntries entries = JarEntries.of(file)) {
            Map<String, String> headers = mainHeaders(entries.manifest());
            Role role = role(headers);
            if (role == Role.LIBRARY) {
                headers.clear();
            }
            List<String> configuration =
                    role == Role.LIBRARY ? List.of() : DeclaredConfiguration.read(entries, headers);
            return new PlatformJar(file, role, Files.isDirectory(file) ? 0 : Files.size(file), headers, configuration);
        }
    }

    private static Role role(Map<String, String> headers) {
        String symbolicName = headers.get(Constants.BUNDLE_SYMBOLICNAME);
        if (symbolicName == null) {
            return Role.LIBRARY;
        }
        String name = HeaderClauses.name(symbolicName);
        if (FRAMEWORK.contains(name)) {
            return Role.LIBRARY;
        }
        if (name.equals(RESOURCE_LOCATOR)) {
            return Role.CLASSIC_ONLY;
        }
        if (headers.containsKey(Constants.FRAGMENT_HOST)) {
            return Role.FRAGMENT;
        }
        if (SHARED.contains(name)) {
            return Role.SHARED;
        }
        String classPath = headers.getOrDefault(Constants.BUNDLE_CLASSPATH, ".");
        return classPath.strip().equals(".") ? Role.BUNDLE : Role.NESTED;
    }

    private static Map<String, String> mainHeaders(@Nullable Manifest manifest) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (manifest != null) {
            Attributes attributes = manifest.getMainAttributes();
            attributes.forEach((name, value) -> {
                if (!DROPPED.contains(name.toString().toLowerCase(Locale.ROOT))) {
                    headers.put(name.toString(), value.toString());
                }
            });
        }
        return headers;
    }
}
