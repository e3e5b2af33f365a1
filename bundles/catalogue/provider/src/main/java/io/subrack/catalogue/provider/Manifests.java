/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.provider.HeaderClauses.Clause;
import io.subrack.catalogue.provider.IndexedBundle.Capability;
import io.subrack.catalogue.provider.IndexedBundle.Requirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.namespace.PackageNamespace;

/** Reads what a manifest says of requirements and capabilities. */
final class Manifests {
    private static final int MAX_TEXT_CHARS = 500;

    private final List<Capability> capabilities = new ArrayList<>();
    private final List<Requirement> requirements = new ArrayList<>();

    private Manifests() {}

    /**
     * Reads a manifest.
     *
     * @param headers returns a main header, or null
     * @return empty if it is no manifest of a bundle
     */
    static Optional<IndexedBundle> read(
            UnaryOperator<@Nullable String> headers, String location, Optional<String> sha256, OptionalLong size) {
        try {
            return new Manifests().bundle(headers, location, sha256, size);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<IndexedBundle> bundle(
            UnaryOperator<@Nullable String> headers, String location, Optional<String> sha256, OptionalLong size) {
        List<Clause> names = clauses(headers, Constants.BUNDLE_SYMBOLICNAME);
        if (names.isEmpty()
                || !IndexedBundle.isSymbolicName(names.get(0).paths().get(0))) {
            return Optional.empty();
        }
        String symbolicName = names.get(0).paths().get(0);
        Version version = Version.parseVersion(text(headers, Constants.BUNDLE_VERSION, "0"));
        boolean fragment = headers.apply(Constants.FRAGMENT_HOST) != null;
        provide(IdentityNamespace.IDENTITY_NAMESPACE, symbolicName, Constants.VERSION_ATTRIBUTE, version);
        if (!fragment) {
            provide(BundleNamespace.BUNDLE_NAMESPACE, symbolicName, Constants.BUNDLE_VERSION_ATTRIBUTE, version);
            provide(HostNamespace.HOST_NAMESPACE, symbolicName, Constants.BUNDLE_VERSION_ATTRIBUTE, version);
        }
        clauses(headers, Constants.EXPORT_PACKAGE).forEach(it -> export(it, symbolicName, version));
        clauses(headers, Constants.PROVIDE_CAPABILITY).forEach(this::provide);
        clauses(headers, Constants.IMPORT_PACKAGE)
                .forEach(it -> require(PackageNamespace.PACKAGE_NAMESPACE, Constants.VERSION_ATTRIBUTE, it));
        clauses(headers, Constants.REQUIRE_BUNDLE)
                .forEach(it -> require(BundleNamespace.BUNDLE_NAMESPACE, Constants.BUNDLE_VERSION_ATTRIBUTE, it));
        clauses(headers, Constants.FRAGMENT_HOST)
                .forEach(it -> require(HostNamespace.HOST_NAMESPACE, Constants.BUNDLE_VERSION_ATTRIBUTE, it));
        for (Clause it : clauses(headers, Constants.REQUIRE_CAPABILITY)) {
            it.paths()
                    .forEach(namespace -> requirements.add(new Requirement(
                            namespace, it.directives().getOrDefault(Constants.FILTER_DIRECTIVE, ""), isOptional(it))));
        }
        return Optional.of(new IndexedBundle(
                symbolicName,
                version,
                text(headers, Constants.BUNDLE_NAME, symbolicName),
                text(headers, Constants.BUNDLE_DESCRIPTION, ""),
                capabilities,
                requirements,
                location,
                sha256,
                size));
    }

    private static List<Clause> clauses(UnaryOperator<@Nullable String> headers, String name) {
        String header = headers.apply(name);
        return header == null ? List.of() : HeaderClauses.parse(header);
    }

    private static String text(UnaryOperator<@Nullable String> headers, String name, String otherwise) {
        String header = headers.apply(name);
        return header == null || header.isBlank() ? otherwise : shortened(header.strip());
    }

    static String shortened(String text) {
        return text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS) + "…";
    }

    private void provide(String namespace, String name, String versionAttribute, Version version) {
        capabilities.add(new Capability(namespace, Map.of(namespace, name, versionAttribute, version)));
    }

    private void export(Clause clause, String symbolicName, Version bundleVersion) {
        for (String name : clause.paths()) {
            Map<String, Object> attributes = attributes(clause);
            Object version = attributes.get(Constants.VERSION_ATTRIBUTE);
            attributes.put(
                    Constants.VERSION_ATTRIBUTE,
                    version == null ? Version.emptyVersion : Version.parseVersion(version.toString()));
            attributes.put(PackageNamespace.PACKAGE_NAMESPACE, name);
            attributes.put(Constants.BUNDLE_SYMBOLICNAME_ATTRIBUTE, symbolicName);
            attributes.put(Constants.BUNDLE_VERSION_ATTRIBUTE, bundleVersion);
            capabilities.add(new Capability(PackageNamespace.PACKAGE_NAMESPACE, attributes));
        }
    }

    private void provide(Clause clause) {
        clause.paths().forEach(namespace -> capabilities.add(new Capability(namespace, attributes(clause))));
    }

    private static Map<String, Object> attributes(Clause clause) {
        Map<String, Object> attributes = new HashMap<>();
        clause.attributes().forEach((name, value) -> {
            int colon = name.indexOf(':');
            String type = colon < 0 ? "String" : name.substring(colon + 1).strip();
            attributes.put(colon < 0 ? name : name.substring(0, colon), IndexedBundle.typed(type, value));
        });
        return attributes;
    }

    private void require(String namespace, String versionAttribute, Clause clause) {
        for (String name : clause.paths()) {
            String range = clause.attributes().get(versionAttribute);
            String filter = "(" + namespace + "=" + name + ")";
            if (range != null && !range.equals("0") && !range.equals("0.0.0")) {
                filter = "(&" + filter + new VersionRange(range).toFilterString(versionAttribute) + ")";
            }
            requirements.add(new Requirement(namespace, filter, isOptional(clause)));
        }
    }

    private static boolean isOptional(Clause clause) {
        return Constants.RESOLUTION_OPTIONAL.equals(clause.directives().get(Constants.RESOLUTION_DIRECTIVE));
    }
}
