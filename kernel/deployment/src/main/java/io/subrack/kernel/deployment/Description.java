/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.AccessHeaders;
import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.spi.ArtifactContent;
import io.subrack.kernel.spi.Review;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/**
 * What an artifact says of itself beyond its wires.
 *
 * @param provided service interfaces that its manifest or component descriptions offer
 * @param referred service interfaces that its component descriptions refer to
 * @param required those of them, and of its manifest, that it cannot do without
 * @param contributions what the participants make of it, services, public paths and scopes included
 * @param asked the scopes that it asks for its service account
 * @param faults what could not be read, as half sentences
 * @param review what the participants say of it if it shall be new
 */
record Description(
        Set<String> provided,
        Set<String> referred,
        Set<String> required,
        Set<Contribution> contributions,
        Set<String> asked,
        List<String> faults,
        Review review) {
    static final Description NOTHING =
            new Description(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), List.of(), Review.NOTHING);

    private static final String SERVICE_COMPONENT = "Service-Component";
    private static final String SERVICE_NAMESPACE = "osgi.service";

    /** Reads what an artifact says without anybody's help. */
    static Description ofArtifact(ArtifactContent artifact) {
        Set<String> provided = new TreeSet<>();
        Set<String> referred = new TreeSet<>();
        Set<String> required = new TreeSet<>();
        Set<String> faults = new TreeSet<>();
        readManifest(artifact.info().headers(), provided, referred, required);
        for (String file : componentFiles(artifact)) {
            artifact.read(file)
                    .map(xml -> ComponentXml.read(xml, provided, referred, required)
                            .map(fault -> file + " cannot be read: " + fault))
                    .orElse(Optional.of(file + ", which " + SERVICE_COMPONENT + " names, is not in the bundle"))
                    .ifPresent(faults::add);
        }
        Set<Contribution> contributions = new TreeSet<>();
        provided.forEach(service -> contributions.add(new Contribution(Contribution.SERVICE, service)));
        AccessHeaders access = access(artifact.info(), faults);
        access.publicPaths().forEach(path -> contributions.add(new Contribution(Contribution.PUBLIC, path)));
        access.scopes().keySet().forEach(scope -> contributions.add(new Contribution(Contribution.SCOPE, scope)));
        return new Description(
                provided, referred, required, contributions, access.asked(), List.copyOf(faults), Review.NOTHING);
    }

    /** What an older platform let in may be malformed: then it has no access at all, rather than some. */
    private static AccessHeaders access(ArtifactInfo info, Set<String> faults) {
        try {
            return info.access();
        } catch (IllegalArgumentException e) {
            faults.add("what its manifest says of access does not count: "
                    + String.valueOf(e.getMessage()).replaceFirst("\\.$", ""));
            return AccessHeaders.NONE;
        }
    }

    private static void readManifest(
            Map<String, String> headers, Set<String> provided, Set<String> referred, Set<String> required) {
        try {
            for (Capability capability :
                    ResourceBuilder.parseCapability(null, headers.getOrDefault(Constants.PROVIDE_CAPABILITY, ""))) {
                if (capability.getNamespace().equals(SERVICE_NAMESPACE)) {
                    provided.addAll(names(capability.getAttributes().get(Constants.OBJECTCLASS)));
                }
            }
            for (Requirement requirement :
                    ResourceBuilder.parseRequirement(null, headers.getOrDefault(Constants.REQUIRE_CAPABILITY, ""))) {
                Map<String, String> directives = requirement.getDirectives();
                String service = Need.value(
                        directives.getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, ""), Constants.OBJECTCLASS);
                if (requirement.getNamespace().equals(SERVICE_NAMESPACE) && !service.isEmpty()) {
                    referred.add(service);
                    if (!Namespace.RESOLUTION_OPTIONAL.equals(
                            directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))) {
                        required.add(service);
                    }
                }
            }
        } catch (BundleException e) {
            throw Refusal.invalid("The manifest cannot be understood: " + Refusal.quoted(e.getMessage()) + ".");
        }
    }

    private static Collection<String> names(@Nullable Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(String.valueOf(value).split("\\s*,\\s*"));
    }

    private static Set<String> componentFiles(ArtifactContent artifact) {
        Set<String> files = new TreeSet<>();
        for (String path :
                artifact.info().headers().getOrDefault(SERVICE_COMPONENT, "").split(",")) {
            String file = path.strip().replaceFirst("^/", "");
            if (file.contains("*")) {
                Pattern pattern = Pattern.compile(Pattern.quote(file).replace("*", "\\E[^/]*\\Q"));
                artifact.names().stream().filter(pattern.asMatchPredicate()).forEach(files::add);
            } else if (!file.isEmpty()) {
                files.add(file);
            }
        }
        return files;
    }

    Description with(Collection<Contribution> more, List<String> moreFaults, Review said) {
        Set<Contribution> all = new TreeSet<>(contributions);
        all.addAll(more);
        List<String> allFaults = new java.util.ArrayList<>(faults);
        allFaults.addAll(moreFaults);
        return new Description(provided, referred, required, all, asked, allFaults, said);
    }
}
