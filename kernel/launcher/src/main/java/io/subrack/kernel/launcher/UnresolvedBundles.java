/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Says why platform bundles do not resolve: first what nobody offers, then who is only dragged along. */
final class UnresolvedBundles {
    private final List<BundleRevision> revisions = new ArrayList<>();
    private final List<String> causes = new ArrayList<>();
    private final List<String> dragged = new ArrayList<>();

    private UnresolvedBundles(Framework framework, List<Bundle> bundles) {
        revisions.add(framework.adapt(BundleRevision.class));
        for (Bundle bundle : bundles) {
            revisions.add(bundle.adapt(BundleRevision.class));
        }
    }

    /** @throws LaunchException {@link ExitCode#PLATFORM_FAILED} if one of the bundles is not resolved */
    static void refuse(Framework framework, List<Bundle> bundles) {
        List<Bundle> unresolved = new ArrayList<>();
        for (Bundle bundle : bundles) {
            if (bundle.getState() == Bundle.INSTALLED) {
                unresolved.add(bundle);
            }
        }
        if (!unresolved.isEmpty()) {
            String text = new UnresolvedBundles(framework, bundles).describe(unresolved);
            throw new LaunchException(ExitCode.PLATFORM_FAILED, text);
        }
    }

    private String describe(List<Bundle> unresolved) {
        for (Bundle bundle : unresolved) {
            inspect(bundle);
        }
        StringBuilder text = new StringBuilder("the platform bundles do not fit together:");
        for (String cause : causes) {
            text.append(System.lineSeparator()).append("  - ").append(cause);
        }
        if (!dragged.isEmpty()) {
            text.append(System.lineSeparator());
            text.append(
                    causes.isEmpty()
                            ? "  - two versions of a package meet in: "
                            : "  - not resolved because of that: ");
            text.append(String.join(", ", dragged));
        }
        return text.toString();
    }

    private void inspect(Bundle bundle) {
        int before = causes.size();
        for (BundleRequirement requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
            boolean optional = Constants.RESOLUTION_OPTIONAL.equals(
                    requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
            boolean dynamic = PackageNamespace.RESOLUTION_DYNAMIC.equals(
                    requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
            String effective = requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE);
            boolean resolving = effective == null || effective.equals(Constants.EFFECTIVE_RESOLVE);
            if (!optional && !dynamic && resolving && !offered(requirement)) {
                causes.add(sentence(bundle, requirement));
            }
        }
        if (causes.size() == before) {
            dragged.add(bundle.getSymbolicName());
        }
    }

    private boolean offered(BundleRequirement requirement) {
        for (BundleRevision revision : revisions) {
            for (BundleCapability capability : revision.getDeclaredCapabilities(requirement.getNamespace())) {
                if (requirement.matches(capability)) {
                    return true;
                }
            }
        }
        return false;
    }

    private String sentence(Bundle bundle, BundleRequirement requirement) {
        String who = bundle.getSymbolicName() + " " + bundle.getVersion();
        String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        List<String> others = others(requirement, filter);
        String have = others.isEmpty() ? "no platform bundle offers it" : "there is only " + String.join(", ", others);
        return who + " needs " + requirement.getNamespace() + " " + filter + "; " + have;
    }

    /** Returns the versions of the wanted package that are there, none of which fits. */
    private List<String> others(BundleRequirement requirement, String filter) {
        List<String> others = new ArrayList<>();
        String namespace = requirement.getNamespace();
        for (BundleRevision revision : revisions) {
            for (BundleCapability capability : revision.getDeclaredCapabilities(namespace)) {
                Object name = capability.getAttributes().get(namespace);
                if (name != null && filter.contains("(" + namespace + "=" + name + ")")) {
                    Object version = capability.getAttributes().get(Constants.VERSION_ATTRIBUTE);
                    others.add(name + " " + version + " of " + revision.getSymbolicName());
                }
            }
        }
        return others;
    }
}
