/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.Sha256;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** Remembers the plans used last. Thread-safe. */
final class Plans {
    private final IntSupplier limit;

    private final Map<String, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);

    Plans(IntSupplier limit) {
        this.limit = limit;
    }

    synchronized void put(Plan plan) {
        plans.put(plan.id(), plan);
        Iterator<String> oldest = plans.keySet().iterator();
        while (plans.size() > limit.getAsInt() && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    synchronized Optional<Plan> get(String id) {
        return Optional.ofNullable(plans.get(id));
    }

    /** Returns what the remembered plans would make live. */
    synchronized Set<Sha256> artifacts() {
        return plans.values().stream()
                .flatMap(plan -> plan.bundles().stream())
                .flatMap(change -> change.artifact().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
