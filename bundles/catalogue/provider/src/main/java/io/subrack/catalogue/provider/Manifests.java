/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.provider.IndexedBundle.Capability;
import io.subrack.catalogue.provider.IndexedBundle.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.resource.Namespace;
import org.osgi.resource.Resource;

/** Reads what a manifest says of requirements and capabilities, in the way in which plans do. */
final class Manifests {
    private static final int MAX_TEXT_CHARS = 500;
    private static final List<String> READ = List.of(
            Constants.BUNDLE_SYMBOLICNAME,
            Constants.BUNDLE_VERSION,
            Constants.EXPORT_PACKAGE,
            Constants.FRAGMENT_HOST,
            Constants.IMPORT_PACKAGE,
            Constants.PROVIDE_CAPABILITY,
            Constants.REQUIRE_BUNDLE,
            Constants.REQUIRE_CAPABILITY);

    private Manifests() {}

    /**
     * Reads a manifest.
     *
     * @param headers returns a main header, or null
     * @return empty if it is no manifest of a bundle
     */
    static Optional<IndexedBundle> read(
            UnaryOperator<@Nullable String> headers, String location, Optional<String> sha256, OptionalLong size) {
        if (headers.apply(Constants.BUNDLE_SYMBOLICNAME) == null) {
            return Optional.empty();
        }
        try {
            Map<String, String> read = new TreeMap<>(Map.of(Constants.BUNDLE_MANIFESTVERSION, "2"));
            for (String name : READ) {
                String header = headers.apply(name);
                if (header != null) {
                    read.put(name, header);
                }
            }
            return bundle(ResourceBuilder.build(null, read), headers, location, sha256, size);
        } catch (BundleException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<IndexedBundle> bundle(
            Resource resource,
            UnaryOperator<@Nullable String> headers,
            String location,
            Optional<String> sha256,
            OptionalLong size) {
        Map<String, Object> identity = resource.getCapabilities(IdentityNamespace.IDENTITY_NAMESPACE)
                .get(0)
                .getAttributes();
        String symbolicName = String.valueOf(identity.get(IdentityNamespace.IDENTITY_NAMESPACE));
        if (!IndexedBundle.isSymbolicName(symbolicName)) {
            return Optional.empty();
        }
        return Optional.of(new IndexedBundle(
                symbolicName,
                Version.parseVersion(String.valueOf(identity.get(IdentityNamespace.CAPABILITY_VERSION_ATTRIBUTE))),
                text(headers, Constants.BUNDLE_NAME, symbolicName),
                text(headers, Constants.BUNDLE_DESCRIPTION, ""),
                resource.getCapabilities(null).stream()
                        .map(it -> new Capability(it.getNamespace(), it.getAttributes()))
                        .toList(),
                resource.getRequirements(null).stream()
                        .map(it -> requirement(it.getNamespace(), it.getDirectives()))
                        .toList(),
                location,
                sha256,
                size));
    }

    private static Requirement requirement(String namespace, Map<String, String> directives) {
        String resolution = directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        return new Requirement(
                namespace,
                directives.getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, ""),
                resolution != null && !resolution.equals(Namespace.RESOLUTION_MANDATORY));
    }

    private static String text(UnaryOperator<@Nullable String> headers, String name, String otherwise) {
        String header = headers.apply(name);
        return header == null || header.isBlank() ? otherwise : shortened(header.strip());
    }

    static String shortened(String text) {
        return text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS) + "…";
    }
}
