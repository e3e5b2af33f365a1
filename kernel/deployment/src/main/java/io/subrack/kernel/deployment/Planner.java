/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import java.util.List;

/** Computes plans. Changes nothing. */
interface Planner {
    /** See {@link io.subrack.kernel.api.Deployments#plan(DeploymentRequest)}. */
    Plan plan(DeploymentRequest request, Live live);

    /**
     * Says why a bundle of the set cannot be wired, in the words of a plan.
     *
     * @return sentences; empty if it is wired or could be, or if this planner has nothing to say
     */
    default List<String> explain(String symbolicName, Live live) {
        return diagnose(symbolicName, live).stream().map(PlanFault::sentence).toList();
    }

    /** As {@link #explain}, as faults. */
    default List<PlanFault> diagnose(String symbolicName, Live live) {
        return List.of();
    }
}
