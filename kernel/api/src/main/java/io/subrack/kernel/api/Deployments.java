/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The one way to change what is live. Console, CLI, REST, the {@code deploy/} folder and the Maven goal all end here.
 * Thread-safe; deployments run one after the other.
 */
@ProviderType
public interface Deployments {
    /**
     * Computes what a deployment would do. Changes nothing.
     *
     * @return a plan that may have {@link Plan#faults() faults}
     * @throws DeploymentException if the request names a bundle, set or artifact that is not there, or asks for nothing
     */
    Plan plan(DeploymentRequest request);

    /**
     * Computes what {@link #plan(DeploymentRequest)} would, for a caller who compares many requests and then plans one of
     * them: it is not remembered, cannot be applied, and makes no plan of others be forgotten.
     *
     * @throws DeploymentException as {@link #plan(DeploymentRequest)}
     */
    Plan trial(DeploymentRequest request);

    /** Returns a plan computed earlier, or empty if it is unknown or too old. */
    Optional<Plan> plan(String id);

    /**
     * Starts to apply a plan and returns at once. A deployment that runs already makes it wait.
     *
     * @param planId a plan of this process
     * @param approval what the admin says to it
     * @return the accepted deployment; that it was accepted is on disk
     * @throws DeploymentException {@link DeploymentProblem#PLAN_UNKNOWN}, {@link DeploymentProblem#PLAN_STALE},
     *     {@link DeploymentProblem#PLAN_NEEDS_YES}, {@link DeploymentProblem#UNRESOLVED},
     *     {@link DeploymentProblem#BUSY}, or {@link DeploymentProblem#REQUEST_INVALID} if the approval names a scope that
     *     the plan does not ask for
     */
    Deployment apply(String planId, Approval approval);

    /** As {@link #apply(String, Approval)}, granting nothing new. */
    default Deployment apply(String planId, boolean yes) {
        return apply(planId, Approval.of(yes));
    }

    /**
     * Waits until a deployment serves or is undone: {@link Deployment#status()} is no longer running.
     *
     * @return its state then, or its state at the deadline if it still runs
     * @throws DeploymentException {@link DeploymentProblem#DEPLOYMENT_UNKNOWN}
     */
    Deployment await(String deploymentId, Duration deadline) throws InterruptedException;

    /** Returns a deployment that runs or is in the history, or empty. */
    Optional<Deployment> deployment(String id);

    /** Returns the newest deployments first, at most {@code limit}. */
    List<Deployment> history(int limit);

    DeploymentSet currentSet();

    Optional<DeploymentSet> set(long number);

    /** Returns the newest sets first, at most {@code limit}. */
    List<DeploymentSet> sets(int limit);

    /** Returns how each bundle of the current set stands, sorted by symbolic name. */
    List<BundleStatus> bundles();

    /**
     * Calls back on every change of a deployment, in order, on one thread of the engine. A listener must be quick; one
     * that throws is logged and called again next time.
     *
     * @return closes the subscription
     */
    Subscription subscribe(Consumer<Deployment> listener);

    /** Ends a subscription. Closing twice is no error. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
