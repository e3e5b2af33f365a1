/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.PlanFault.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Version;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** Says what a bundle lacks: the cause, then who drags it in, then the fix. */
final class FaultWords {
    private final Universe universe;
    private final PackageOwners owners;
    private final LostProviders lost;

    FaultWords(Universe universe, PackageOwners owners, LostProviders lost) {
        this.universe = universe;
        this.owners = owners;
        this.lost = lost;
    }

    /** One step of a chain: {@code resource} needs the one before it for {@code requirement}. */
    record Link(Resource resource, Requirement requirement) {}

    /**
     * @param leaf the bundle that lacks something
     * @param requirement what it lacks
     * @param chain who needs the leaf, who needs that one, and so on; may be empty
     */
    PlanFault fault(Resource leaf, Requirement requirement, List<Link> chain) {
        Need need = Need.of(requirement);
        PlanFault fault = fault(leaf, need, chain);
        Cause cause = new Cause(
                Cause.Kind.REQUIREMENT_UNSATISFIED,
                fault.bundle(),
                need.name(),
                need.namespace(),
                need.filter(),
                fault.sentence());
        return new PlanFault(fault.kind(), fault.bundle(), fault.sentence(), Optional.of(cause));
    }

    private PlanFault fault(Resource leaf, Need need, List<Link> chain) {
        List<Capability> others = need.name().isEmpty() ? List.of() : universe.called(need.namespace(), need.name());
        String bundle = Universe.symbolicName(leaf);
        if (need.isJava()) {
            return new PlanFault(Kind.WRONG_VERSION, bundle, wrongJava(leaf, need, chain));
        }
        if (!others.isEmpty() && need.range() != null && others.stream().noneMatch(it -> inRange(it, need))) {
            return new PlanFault(Kind.WRONG_VERSION, bundle, wrongVersion(leaf, need, others, chain));
        }
        if (need.isPackage() && others.isEmpty()) {
            if (PackageOwners.belongsToJava(need.name())) {
                return new PlanFault(Kind.INTERNAL_PACKAGE, bundle, javaInternal(leaf, need, chain));
            }
            String owner = owners.keeper(need.name(), leaf);
            if (owner != null) {
                return new PlanFault(Kind.INTERNAL_PACKAGE, bundle, internal(leaf, need, owner, chain));
            }
        }
        return new PlanFault(Kind.MISSING, bundle, missing(leaf, need, others, chain));
    }

    private static boolean inRange(Capability capability, Need need) {
        return need.range() != null
                && need.range().includes(Need.version(capability).orElse(Version.emptyVersion));
    }

    private String missing(Resource leaf, Need need, List<Capability> others, List<Link> chain) {
        String verb = need.isPackage() ? "exports" : "provides";
        LostProviders.Lost provider = lost.of(leaf, need);
        if (provider != null && provider.gone()) {
            return Universe.name(leaf) + " needs " + need.text() + dragging(chain) + ", which nobody else than "
                    + provider.name() + " " + verb + ". Keep " + provider.symbolicName() + ", or remove "
                    + Universe.symbolicName(leaf) + " in the same deployment.";
        }
        if (provider != null) {
            return "Nobody " + verb + " " + need.text() + " any more: " + provider.name() + " leaves it out. "
                    + Universe.name(leaf) + " needs it" + dragging(chain) + ". Update "
                    + Universe.symbolicName(leaf) + " in the same deployment, or let " + provider.symbolicName()
                    + (need.isPackage() ? " export it." : " provide it.");
        }
        String stopped = others.isEmpty() && !need.name().isEmpty() ? lost.stopped(need) : null;
        if (stopped != null) {
            return "Only " + stopped + " " + verb + " " + need.what() + ", and it is stopped. " + Universe.name(leaf)
                    + " needs it" + dragging(chain) + ". Start " + stopped
                    + " in the same deployment, or deploy another"
                    + " bundle that " + verb + " it.";
        }
        String what = others.isEmpty() ? need.text() : need.what() + " with the attributes " + need.shortFilter();
        return "Nobody " + verb + " " + what + ". " + Universe.name(leaf) + " needs it" + dragging(chain)
                + ". Deploy a bundle that " + verb + " it, or several bundles in one deployment.";
    }

    private String wrongVersion(Resource leaf, Need need, List<Capability> others, List<Link> chain) {
        String there = others.stream()
                .map(it -> Need.version(it).orElse(Version.emptyVersion) + " ("
                        + universe.shownProvider(it.getResource()) + ")")
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
        boolean several = others.size() > 1;
        String fix;
        boolean replaceable = need.isPackage() && !PlatformPackages.isContract(need.name());
        if (!replaceable && others.stream().allMatch(it -> universe.isPlatform(it.getResource()))) {
            fix = "Build " + Universe.symbolicName(leaf) + " against that version, or widen the import.";
        } else if (leaf instanceof StagedBundle bundle && bundle.rewired()) {
            fix = "Update " + Universe.symbolicName(leaf) + " in the same deployment to a version that takes it.";
        } else {
            fix = "Deploy " + need.name() + " " + need.advisedVersions() + " or widen the import.";
        }
        return Universe.name(leaf) + " needs " + need.text() + "; only " + there + (several ? " are" : " is")
                + " there." + sentences(leaf, chain) + " " + fix;
    }

    private static String wrongJava(Resource leaf, Need need, List<Link> chain) {
        int running = Runtime.version().feature();
        return Universe.name(leaf) + " needs " + need.text() + "; the platform runs on Java " + running + "."
                + sentences(leaf, chain) + " Start the platform with a newer Java, or build the bundle for Java "
                + running
                + ".";
    }

    private static String internal(Resource leaf, Need need, String owner, List<Link> chain) {
        return Universe.name(leaf) + " imports " + need.what() + ", which " + owner + " has but does not export."
                + sentences(leaf, chain) + " Use what that bundle exports, or have it export the package.";
    }

    private static String javaInternal(Resource leaf, Need need, List<Link> chain) {
        return Universe.name(leaf) + " imports " + need.what() + ", which this Java runtime does not share."
                + sentences(leaf, chain) + " Use a public API instead, or make the import optional.";
    }

    private static String dragging(List<Link> chain) {
        return chain.stream()
                .map(link -> ", which " + Universe.name(link.resource()) + " needs ("
                        + Need.of(link.requirement()).what() + ")")
                .collect(Collectors.joining());
    }

    private static String sentences(Resource leaf, List<Link> chain) {
        StringBuilder text = new StringBuilder();
        Resource needed = leaf;
        for (Link link : chain) {
            text.append(' ')
                    .append(Universe.name(link.resource()))
                    .append(" needs ")
                    .append(Universe.name(needed))
                    .append(" (")
                    .append(Need.of(link.requirement()).what())
                    .append(").");
            needed = link.resource();
        }
        return text.toString();
    }
}
