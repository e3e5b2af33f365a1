/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.PlanFault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/**
 * Finds what keeps staged bundles from being wired, apart from clashes of versions. A resolver tells of the first
 * failure it meets; this finds each leaf: a bundle is broken if nothing satisfies one of its requirements, or only
 * broken bundles do, and whoever is broken by something that nobody provides is a leaf.
 */
final class Diagnosis {
    /** More would help nobody, and each is looked for in all bundles. */
    private static final int MAX_FAULTS = 50;

    private final Universe universe;
    private final Map<Resource, Map<Requirement, List<Capability>>> candidates = new LinkedHashMap<>();
    private final Map<Resource, Requirement> brokenBy = new LinkedHashMap<>();

    Diagnosis(Universe universe) {
        this.universe = universe;
        Deque<Resource> open = new ArrayDeque<>(universe.staged());
        while (!open.isEmpty()) {
            Resource resource = open.remove();
            if (!candidates.containsKey(resource)) {
                Map<Requirement, List<Capability>> found = find(resource);
                candidates.put(resource, found);
                found.values().forEach(all -> all.forEach(it -> addUnresolved(it.getResource(), open)));
            }
        }
        while (breakMore()) {
            // until nothing more breaks
        }
    }

    private Map<Requirement, List<Capability>> find(Resource resource) {
        Map<Requirement, List<Capability>> found = new LinkedHashMap<>();
        for (Requirement requirement : resource.getRequirements(null)) {
            if (Universe.isMandatory(requirement)) {
                found.put(requirement, universe.providers(requirement));
            }
        }
        return found;
    }

    private void addUnresolved(Resource resource, Deque<Resource> open) {
        if (!universe.wirings().containsKey(resource)) {
            open.add(resource);
        }
    }

    private boolean breakMore() {
        boolean more = false;
        for (Map.Entry<Resource, Map<Requirement, List<Capability>>> entry : candidates.entrySet()) {
            if (!brokenBy.containsKey(entry.getKey())) {
                for (Map.Entry<Requirement, List<Capability>> need :
                        entry.getValue().entrySet()) {
                    if (need.getValue().stream().allMatch(it -> brokenBy.containsKey(it.getResource()))) {
                        brokenBy.put(entry.getKey(), need.getKey());
                        more = true;
                        break;
                    }
                }
            }
        }
        return more;
    }

    /** Returns a fault for each thing that a leaf lacks, or nothing if every staged bundle has what it needs. */
    List<PlanFault> faults(FaultWords words) {
        Map<Resource, List<FaultWords.Link>> leaves = new LinkedHashMap<>();
        for (StagedBundle bundle : universe.staged()) {
            if (brokenBy.containsKey(bundle)) {
                List<FaultWords.Link> chain = new ArrayList<>();
                Resource leaf = follow(bundle, chain);
                Collections.reverse(chain);
                leaves.merge(leaf, chain, (one, other) -> one.size() >= other.size() ? one : other);
            }
        }
        List<PlanFault> faults = new ArrayList<>();
        leaves.forEach((leaf, chain) -> candidates.getOrDefault(leaf, Map.of()).forEach((requirement, found) -> {
            if (found.isEmpty() && faults.size() < MAX_FAULTS) {
                faults.add(words.fault(leaf, requirement, chain));
            }
        }));
        return faults;
    }

    /** Goes from a broken bundle to what breaks it; that was broken earlier, so this ends. */
    private Resource follow(Resource start, List<FaultWords.Link> chain) {
        Resource resource = start;
        Requirement requirement = brokenBy.get(resource);
        Resource cause = requirement == null ? null : cause(resource, requirement);
        while (requirement != null && cause != null) {
            chain.add(new FaultWords.Link(resource, requirement));
            resource = cause;
            requirement = brokenBy.get(resource);
            cause = requirement == null ? null : cause(resource, requirement);
        }
        return resource;
    }

    private @Nullable Resource cause(Resource resource, Requirement requirement) {
        return candidates.getOrDefault(resource, Map.of()).getOrDefault(requirement, List.of()).stream()
                .map(Capability::getResource)
                .findFirst()
                .orElse(null);
    }
}
