/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.spi.ConfigurationLayers;
import io.subrack.kernel.spi.ConfigurationRevision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in the plan of a roll-back that it leaves the configuration as it is, where that has changed since. */
final class ConfigurationStays {
    private ConfigurationStays() {}

    static Plan noted(Plan plan, ConfigurationLayers layers, DeploymentStore store) {
        Optional<DeploymentSet> target = plan.request().changes().stream()
                .filter(Change.RollBack.class::isInstance)
                .findFirst()
                .flatMap(back -> store.set(((Change.RollBack) back).set()));
        return target.map(set -> noted(plan, set, layers)).orElse(plan);
    }

    private static Plan noted(Plan plan, DeploymentSet target, ConfigurationLayers layers) {
        List<ConfigurationRevision> since = layers.between(target.configurationRevision(), Long.MAX_VALUE);
        if (since.isEmpty()) {
            return plan;
        }
        String pids = since.stream()
                .map(ConfigurationRevision::pid)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        List<String> warnings = new ArrayList<>(plan.warnings());
        warnings.add("The configuration stays as it is: since set " + target.number() + " (revision "
                + target.configurationRevision() + ") it was changed up to revision "
                + since.get(since.size() - 1).number() + ", in " + pids
                + ". Revert these PIDs as well if the older bundles need it.");
        return new Plan(
                plan.id(),
                plan.created(),
                plan.baseSet(),
                plan.request(),
                plan.bundles(),
                plan.wiring(),
                plan.leavesRequest(),
                plan.contributions(),
                plan.grants(),
                plan.interruption(),
                plan.faults(),
                warnings);
    }
}
