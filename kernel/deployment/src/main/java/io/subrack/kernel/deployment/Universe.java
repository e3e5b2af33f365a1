/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;

/**
 * All that may be wired to once a plan is done: the platform's bundles and the live ones that stay, with the wires they
 * have, and the staged ones, without. What retires is not in it. Capabilities are found by namespace and name, so that
 * a thousand bundles cost no more than one. Used by one thread.
 */
final class Universe {
    private final PlatformPart platform;
    private final CapabilityIndex index = new CapabilityIndex();
    private final Map<Resource, Wiring> wirings;
    private final Map<String, Resource> byText = new LinkedHashMap<>();
    private final List<StagedBundle> staged = new ArrayList<>();
    private final IdentityHashMap<Requirement, Optional<Filter>> filters = new IdentityHashMap<>();

    private final Comparator<Capability> bestFirst = Comparator.comparing(
                    (Capability it) -> !wirings().containsKey(it.getResource()))
            .thenComparing(it -> Need.version(it).orElse(Version.emptyVersion), Comparator.reverseOrder())
            .thenComparing(Universe::bundleId);

    Universe(PlatformPart platform) {
        this.platform = platform;
        this.wirings = new HashMap<>(platform.wirings());
    }

    /** Adds a bundle that stays as it is; one that is not resolved may be, and provides what it declares. */
    void addLive(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision != null) {
            byText.put(revision.toString(), revision);
            index.add(revision, wirings);
        }
    }

    /** Makes the wires of a bundle known that leaves, for wires of the platform that lead to it; nobody wires to it. */
    void addRetiring(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision != null && revision.getWiring() != null) {
            wirings.put(revision, revision.getWiring());
        }
    }

    void addStaged(StagedBundle bundle) {
        staged.add(bundle);
        byText.put(bundle.toString(), bundle);
        index.add(bundle.getCapabilities(null));
    }

    List<StagedBundle> staged() {
        return staged;
    }

    Map<Resource, Wiring> wirings() {
        return wirings;
    }

    boolean isPlatform(Resource resource) {
        return platform.contains(resource);
    }

    /** Returns the resource that a text of the resolver means. */
    Optional<Resource> named(String text) {
        Resource found = byText.get(text);
        return found != null ? Optional.of(found) : platform.named(text);
    }

    /** Returns all capabilities of a namespace and name, whatever their versions. */
    List<Capability> called(String namespace, String name) {
        List<Capability> shipped = platform.called(namespace, name);
        List<Capability> others = index.called(namespace, name);
        if (shipped.isEmpty() || others.isEmpty()) {
            return shipped.isEmpty() ? others : shipped;
        }
        List<Capability> all = new ArrayList<>(shipped);
        all.addAll(others);
        return all;
    }

    /** Returns the exports of a package by the platform. */
    Optional<Capability> platformExport(String packageName) {
        return called(PackageNamespace.PACKAGE_NAMESPACE, packageName).stream()
                .filter(export -> isPlatform(export.getResource()))
                .findFirst();
    }

    /**
     * Returns what satisfies a requirement, best first, as a framework would choose: what is resolved already, then the
     * newest, then the oldest bundle; and no copy of the platform's libraries that is newer than those. The list is the caller's own.
     */
    List<Capability> providers(Requirement requirement) {
        String namespace = requirement.getNamespace();
        String filter = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        boolean forHost = namespace.equals(HostNamespace.HOST_NAMESPACE);
        List<Capability> found = new ArrayList<>();
        for (Capability candidate : called(namespace, Need.value(filter, namespace))) {
            boolean attachable = !forHost || !wirings.containsKey(candidate.getResource());
            if (attachable && matches(requirement, filter, candidate)) {
                found.add(candidate);
            }
        }
        if (found.size() > 1) {
            if (namespace.equals(PackageNamespace.PACKAGE_NAMESPACE)) {
                PlatformPackages.preferred(found, it -> isPlatform(it.getResource()), false);
            }
            found.sort(bestFirst);
        }
        return found;
    }

    /** Returns where a capability belongs in a list of providers. */
    int place(List<Capability> providers, Capability capability) {
        int at = 0;
        while (at < providers.size() && bestFirst.compare(providers.get(at), capability) <= 0) {
            at++;
        }
        return at;
    }

    private boolean matches(Requirement requirement, String text, Capability capability) {
        Filter filter = filters.computeIfAbsent(requirement, key -> parse(text)).orElse(null);
        if (filter != null && !filter.matches(capability.getAttributes())) {
            return false;
        }
        String mandatory = capability.getDirectives().get(Constants.MANDATORY_DIRECTIVE);
        return mandatory == null || asksFor(text, mandatory);
    }

    private static boolean asksFor(String filter, String mandatoryAttributes) {
        for (String attribute : mandatoryAttributes.split(",")) {
            Pattern comparison = Pattern.compile("\\(" + Pattern.quote(attribute.strip()) + "\\s*(=|~=|>=|<=)");
            if (!comparison.matcher(filter).find()) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Filter> parse(String filter) {
        try {
            return filter.isEmpty() ? Optional.empty() : Optional.of(FrameworkUtil.createFilter(filter));
        } catch (InvalidSyntaxException e) {
            throw Refusal.invalid("The filter " + Refusal.quoted(filter) + " of a requirement cannot be understood."
                    + " Let bnd write the manifest.");
        }
    }

    /** Says whether a requirement has to be satisfied before the bundle can be resolved. */
    static boolean isMandatory(Requirement requirement) {
        String resolution = requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        boolean mandatory = resolution == null || resolution.equals(Namespace.RESOLUTION_MANDATORY);
        return mandatory && isEffective(requirement);
    }

    static boolean isEffective(Requirement requirement) {
        String effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        return effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE);
    }

    /** Returns how a provider is called in sentences: {@code com.acme.text 1.8.0}. */
    static String name(Resource resource) {
        if (resource instanceof BundleRevision revision) {
            return revision.getSymbolicName() + " " + revision.getVersion();
        }
        return resource.toString();
    }

    static String symbolicName(Resource resource) {
        if (resource instanceof BundleRevision revision) {
            return revision.getSymbolicName();
        }
        return resource instanceof StagedBundle bundle ? bundle.info().symbolicName() : resource.toString();
    }

    /** Returns {@link #name}, or {@code platform} for what ships with it. */
    String shownProvider(Resource resource) {
        return isPlatform(resource) ? "platform" : name(resource);
    }

    private static Long bundleId(Capability capability) {
        return capability.getResource() instanceof BundleRevision revision
                ? revision.getBundle().getBundleId()
                : Long.MAX_VALUE;
    }
}
