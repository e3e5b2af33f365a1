/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Plan;

/** Computes plans. Changes nothing. */
interface Planner {
    /** See {@link io.subrack.kernel.api.Deployments#plan(DeploymentRequest)}. */
    Plan plan(DeploymentRequest request, Live live);
}
